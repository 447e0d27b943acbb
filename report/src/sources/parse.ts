import {
  accountIdOf,
  type GateSettings,
  holdsPurchaseState,
  PURCHASE_STATE_TYPES,
  parsePurchaseState,
  printable,
  REPLY_FIELDS,
  type Reading,
  readingOfResource,
  type Site,
  type StoredResource,
  TcssError,
} from "pulumi-tcss/core";
import { type Observation, type Origin, timestamp } from "../document";

/** How what was read is understood. */
export interface ParseContext {
  /** When the values were true at the latest, unless they say so themselves. Absent when nobody knows. */
  readonly observedAt?: string | undefined;
  /** When a stack's values were last read, where that is known better than by the state itself. */
  readonly updatedAt?: string | undefined;
  readonly gate: Pick<GateSettings, "maxStaleHours">;
  readonly now: Date;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Finds every purchase state in what was read: a reply of the API, `pulumi stack output --json`,
 * `pulumi stack export`, or the state file of a local backend.
 * @throws TcssError of kind `configuration` when there is none.
 */
export function observationsIn(content: unknown, origin: Origin, context: ParseContext): Observation[] {
  const found = isRecord(content)
    ? (inState(content, origin, context) ??
      inReply(content, origin, context) ??
      inOutputs(content, origin, context))
    : [];
  if (found.length > 0) return found;
  const hidden = isRecord(content) && Object.values(content).includes(HIDDEN);
  throw new TcssError(`${printable(origin.name)} holds no purchase state`, {
    kind: "configuration",
    property: origin.name,
    nextStep: hidden
      ? "Some of its outputs are secret: make them with pulumi stack output --json --show-secrets."
      : origin.kind === "stack"
        ? "Its program needs a PurchaseState, or must export the fields of one."
        : "It should be a reply of DescribePurchaseStateInfo, or what pulumi stack output --json or pulumi stack export prints for a stack with a PurchaseState.",
  });
}

/** The deployment of an export, or of the state file of a local backend. */
export function deploymentIn(content: Json): Json | undefined {
  return asRecord(content["deployment"]) ?? asRecord(asRecord(content["checkpoint"])?.["latest"]);
}

/** A `PurchaseState` in a state. */
export interface StateResource {
  readonly urn: string;
  readonly name: string;
  readonly properties: Json;
}

/** Every `PurchaseState` of a deployment. */
export function purchaseStatesIn(deployment: Json): StateResource[] {
  return resourcesIn(deployment)
    .filter(({ type, delete: replaced }) => PURCHASE_STATE_TYPES.has(type) && replaced !== true)
    .map(({ urn: text, inputs, outputs }) => {
      const urn = String(text);
      // an update that changes nothing keeps what it has read with the inputs alone
      const properties = { ...recordOf(outputs), ...recordOf(inputs) };
      return { urn, name: urn.split("::").slice(3).join("::"), properties };
    });
}

function resourcesIn({ resources }: Json): Json[] {
  return Array.isArray(resources) ? resources.filter(isRecord) : [];
}

function inState(content: Json, origin: Origin, context: ParseContext): Observation[] | undefined {
  const deployment = deploymentIn(content);
  if (deployment === undefined) return undefined;
  const updated = context.updatedAt ?? utc(asRecord(deployment["manifest"])?.["time"]);
  const ofState = { ...context, observedAt: updated ?? context.observedAt };
  const found = purchaseStatesIn(deployment).map((resource) => inResource(resource, origin, ofState));
  if (found.length > 0) return found;
  const stack = resourcesIn(deployment).find(({ type }) => type === "pulumi:pulumi:Stack");
  if (stack === undefined) return [];
  return inOutputs(recordOf(stack["outputs"]), origin, ofState, stackOf(String(stack["urn"]), origin));
}

function inResource(
  { urn, name, properties }: StateResource,
  origin: Origin,
  { observedAt: updated, gate, now }: ParseContext,
): Observation {
  const { purchaseState, timeZone, fromStack, site } = properties;
  const stored = {
    name,
    purchaseState: asRecord(purchaseState),
    timeZone: typeof timeZone === "string" ? timeZone : undefined,
    fromStack: asRecord(fromStack),
  } as StoredResource;
  const reading = isSecret(purchaseState)
    ? secretValues(name, origin)
    : printableReading(readingOfResource(stored, gate, now));
  return {
    origin: { ...origin, resource: name },
    reading,
    observedAt: observedAtOf(stored, updated),
    site: siteOf(site),
    place: { stack: stackOf(urn, origin), resource: name, accountId: accountIdOf(reading) },
  };
}

/** What values say of their age themselves, else `updated`, unless they are another's or older than that. */
function observedAtOf({ purchaseState, fromStack }: StoredResource, updated: string | undefined) {
  const known = fromStack === undefined && purchaseState?.["stale"] !== true;
  return utc(purchaseState?.["observedAt"]) ?? (known ? updated : undefined);
}

function inReply(content: Json, origin: Origin, { observedAt }: ParseContext): Observation[] | undefined {
  const response = asRecord(content["Response"]) ?? content;
  const error = asRecord(response["Error"]);
  if (error !== undefined && typeof error["Code"] === "string")
    return [{ origin, reading: refusal(error["Code"], error["Message"], response["RequestId"]), place: {} }];
  if (!holdsPurchaseState(response)) return undefined;
  return [{ origin, reading: parsePurchaseState(response), observedAt, place: {} }];
}

function refusal(code: string, message: unknown, requestId: unknown): TcssError {
  const details = typeof message === "string" ? `: ${printable(message)}` : "";
  return new TcssError(`Tencent Cloud answered ${printable(code, 80)}${details}`, {
    kind: "api",
    code: printable(code, 80),
    requestId: typeof requestId === "string" ? printable(requestId, 80) : undefined,
  });
}

/** How deep in outputs a purchase state is looked for. */
const MAX_DEPTH = 5;

/** Outputs: a purchase state's fields among them, or whole purchase states within the values of some. */
function inOutputs(
  outputs: Json,
  origin: Origin,
  context: ParseContext,
  stack: string | undefined = origin.kind === "stack" ? origin.name : undefined,
): Observation[] {
  return storedIn(outputs, [], MAX_DEPTH).map(({ path, stored: purchaseState }) => {
    const name = path.join(".");
    const stored: StoredResource = { name: name || "of the outputs", purchaseState };
    const reading = printableReading(readingOfResource(stored, context.gate, context.now));
    return {
      origin: name === "" || name === "purchaseState" ? origin : { ...origin, resource: name },
      reading,
      observedAt: observedAtOf(stored, context.observedAt),
      place: { stack, accountId: accountIdOf(reading) },
    };
  });
}

function storedIn(
  value: unknown,
  path: readonly string[],
  depth: number,
): { path: readonly string[]; stored: Json }[] {
  if (typeof value !== "object" || value === null || isSecret(value) || depth < 0) return [];
  const own = !Array.isArray(value) && looksStored(value) ? [{ path, stored: value as Json }] : [];
  // a purchase state holds no other; only outputs do, where its fields stand among them
  if (own.length > 0 && path.length > 0) return own;
  const within = Object.entries(value).flatMap(([key, each]) => storedIn(each, [...path, key], depth - 1));
  return [...own, ...within];
}

function looksStored(value: object): boolean {
  return Object.keys(REPLY_FIELDS).filter((field) => Object.hasOwn(value, field)).length >= 2;
}

/** A failure's text may hold names from a state. */
function printableReading(reading: Reading): Reading {
  if (!(reading instanceof TcssError)) return reading;
  const { kind, nextStep, summary } = reading;
  return new TcssError(printable(summary), { kind, nextStep });
}

/** How the engine marks a secret in a state, and how it prints one. */
const SECRET_MARK = "4dabf18193072939515e22adb298388d";
const HIDDEN = "[secret]";

function isSecret(value: unknown): boolean {
  return isRecord(value) && SECRET_MARK in value;
}

/** Properties of a state, with secrets that were exported in plain text (`--show-secrets`) as what they are. */
function recordOf(value: unknown): Json {
  const revealed = reveal(value);
  return isRecord(revealed) && !isSecret(revealed) ? revealed : {};
}

function reveal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reveal);
  if (!isRecord(value)) return value;
  if (!isSecret(value))
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, reveal(each)]));
  const { plaintext } = value;
  if (typeof plaintext !== "string") return value;
  try {
    return reveal(JSON.parse(plaintext));
  } catch {
    return value;
  }
}

