/** A type of Pulumi's package schema. */
export interface TypeSpec {
  readonly type?: string;
  readonly $ref?: string;
  readonly items?: TypeSpec;
  readonly additionalProperties?: TypeSpec;
}

export interface PropertySpec extends TypeSpec {
  readonly description: string;
  readonly secret?: boolean;
}

/** The type of the package that is named `name`, or as the property `name`. */
export function refTo(name: string): { readonly $ref: string } {
  return { $ref: `#/types/${tokenOf(name)}` };
}

/** The token of that type. */
export function tokenOf(name: string): string {
  return `tcss:index:${capitalized(name)}`;
}

export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
