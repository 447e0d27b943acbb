// What `terraform show -json PLAN` says, Terraform's or OpenTofu's:
// https://developer.hashicorp.com/terraform/internals/json-format
import { isRecord, type JsonRecord } from "../../base/record";
import { isOfInterest } from "../hostTypes";
import type { ForecastAction, ResourceChange } from "../model";
import { type PlannedProperties, UNKNOWN } from "../properties";
import { unlistedHosts } from "../unlisted";
import { isBlockName, kept, keptName } from "./kept";
import type { PlannedChanges } from "./planned";
import type { JsonText, Section } from "./sections";
import { indexesIn, isMeantBy, moduleOf, withoutIndexes } from "./terraformAddress";
import { TerraformConfiguration } from "./terraformConfiguration";

/** The actions of a change, as Terraform lists them. `forget` takes a resource out of the state and leaves it alone. */
const ACTIONS: Readonly<Record<string, ForecastAction>> = {
  "no-op": "none",
  read: "none",
  forget: "none",
  create: "create",
  update: "update",
  delete: "delete",
  "delete,create": "replace",
  "create,delete": "replace",
  // the old one stays
  "create,forget": "create",
};

/** Members of a plan by which it is known. */
export const TERRAFORM_KEYS: readonly string[] = ["resource_changes", "planned_values", "configuration"];

/**
 * What a plan says.
 * @throws TcssError for a plan of an unknown version, of a failed run, or with an action that is not known.
 */
export function terraformChanges(text: JsonText, members: Map<string, Section>): PlannedChanges {
  assertVersion(text, text.value(members.get("format_version")));
  if ((text.value(members.get("errored")) ?? false) !== false)
    throw text.error(
      "is the plan of a run that failed: it does not hold all changes",
      "Correct what terraform plan reports, and make the plan again.",
    );
  assertWhole(text, members);
  const configuration = new TerraformConfiguration(
    text.record(members.get("configuration")),
    text.record(members.get("variables")),
  );
  const found: Found[] = [];
  for (const section of text.items(members.get("resource_changes"))) {
    const change = changeIn(text, text.value(section), configuration);
    if (change !== undefined) found.push(change);
  }
  let isIncomplete = (text.value(members.get("complete")) ?? true) !== true;
  for (const section of text.items(members.get("deferred_changes"))) {
    isIncomplete = true;
    const deferred = text.record(section)?.["resource_change"];
    const change = changeIn(text, deferred, configuration);
    if (change !== undefined) found.push({ ...change, change: { ...change.change, isDeferred: true } });
  }
  const instances = new Instances(found);
  return {
    source: "terraform",
    changes: found.map(({ change, references }) => ({
      ...change,
      ...(references === undefined ? {} : { references: instances.referencedBy(change.name, references) }),
    })),
    statedCores: statedCoresIn(text, members.get("prior_state")),
    regions: configuration.regions,
    isIncomplete,
  };
}

function assertVersion(text: JsonText, version: unknown): void {
  if (typeof version === "string" && /^1\.\d{1,4}$/.test(version)) return;
  const isVersion = typeof version === "string" && /^\d{1,4}\.\d{1,4}$/.test(version);
  throw text.error(
    isVersion
      ? `has the format version ${version}; supported: 1.x`
      : "has no format version, or one that is not text",
    isVersion
      ? "Install a newer version of tcss, or make the plan with a release of Terraform or OpenTofu that writes version 1.x."
      : undefined,
  );
}

/** A plan lists the change of each resource that it plans, `no-op` too; it has no list where it plans none. */
function assertWhole(text: JsonText, members: Map<string, Section>): void {
  if (!text.isNull(members.get("resource_changes"))) return;
  const planned = members.get("planned_values");
  if (text.isNull(planned)) throw text.error("is not a plan, but a configuration");
  if (text.has(planned, '"resources"'))
    throw text.error("is a part of a plan: it holds planned resources, and not their changes");
}

interface Found {
  readonly change: ResourceChange;
  /** Addresses that a property refers to, with the indexes that are known. */
  readonly references: Readonly<Record<string, readonly string[]>> | undefined;
}

