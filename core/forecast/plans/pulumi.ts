// What `pulumi preview --json` says, and its streamed form (PULUMI_ENABLE_STREAMING_JSON_PREVIEW), one event a line:
// https://github.com/pulumi/pulumi/blob/master/sdk/go/common/display/json.go and …/apitype/events.go
import { isRecord, type JsonRecord } from "../../base/record";
import { isSecret, parseUrn, UNKNOWN as UNKNOWN_MARK } from "../../pulumiFormat";
import { isOfInterest } from "../hostTypes";
import type { ForecastAction, ResourceChange } from "../model";
import type { PlannedProperties } from "../properties";
import { unlistedHosts } from "../unlisted";
import { kept, keptName } from "./kept";
import type { PlannedChanges } from "./planned";
import { isRegion } from "./region";
import type { JsonText, Section } from "./sections";

/**
 * What the engine does at a step: https://github.com/pulumi/pulumi/blob/master/pkg/resource/deploy/step.go. What
 * touches only the state, and a resource that is taken over as it is, changes no machine.
 */
const ACTIONS: Readonly<Record<string, ForecastAction>> = {
  same: "none",
  create: "create",
  update: "update",
  delete: "delete",
  replace: "replace",
  "create-replacement": "replace",
  "delete-replaced": "replace",
  read: "none",
  "read-replacement": "none",
  refresh: "none",
  discard: "none",
  "discard-replaced": "none",
  "remove-pending-replace": "none",
  import: "none",
  "import-replacement": "none",
  diff: "none",
};

/** What the engine and its display write in the place of a secret. */
const MASK = "[secret]";

/** Members of a preview by which it is known. */
export const PULUMI_KEYS: readonly string[] = ["steps", "changeSummary"];

/**
 * What a preview says.
 * @throws TcssError for a preview that failed, or with a step that is not known.
 */
export function pulumiChanges(text: JsonText, members: Map<string, Section>): PlannedChanges {
  const diagnostics = text.value(members.get("diagnostics"));
  if (
    Array.isArray(diagnostics) &&
    diagnostics.some((each) => isRecord(each) && each["severity"] === "error")
  )
    throw failed(text);
  const steps = new Steps(text);
  for (const section of text.items(members.get("steps"))) {
    const { op, urn, oldState, newState } = text.record(section) ?? {};
    steps.add(op, urn, oldState, newState);
  }
  const changes = steps.changes(regionIn(text.value(members.get("config"))));
  const summary = text.record(members.get("changeSummary")) ?? {};
  if (
    steps.isEmpty &&
    Object.entries(summary).some(([op, number]) => actionOf(op) !== "none" && number !== 0)
  )
    throw text.error("is a part of a preview: it counts changes, and does not list them");
  return changes;
}

/**
 * What a streamed preview says.
 * @param lines one event each.
 * @throws TcssError likewise, and for a stream that ends early.
 */
export function streamedChanges(text: JsonText, lines: Iterable<JsonRecord>): PlannedChanges {
  const steps = new Steps(text);
  let isEnded = false;
  let regions: readonly string[] = [];
  for (const { preludeEvent, resourcePreEvent, resOutputsEvent, resOpFailedEvent, summaryEvent } of lines) {
    if (isRecord(preludeEvent)) regions = regionIn(preludeEvent["config"]);
    if (resOpFailedEvent !== undefined) throw failed(text);
    // the outputs come with the second of the two
    for (const event of [resourcePreEvent, resOutputsEvent]) {
      const metadata = isRecord(event) ? event["metadata"] : undefined;
      if (isRecord(metadata)) steps.add(metadata["op"], metadata["urn"], metadata["old"], metadata["new"]);
    }
    if (isRecord(summaryEvent)) {
      if (summaryEvent["result"] === "failed") throw failed(text);
      isEnded = true;
    }
  }
  if (!isEnded) throw text.error("ends early: it is not complete");
  return steps.changes(regions);
}

function failed(text: JsonText) {
  return text.error(
    "is of a preview that failed: it does not hold all changes",
    "Correct what pulumi preview reports, and make the preview again.",
  );
}

/** @returns undefined for an operation that is not known. */
function actionOf(op: unknown): ForecastAction | undefined {
  return typeof op === "string" && Object.hasOwn(ACTIONS, op) ? ACTIONS[op] : undefined;
}

/** The steps of a preview, one change a resource. A replacement has up to three steps. */
class Steps {
  readonly #text: JsonText;
  readonly #changes = new Map<string, ResourceChange>();
  /** Deletions, by URN: an earlier run may have left an old resource beside a new one of the same URN. */
  readonly #deletions = new Map<string, ResourceChange>();
  readonly #regions: string[] = [];

  constructor(text: JsonText) {
    this.#text = text;
  }

  /** Whether there was no step at all. */
  isEmpty = true;

