// Names of the model in Terraform's spelling, and back.

/** `undefendCoresCnt` as `undefend_cores_cnt`. */
export function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** `undefend_cores_cnt` as `undefendCoresCnt`. */
export function camel(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