/** Modes of what is read, and makes nothing. */
const WITHOUT_CHANGES: ReadonlySet<unknown> = new Set(["data", "ephemeral"]);

/** One change; undefined for a resource that has nothing to do with container hosts. */
function changeIn(text: JsonText, entry: unknown, configuration: TerraformConfiguration): Found | undefined {
  if (!isRecord(entry)) throw text.error("has a resource change that is not an object");
  const { type, mode, address, change, deposed } = entry;
  if (typeof type !== "string" || WITHOUT_CHANGES.has(mode)) return undefined;
  const { before: was, after: willBe, after_unknown: marks } = isRecord(change) ? change : {};
  const unlisted =
    unlistedHosts(type, [willBe, was]) ?? unlistedHosts(type, [marks], (mark) => mark === true);
  if (!isOfInterest(type) && unlisted === undefined) return undefined;
  if (typeof address !== "string" || !isRecord(change))
    throw text.error(`has a resource change of type ${type} without address or change`);
  if (mode !== undefined && mode !== "managed")
    throw text.error(`has a change of ${address} whose mode is not known`);
  const { actions, before, after, after_unknown, before_sensitive, after_sensitive } = change;
  const action = Array.isArray(actions) ? ACTIONS[actions.join(",")] : undefined;
  if (action === undefined) throw text.error(`has a change of ${address} whose actions are not known`);
  const given = configuration.expressionsOf(address);
  const sides = {
    before: isRecord(before) ? kept(withUnknown(before, {}, before_sensitive, undefined)) : undefined,
    after: isRecord(after) ? kept(withUnknown(after, after_unknown, after_sensitive, given)) : undefined,
  };
  return {
    change: {
      type,
      name: address,
      ...(unlisted === undefined ? {} : { unlisted }),
      ...(typeof deposed === "string" ? { key: `${address} (deposed ${deposed})` } : {}),
      action,
      ...sidesOf(action, sides),
    },
    references: configuration.referencesOf(address),
  };
}

/** What is there at an action: a resource that is forgotten stays, so nothing changes. */
function sidesOf(
  action: ForecastAction,
  { before, after }: { before: PlannedProperties | undefined; after: PlannedProperties | undefined },
): Pick<ResourceChange, "before" | "after"> {
  if (action === "create") return { after: after ?? {} };
  if (action === "delete") return { before: before ?? {} };
  if (action === "none") return { before: before ?? after, after: after ?? before };
  return { before: before ?? {}, after: after ?? {} };
}

/**
 * `value` in which stands {@link UNKNOWN} for what is not known yet, and for what is sensitive. What the cloud computes
 * because the configuration does not give it is absent.
 * @param given the expressions of the configuration. Absent: they are not known, and everything counts as given.
 */
function withUnknown(value: unknown, unknown: unknown, sensitive: unknown, given: unknown): JsonRecord {
  const own = isRecord(value) ? value : {};
  const [marks, hidden] = [unknown, sensitive].map((each) => marksIn(own, each)) as [JsonRecord, JsonRecord];
  const names = [...new Set([...Object.keys(own), ...Object.keys(marks)])].filter(
    (name) => keptName(name) !== undefined,
  );
  return Object.fromEntries(
    names.map((name) => {
      const expressions = isRecord(given) ? given[name] : undefined;
      // a block may be made by `dynamic`, which the configuration in a plan does not have
      const isComputed = isRecord(given) && expressions === undefined && !isBlockName(name);
      return [name, partOf(own[name], marks[name], hidden[name], expressions, isComputed)];
    }),
  );
}

/** Marks of the properties; one mark of the whole stands for each of them. */
function marksIn(value: JsonRecord, marks: unknown): JsonRecord {
  if (marks === true) return Object.fromEntries(Object.keys(value).map((name) => [name, true]));
  return isRecord(marks) ? marks : {};
}

