import {
  accountIdOf,
  ageProblem,
  type GateSettings,
  holdsPurchaseState,
  instantOf,
  isSecret,
  PURCHASE_STATE_TYPES,
  parsePurchaseState,
  parseUrn,
  printable,
  REPLY_FIELDS,
  type Reading,
  type ReplyError,
  readingOfResource,
  replyIn,
  type Site,
  STACK_TYPE,
  type StoredResource,
  TcssError,
  unwrapSecrets,
  whyNotEvidence,
} from "pulumi-tcss/internal";
import { type Observation, type Origin, timestamp } from "../document";

/** How what was read is understood. */
export interface ParseContext {
  /** When the values were true at the latest, unless they say so themselves. Absent when nobody knows. */
  readonly observedAt?: string | undefined;
  /** When a stack's values were last read, where that is known better than by the state itself. */
  readonly updatedAt?: string | undefined;
  readonly gate: Pick<GateSettings, "maxStaleHours"> & Partial<Pick<GateSettings, "evidence">>;
  /** The time by which the age of values is judged. */
  readonly now: Date;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Finds every purchase state in what was read: a reply of the API, `pulumi stack output --json`,
 * `pulumi stack export`, or the state file of a local backend.
 * @throws TcssError of kind `configuration` when there is none.
 */
export function observationsIn(content: unknown, origin: Origin, context: ParseContext): Observation[] {
  const found =
    (isRecord(content) ? inState(content, origin, context) : undefined) ?? inValues(content, origin, context);
  if (found.length > 0) return found;
  const hidden = isRecord(content) && Object.values(content).includes(HIDDEN);
  throw new TcssError(`${printable(origin.name)} holds no purchase state`, {
    kind: "configuration",
    property: origin.name,
    nextStep: hidden
      ? "Some of its outputs are secret: make them with pulumi stack output --json --show-secrets."
      : origin.kind === "stack"
        ? "Its program needs a PurchaseState, or must export one as a whole: export const purchaseState = purchase.purchaseState."
        : "It should be a reply of DescribePurchaseStateInfo, or what pulumi stack output --json or pulumi stack export prints for a stack with a PurchaseState. For outputs of single values, name the stack instead (--stack ORGANIZATION/PROJECT/STACK), or export the whole value in its program: export const purchaseState = purchase.purchaseState.",
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
      return { urn, name: parseUrn(urn)?.name ?? "", properties };
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
  const stack = resourcesIn(deployment).find(({ type }) => type === STACK_TYPE);
  if (stack === undefined) return [];
  return inValues(recordOf(stack["outputs"]), origin, ofState, stackOf(String(stack["urn"]), origin));
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
    problem: printableError(ageProblem(stored, gate, now, { readBefore: updated })),
    uncounted: whyNotEvidence(stored, gate.evidence ?? {}),
    observedAt: observedAtOf(stored, updated),
    site: siteOf(site),
    place: { stack: stackOf(urn, origin), resource: name, accountId: accountIdOf(reading) },
  };
}

/** What values say of their age themselves, else `updated`, unless they are another's or older than that. */
function observedAtOf({ purchaseState, fromStack }: StoredResource, updated: string | undefined) {
  const { observedAt, stale } = purchaseState ?? {};
  const known = fromStack === undefined && (stale ?? false) === false;
  return utc(observedAt) ?? (known ? updated : undefined);
}

/** A name under which a value stands, and the one around it. Not a list: copies for each value of a deep file would take minutes. */
interface Step {
  readonly name: string;
  readonly within: Step | undefined;
}

/** Something that may hold a purchase state, and where it stands: undefined for the whole. */
interface Found {
  readonly at: Step | undefined;
  readonly value: Json;
}

/** Every purchase state among outputs, and every reply, at whatever depth: one that is overlooked could be the wrong one. */
function inValues(
  content: unknown,
  origin: Origin,
  context: ParseContext,
  stack: string | undefined = origin.kind === "stack" ? origin.name : undefined,
): Observation[] {
  return recordsIn(content).flatMap((found) => [
    ...inReply(found, origin, context),
    ...(looksStored(found.value) ? [inOutputs(found, origin, context, stack)] : []),
  ]);
}

/** All objects within `content` and itself, those around others first. Not by recursion: a file may be nested deeply. */
function recordsIn(content: unknown): Found[] {
  const records: Found[] = [];
  const left: { at: Step | undefined; value: unknown }[] = [{ at: undefined, value: content }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { at, value } = next;
    if (typeof value !== "object" || value === null || isSecret(value)) continue;
    if (Array.isArray(value) && at?.name === RESPONSE) continue; // no reply: see replyReading
    if (isRecord(value)) records.push({ at, value });
    const parts = Object.entries(value).map(([name, each]) => ({ at: { name, within: at }, value: each }));
    for (const part of parts.reverse()) left.push(part);
  }
  return records;
}

/** The names on the way from the whole to it, empty for the whole. */
function nameOf(at: Step | undefined): string {
  const names: string[] = [];
  for (let step = at; step !== undefined; step = step.within) names.push(step.name);
  return names.reverse().join(".");
}

function originAt(origin: Origin, at: Step | undefined): Origin {
  const name = nameOf(at);
  return name === "" || name === "purchaseState" ? origin : { ...origin, resource: name };
}

/** The reply that `value` is, with its `Response` around it or bare, as tccli prints it. */
function inReply({ at, value }: Found, origin: Origin, context: ParseContext): Observation[] {
  const isWithin = at?.name === RESPONSE; // was looked at with what is around it
  const bare = !isWithin && (looksReplied(value, at) || isErrorAlone(value, at)) ? [{ Response: value }] : [];
  const whole = Object.hasOwn(value, "Response") ? [value] : [];
  return [...whole, ...(whole.length > 0 && !looksReplied(value, at) ? [] : bare)].flatMap((content) => {
    const reading = replyReading(content);
    if (reading === undefined) return [];
    const failed = reading instanceof TcssError;
    return [
      {
        origin: originAt(origin, at),
        reading,
        observedAt: failed ? undefined : context.observedAt,
        uncounted: failed
          ? undefined
          : whyNotEvidence({ name: `in ${printable(origin.name)}` }, context.gate.evidence ?? {}),
        place: {},
      },
    ];
  });
}

/** What stands around a reply of API 3.0. */
const RESPONSE = "Response";

/** Whether a `Response` that should be one object is a list with fields of a reply somewhere in it. */
function holdsListedReply(response: unknown): boolean {
  return Array.isArray(response) && recordsIn(response).some(({ value }) => looksReplied(value, undefined));
}

/** Within outputs, one name alone may be something else's. */
function looksReplied(value: Json, at: Step | undefined): boolean {
  const fields = Object.values(REPLY_FIELDS).filter(({ apiName }) => Object.hasOwn(value, apiName));
  return fields.length >= (at === undefined ? 1 : 2);
}

/** Within other things, the id of the request tells a reply from what else has errors. */
function isErrorAlone(value: Json, at: Step | undefined): boolean {
  const isReply = at === undefined || typeof value["RequestId"] === "string";
  return isReply && typeof asRecord(value["Error"])?.["Code"] === "string";
}

/** What a reply gives to judge; undefined for another API's. */
function replyReading(content: Json): Reading | undefined {
  const { fields, error, requestId } = replyIn(content);
  if (error !== undefined) return refusal(error, requestId);
  if (fields === undefined)
    return looksReplied(content, undefined) || holdsListedReply(content[RESPONSE])
      ? new TcssError("the reply holds no Response that is an object", { kind: "reply" })
      : undefined;
  return holdsPurchaseState(fields) ? parsePurchaseState(fields) : undefined;
}

function refusal(
  { code = "an error without a code", message }: ReplyError,
  requestId: string | undefined,
): TcssError {
  const details = message === undefined ? "" : `: ${printable(message)}`;
  return new TcssError(`Tencent Cloud answered ${printable(code, 80)}${details}`, {
    kind: "api",
    code: printable(code, 80),
    requestId: requestId === undefined ? undefined : printable(requestId, 80),
  });
}

/** A purchase state's fields among outputs, or in the value of one. */
function inOutputs(
  { at, value: purchaseState }: Found,
  origin: Origin,
  { gate, now, observedAt }: ParseContext,
  stack: string | undefined,
): Observation {
  const stored: StoredResource = { name: nameOf(at) || "of the outputs", purchaseState };
  const reading = printableReading(readingOfResource(stored, gate, now));
  // whoever names a file or a stack answers for its outputs, unless they say themselves that they are old
  const saysAge = (purchaseState["observedAt"] ?? undefined) !== undefined;
  const publishedBy = stack === undefined ? undefined : { stack, maxAgeHours: gate.maxStaleHours };
  return {
    origin: originAt(origin, at),
    reading,
    problem: saysAge ? printableError(ageProblem(stored, gate, now)) : undefined,
    uncounted: whyNotEvidence({ ...stored, fromStack: publishedBy }, gate.evidence ?? {}),
    observedAt: observedAtOf(stored, observedAt),
    place: { stack, accountId: accountIdOf(reading) },
  };
}

function looksStored(value: object): boolean {
  return Object.keys(REPLY_FIELDS).filter((field) => Object.hasOwn(value, field)).length >= 2;
}

/** A failure's text may hold names from a state. */
function printableReading(reading: Reading): Reading {
  return reading instanceof TcssError ? (printableError(reading) ?? reading) : reading;
}

function printableError(error: TcssError | undefined): TcssError | undefined {
  if (error === undefined) return undefined;
  const { kind, nextStep, summary } = error;
  return new TcssError(printable(summary), { kind, nextStep });
}

/** How the engine prints a secret. */
const HIDDEN = "[secret]";

/** Properties of a state, with secrets that were exported in plain text (`--show-secrets`) as what they are. */
function recordOf(value: unknown): Json {
  return asRecord(unwrapSecrets(value)) ?? {};
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
  const parts = parseUrn(urn);
  if (parts === undefined) return kind === "stack" ? name : undefined;
  const organization = kind === "stack" && name.includes("/") ? name.split("/")[0] : "organization";
  return `${organization}/${parts.project}/${parts.stack}`;
}

function siteOf(value: unknown): Site | undefined {
  return value === "international" || value === "mainland" ? value : undefined;
}

/** A time as RFC 3339 in UTC; undefined for one without its zone. */
export function utc(time: unknown): string | undefined {
  const instant = instantOf(time);
  return instant === undefined ? undefined : timestamp(new Date(instant));
}

export function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function asRecord(value: unknown): Json | undefined {
  return isRecord(value) && !isSecret(value) ? value : undefined;
}