  add(op: unknown, urn: unknown, before: unknown, after: unknown): void {
    this.isEmpty = false;
    const parts = typeof urn === "string" ? parseUrn(urn) : undefined;
    if (typeof urn !== "string" || parts === undefined)
      throw this.#text.error("has a step without the URN of a resource");
    const { type, name } = parts;
    if (type === "pulumi:providers:tencentcloud") this.#regions.push(...regionIn(inputsOf(after)));
    const [old, state] = [before, after].map((each) => (isRecord(each) ? each : undefined));
    const unlisted = unlistedHosts(
      type,
      [state?.["inputs"], state?.["outputs"], old?.["inputs"], old?.["outputs"]],
      isHidden,
    );
    if (!isOfInterest(type) && unlisted === undefined) return;
    const action = actionOf(op);
    if (action === undefined) throw this.#text.error(`has a step of ${name} that is not known`);
    const sides = {
      before: old === undefined ? undefined : stateBefore(old),
      after: state === undefined ? undefined : stateAfter(state),
    };
    // a component has no machines of its own
    if ((state ?? old)?.["custom"] === false) return;
    const changes = action === "delete" ? this.#deletions : this.#changes;
    const earlier = changes.get(urn);
    const change = changeOf(action, sides, old?.["retainOnDelete"] === true);
    const references = state === undefined ? earlier?.references : referencesIn(state);
    changes.set(urn, {
      type,
      name,
      key: urn,
      ...(unlisted === undefined ? {} : { unlisted }),
      ...(earlier?.action === "replace" && change.action === "replace"
        ? { ...change, before: earlier.before ?? change.before, after: change.after ?? earlier.after }
        : change),
      ...(references === undefined ? {} : { references }),
    });
  }

  changes(regions: readonly string[]): PlannedChanges {
    return {
      source: "pulumi",
      changes: [
        ...this.#changes.values(),
        ...[...this.#deletions].map(([urn, each]) => this.#apart(urn, each)),
      ],
      statedCores: {},
      regions: [...new Set([...regions, ...this.#regions])],
      isIncomplete: false,
    };
  }

  /** A deletion under a key of its own, where another resource has its URN. */
  #apart(urn: string, deletion: ResourceChange): ResourceChange {
    return this.#changes.has(urn) ? { ...deletion, key: `${urn} (deleted)` } : deletion;
  }
}

interface Sides {
  readonly before: PlannedProperties | undefined;
  readonly after: PlannedProperties | undefined;
}

/** @param isRetained whether the old resource stays in the cloud. */
function changeOf(
  action: ForecastAction,
  { before, after }: Sides,
  isRetained: boolean,
): Pick<ResourceChange, "action" | "before" | "after"> {
  switch (action) {
    case "create":
      return { action, after: after ?? {} };
    case "delete":
      return isRetained ? { action: "none", before, after: before } : { action, before: before ?? {} };
    case "replace":
      return isRetained ? { action: "create", after } : { action, before, after };
    case "none":
      return { action, before: before ?? after, after: after ?? before };
    case "update":
      return { action, before: before ?? {}, after: after ?? {} };
  }
}

/** What is there: the outputs, which the provider has read from the cloud, and what only the program gives. */
function stateBefore(state: JsonRecord): PlannedProperties {
  return { ...properties(state, "inputs"), ...properties(state, "outputs"), ...idOf(state) };
}

/**
 * What will be there: what the program gives, and what the provider plans besides. What is neither given nor known is
 * computed by the cloud, and absent.
 */
function stateAfter(state: JsonRecord): PlannedProperties {
  const planned = Object.entries(properties(state, "outputs")).filter(
    ([, value]) => typeof value !== "symbol",
  );
  return { ...Object.fromEntries(planned), ...properties(state, "inputs"), ...idOf(state) };
}

function properties(state: JsonRecord, side: "inputs" | "outputs"): PlannedProperties {
  const found = state[side];
  return isRecord(found) ? kept(found, isHidden) : {};
}

function inputsOf(state: unknown): unknown {
  return isRecord(state) ? state["inputs"] : undefined;
}

/** An id is given by the cloud: an empty one is not known yet. */
function idOf({ id }: JsonRecord): { readonly id?: string } {
  return typeof id === "string" && id !== "" && !isHidden(id) ? { id } : {};
}

function isHidden(value: unknown): boolean {
  return value === UNKNOWN_MARK || value === MASK || isSecret(value);
}

/** URNs of the resources that a property comes from, by its name in Terraform. Streamed previews do not have them. */
function referencesIn({ propertyDependencies }: JsonRecord): Record<string, string[]> | undefined {
  if (!isRecord(propertyDependencies)) return undefined;
  const found = Object.entries(propertyDependencies).flatMap(([property, urns]) => {
    const name = keptName(property);
    if (name === undefined || !Array.isArray(urns) || urns.length === 0) return [];
    return [[name, urns.filter((urn) => typeof urn === "string")] as const];
  });
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

function regionIn(config: unknown): string[] {
  const region = isRecord(config) ? (config["tencentcloud:region"] ?? config["region"]) : undefined;
  return typeof region === "string" && isRegion(region) ? [region] : [];
}