function partOf(
  value: unknown,
  unknown: unknown,
  sensitive: unknown,
  given: unknown,
  isComputed: boolean,
): unknown {
  if (sensitive === true) return UNKNOWN;
  if (unknown === true) return isComputed ? undefined : UNKNOWN;
  if (Array.isArray(value) || Array.isArray(unknown)) {
    const [items, marks] = [value, unknown].map((list) => (Array.isArray(list) ? (list as unknown[]) : []));
    return Array.from({ length: Math.max(items?.length ?? 0, marks?.length ?? 0) }, (_, index) =>
      partOf(
        items?.[index],
        marks?.[index],
        Array.isArray(sensitive) ? sensitive[index] : undefined,
        Array.isArray(given) ? (given.length === 1 ? given[0] : given[index]) : undefined,
        false,
      ),
    );
  }
  return isRecord(value) || isRecord(unknown) ? withUnknown(value, unknown, sensitive, given) : value;
}

/** Instances of a resource, by their indexes. */
type ByIndexes = Map<string, { readonly address: string; readonly keys: string[] }[]>;

/** Instances of resources, by their address without indexes. */
class Instances {
  readonly #byBase = new Map<string, ByIndexes>();

  constructor(found: readonly Found[]) {
    for (const { change } of found) {
      const base = withoutIndexes(change.name);
      const byIndexes: ByIndexes = this.#byBase.get(base) ?? new Map();
      this.#byBase.set(base, byIndexes);
      const indexes = indexesIn(change.name);
      const same = byIndexes.get(indexes) ?? [];
      byIndexes.set(indexes, same);
      const key = change.key ?? change.name;
      const instance = same.find(({ address }) => address === change.name);
      if (instance === undefined) same.push({ address: change.name, keys: [key] });
      else instance.keys.push(key);
    }
  }

  /** Keys of the instances that are meant: those with the same indexes, else all that a reference leads to. */
  referencedBy(
    address: string,
    references: Readonly<Record<string, readonly string[]>>,
  ): Record<string, string[]> {
    return Object.fromEntries(
      Object.entries(references).map(([property, meant]) => [
        property,
        [...new Set(meant.flatMap((reference) => this.#meant(reference, address)))],
      ]),
    );
  }

  #meant(reference: string, from: string): readonly string[] {
    const byIndexes = this.#byBase.get(withoutIndexes(reference));
    if (byIndexes === undefined) return [];
    const indexes = indexesIn(from);
    const same = (byIndexes.get(indexes) ?? []).filter(({ address }) => isMeantBy(address, reference));
    if (same.length > 0) return same.flatMap(({ keys }) => keys);
    const named = [...byIndexes.values()].flat().filter(({ address }) => isMeantBy(address, reference));
    const nearest = [
      // a resource without an index of its own, in the same instance of a module
      named.filter(({ address }) => indexes.startsWith(indexesIn(address))),
      named.filter(({ address }) => address.startsWith(moduleOf(from))),
      named,
    ].find((each) => each.length > 0);
    return (nearest ?? []).flatMap(({ keys }) => keys);
  }
}

/** Cores by type of `data.tencentcloud_instance_types`, which the plan has read. */
function statedCoresIn(text: JsonText, section: Section | undefined): Record<string, number> {
  if (!text.has(section, '"tencentcloud_instance_types"')) return {};
  const values = text.record(section)?.["values"];
  const found = resourcesIn(isRecord(values) ? values["root_module"] : undefined)
    .filter(({ type }) => type === "tencentcloud_instance_types")
    .flatMap(({ values: own }) => recordsIn(isRecord(own) ? own["instance_types"] : undefined))
    .flatMap(({ instance_type, cpu_core_count }) =>
      typeof instance_type === "string" && Number.isSafeInteger(cpu_core_count)
        ? [[instance_type, cpu_core_count as number] as const]
        : [],
    );
  return Object.fromEntries(found.filter(([, cores]) => cores > 0));
}

/** Resources of a module of the state, and of the modules in it. */
function resourcesIn(module: unknown): JsonRecord[] {
  if (!isRecord(module)) return [];
  return [...recordsIn(module["resources"]), ...recordsIn(module["child_modules"]).flatMap(resourcesIn)];
}

function recordsIn(list: unknown): JsonRecord[] {
  return Array.isArray(list) ? list.filter(isRecord) : [];
}
