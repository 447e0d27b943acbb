// What the configuration in a plan says: which properties it gives, and which resources they refer to.
import { isRecord, type JsonRecord } from "../../base/record";
import { keptName } from "./kept";
import { isRegion } from "./region";
import { partsOf, withoutIndexes } from "./terraformAddress";

/** References lead through modules at most this often. */
const MAX_STEPS = 20;

/** A resource of the configuration, with the modules that lead to it. */
interface ConfiguredResource {
  readonly expressions: JsonRecord;
  /** What `each.value` stands for. */
  readonly forEach: unknown;
  /** Names of the modules, the outermost first. */
  readonly path: readonly string[];
}

/** Where an expression stands. */
type Place = Pick<ConfiguredResource, "path" | "forEach">;

export class TerraformConfiguration {
  readonly #root: JsonRecord | undefined;
  readonly #byAddress = new Map<string, ConfiguredResource>();
  readonly #regions: readonly string[];

  constructor(configuration: JsonRecord | undefined, variables: JsonRecord | undefined) {
    this.#root = recordIn(configuration, "root_module");
    this.#addModule(this.#root, []);
    this.#regions = regionsIn(recordIn(configuration, "provider_config"), variables);
  }

  /** Regions of the configurations of the vendor's provider. */
  get regions(): readonly string[] {
    return this.#regions;
  }

  /** Expressions by property. Undefined: the configuration does not have the resource. */
  expressionsOf(address: string): JsonRecord | undefined {
    return this.#byAddress.get(withoutIndexes(address))?.expressions;
  }

  /** Addresses of the resources that each property refers to, with those indexes alone that a reference gives. */
  referencesOf(address: string): Record<string, string[]> | undefined {
    const resource = this.#byAddress.get(withoutIndexes(address));
    if (resource === undefined) return undefined;
    const found = Object.entries(resource.expressions).flatMap(([name, expression]) => {
      if (keptName(name) === undefined) return [];
      const addresses = referencesIn(expression).flatMap((each) =>
        this.#resourcesOf(each, resource, MAX_STEPS),
      );
      return addresses.length === 0 ? [] : [[name, [...new Set(addresses)]] as [string, string[]]];
    });
    return found.length === 0 ? undefined : Object.fromEntries(found);
  }

  #addModule(module: JsonRecord | undefined, path: readonly string[]): void {
    if (module === undefined) return;
    for (const resource of listIn(module, "resources")) {
      if (!isRecord(resource) || typeof resource["address"] !== "string") continue;
      const expressions = recordIn(resource, "expressions");
      if (expressions === undefined) continue;
      this.#byAddress.set(addressIn(path, resource["address"]), {
        expressions,
        forEach: resource["for_each_expression"],
        path,
      });
    }
    for (const [name, call] of Object.entries(recordIn(module, "module_calls") ?? {}))
      if (isRecord(call) && path.length < MAX_STEPS)
        this.#addModule(recordIn(call, "module"), [...path, name]);
  }

  /** Resources that a reference in a module leads to: directly, by an argument of the module or another's output. */
  #resourcesOf(reference: string, { path, forEach }: Place, steps: number): string[] {
    if (steps === 0) return [];
    const [first = "", second = "", third = ""] = partsOf(reference);
    const follow = (expression: unknown, place: Place): string[] =>
      referencesIn(expression).flatMap((each) => this.#resourcesOf(each, place, steps - 1));
    if (first === "each") return second === "value" ? follow(forEach, { path, forEach: undefined }) : [];
    if (first === "var") {
      const outer = path.slice(0, -1);
      const call = this.#callOf(outer, path.at(-1));
      return follow(recordIn(call, "expressions")?.[withoutIndexes(second)], {
        path: outer,
        forEach: call?.["for_each_expression"],
      });
    }
    if (first === "module") {
      const inner = recordIn(this.#callOf(path, second), "module");
      const output = recordIn(recordIn(inner, "outputs"), withoutIndexes(third));
      return follow(output?.["expression"], { path: [...path, second], forEach: undefined });
    }
    const address = addressIn(path, `${first}.${second}`);
    return this.#byAddress.has(withoutIndexes(address)) ? [address] : [];
  }

  #callOf(path: readonly string[], name: string | undefined): JsonRecord | undefined {
    const callIn = (module: JsonRecord | undefined, each: string): JsonRecord | undefined =>
      recordIn(recordIn(module, "module_calls"), withoutIndexes(each));
    let module = this.#root;
    for (const each of path) module = recordIn(callIn(module, each), "module");
    return name === undefined ? undefined : callIn(module, name);
  }
}

/**
 * Every reference within an expression, or within the expressions of blocks. Terraform lists what leads to each after
 * it (`web[1].id`, `web[1]`, `web`), which is left out: it would stand for all of its instances.
 */
function referencesIn(expression: unknown): string[] {
  if (Array.isArray(expression)) return expression.flatMap(referencesIn);
  if (!isRecord(expression)) return [];
  const { references, ...blocks } = expression;
  const own = Array.isArray(references)
    ? references.filter((each): each is string => typeof each === "string")
    : [];
  const heads = own.filter((each, at) => {
    const previous = own[at - 1] ?? "";
    return !(previous.startsWith(each) && /^[.[]/.test(previous.slice(each.length)));
  });
  return [...heads, ...Object.values(blocks).flatMap(referencesIn)];
}

function addressIn(path: readonly string[], address: string): string {
  return [...path.map((name) => `module.${name}`), address].join(".");
}

function regionsIn(providers: JsonRecord | undefined, variables: JsonRecord | undefined): string[] {
  const found = Object.values(providers ?? {}).flatMap((provider) => {
    if (!isRecord(provider) || !/(^|\/)tencentcloud$/.test(String(provider["full_name"] ?? provider["name"])))
      return [];
    const region = recordIn(recordIn(provider, "expressions"), "region");
    const [variable] = listIn(region, "references").flatMap((each) =>
      typeof each === "string" && each.startsWith("var.") ? [each.slice(4)] : [],
    );
    const value =
      variable === undefined ? region?.["constant_value"] : recordIn(variables, variable)?.["value"];
    return typeof value === "string" ? [value] : [];
  });
  return [...new Set(found)].filter(isRegion);
}

function recordIn(record: JsonRecord | undefined, key: string): JsonRecord | undefined {
  const value = record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
  return isRecord(value) ? value : undefined;
}

function listIn(record: JsonRecord | undefined, key: string): readonly unknown[] {
  const value = record?.[key];
  return Array.isArray(value) ? value : [];
}
