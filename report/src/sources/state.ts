// Purchase states in the state of a stack.
import {
  accountIdOf,
  ageError,
  exclusionReason,
  isRecord,
  isSecret,
  type JsonRecord,
  PURCHASE_STATE_TYPES,
  parseUrn,
  printable,
  type Site,
  STACK_TYPE,
  type StoredResource,
  storedReading,
  TcssError,
  unwrapSecrets,
} from "pulumi-tcss/internal";
import type { Observation, Origin } from "../document";
import { asRecord, utc } from "./json";
import { observedAtOf, type ParseContext, printableError, printableReading } from "./stored";
import { observationsInValues } from "./values";

/** The deployment of an export, or of the state file of a local backend. */
export function deploymentIn(content: JsonRecord): JsonRecord | undefined {
  return asRecord(content["deployment"]) ?? asRecord(asRecord(content["checkpoint"])?.["latest"]);
}

/** A `PurchaseState` in a state. */
export interface StateResource {
  readonly urn: string;
  readonly name: string;
  readonly properties: JsonRecord;
}

/** Every `PurchaseState` of a deployment. */
export function purchaseStatesIn(deployment: JsonRecord): StateResource[] {
  return resourcesIn(deployment)
    .filter(({ type, delete: replaced }) => PURCHASE_STATE_TYPES.has(type) && replaced !== true)
    .map(({ urn: text, inputs, outputs }) => {
      const urn = String(text);
      // an update that changes nothing keeps what it has read with the inputs alone
      const properties = { ...recordOf(outputs), ...recordOf(inputs) };
      return { urn, name: parseUrn(urn)?.name ?? "", properties };
    });
}

function resourcesIn({ resources }: JsonRecord): JsonRecord[] {
  return Array.isArray(resources) ? resources.filter(isRecord) : [];
}

/** Every purchase state in a state; undefined where `content` is none. */
export function observationsInState(
  content: JsonRecord,
  origin: Origin,
  context: ParseContext,
): Observation[] | undefined {
  const deployment = deploymentIn(content);
  if (deployment === undefined) return undefined;
  const updated = context.updatedAt ?? utc(asRecord(deployment["manifest"])?.["time"]);
  const ofState = { ...context, observedAt: updated ?? context.observedAt };
  const found = purchaseStatesIn(deployment).map((resource) => inResource(resource, origin, ofState));
  if (found.length > 0) return found;
  const stack = resourcesIn(deployment).find(({ type }) => type === STACK_TYPE);
  if (stack === undefined) return [];
  return observationsInValues(
    recordOf(stack["outputs"]),
    origin,
    ofState,
    stackOf(String(stack["urn"]), origin),
  );
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
    : printableReading(storedReading(stored, gate, now));
  return {
    origin: { ...origin, resource: name },
    reading,
    ageError: printableError(ageError(stored, gate, now, { readBefore: updated })),
    exclusion: exclusionReason(stored, gate.evidence ?? {}),
    observedAt: observedAtOf(stored, updated),
    site: siteOf(site),
    place: { stack: stackOf(urn, origin), resource: name, accountId: accountIdOf(reading) },
  };
}

/** Properties of a state, with secrets that were exported in plain text (`--show-secrets`) as what they are. */
function recordOf(value: unknown): JsonRecord {
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

/** A stack's whole name; the organization, which a URN does not hold, is `organization`, as with a local backend. */
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