function secretValues(name: string, { kind, name: from }: Origin): TcssError {
  const exported = "pulumi stack export --show-secrets";
  return new TcssError(`the values of PurchaseState ${printable(name)} are secret in this state`, {
    kind: "reply",
    nextStep:
      kind === "stack"
        ? `Pipe them here: ${exported} --stack ${printable(from)} | tcss status --file -`
        : `Export it with: ${exported}`,
  });
}

/** A stack's whole name; what its URN does not tell is `organization`, as with a local backend. */
function stackOf(urn: string, { kind, name }: Origin): string | undefined {
  if (kind === "stack" && name.split("/").length === 3) return name;
  const [stack, project] = urn.replace(/^urn:pulumi:/, "").split("::");
  if (!urn.startsWith("urn:pulumi:") || !stack || !project) return kind === "stack" ? name : undefined;
  const organization = kind === "stack" && name.includes("/") ? name.split("/")[0] : "organization";
  return `${organization}/${project}/${stack}`;
}

function siteOf(value: unknown): Site | undefined {
  return value === "international" || value === "mainland" ? value : undefined;
}

/** A time as RFC 3339 in UTC. */
export function utc(time: unknown): string | undefined {
  const parsed = typeof time === "string" ? new Date(time) : undefined;
  return parsed === undefined || Number.isNaN(parsed.getTime()) ? undefined : timestamp(parsed);
}

export function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function asRecord(value: unknown): Json | undefined {
  return isRecord(value) && !isSecret(value) ? value : undefined;
}
