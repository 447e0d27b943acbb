import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseYaml } from "yaml";
import { PurchaseStateReader } from "./client/reader";
import { type ConnectionInputs, resolveConnection } from "./connection";
import { asTcssError, configurationError, TcssError } from "./errors";
import { type PurchaseState, restorePurchaseState } from "./purchaseState";
import { unverifiable, type Verdict } from "./rules/rule";
import { validator } from "./schema";

/** Name of the file that holds the gate's own settings. */
export const GATE_FILE = "tcss.gate.yaml";

/** Settings of the gate that belong to no single rule. */
export interface GateSettings {
  /**
   * What is judged: `live`, the account itself and every `PurchaseState` of the program; or `resources`, the
   * `PurchaseState` resources alone, for a deployment without the right to ask.
   */
  readonly source: "live" | "resources";
  /** How old last known values (`onUnavailable: lastKnown`) may be and still be judged. Unit: hours. */
  readonly maxStaleHours: number;
}

const DEFAULTS: GateSettings = { source: "live", maxStaleHours: 24 };

/** JSON schema of `tcss.gate.yaml`. */
export const GATE_SCHEMA = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "Settings of the TCSS gate",
  type: "object",
  additionalProperties: false,
  properties: {
    source: {
      type: "string",
      enum: ["live", "resources"],
      default: DEFAULTS.source,
      description:
        "live: the account itself, asked by the policy pack, and every PurchaseState of the program. resources: the PurchaseState resources alone.",
    },
    maxStaleHours: {
      type: "number",
      minimum: 0,
      default: DEFAULTS.maxStaleHours,
      description:
        "How old last known values (onUnavailable: lastKnown) may be and still be judged. Older ones cannot be verified. Unit: hours.",
    },
  },
} as const;

const validateGateFile = validator(GATE_SCHEMA);

/** Where {@link loadGateSettings} looks. */
export interface GateFilePlaces {
  /** Folder of the policy pack. */
  readonly packFolder: string;
  /** Folder of the program that is deployed, where it is known. */
  readonly programFolder?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads the gate's settings from `TCSS_GATE_CONFIG`, else from beside the pack, and below them in authority
 * from the program's folder. No file means the defaults.
 * @throws TcssError of kind `configuration` for a file that cannot be read, is not YAML or holds a key or value
 * that is not allowed. The gate then blocks: settings that cannot be understood might have been stricter.
 */
export function loadGateSettings({ packFolder, programFolder, env }: GateFilePlaces): GateSettings {
  const named = env["TCSS_GATE_CONFIG"] || undefined;
  const ofPack = named === undefined ? readGateFile(join(packFolder, GATE_FILE)) : readGateFile(named, true);
  const ofProgram = programFolder === undefined ? {} : readGateFile(join(programFolder, GATE_FILE));
  return { ...DEFAULTS, ...ofProgram, ...ofPack };
}

function readGateFile(file: string, mustExist = false): Partial<GateSettings> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown";
    if (code === "ENOENT" && !mustExist) return {};
    throw configurationError(
      file,
      `the gate's settings in ${file} cannot be read (${code})`,
      "Check TCSS_GATE_CONFIG and the file's permissions.",
    );
  }
  const content = parsed(file, text);
  const [problem] = validateGateFile(content);
  if (problem !== undefined)
    throw configurationError(
      problem.property,
      `the gate's settings in ${file} are wrong: ${problem.property === "" ? "the file" : problem.property} ${problem.problem}`,
      "Correct the file; the gate blocks until then.",
    );
  return content as Partial<GateSettings>;
}

function parsed(file: string, text: string): unknown {
  try {
    return parseYaml(text) ?? {};
  } catch (error) {
    const [reason] = (error as Error).message.split("\n");
    throw configurationError(
      file,
      `the gate's settings in ${file} are not YAML: ${reason?.replace(/:$/, "")}`,
      "Correct the file; the gate blocks until then.",
    );
  }
}

/** A purchase state, or the error for which there is none. */
export type Reading = PurchaseState | TcssError;

/** Reads accounts for the gate: each at most once until `clear`, and a failure is a reading too. */
export class LiveAccounts {
  readonly #reader = new PurchaseStateReader({ remember: true });

  async read(inputs: ConnectionInputs): Promise<Reading> {
    try {
      return await this.#reader.read(resolveConnection(inputs));
    } catch (error) {
      return withGateAdvice(asTcssError(error));
    }
  }

  /** A new phase of the deployment begins: ask again. */
  clear(): void {
    this.#reader.clear();
  }
}

function withGateAdvice(error: TcssError): TcssError {
  if (error.kind !== "credentials") return error;
  const { summary, nextStep, ...details } = error;
  return new TcssError(summary, {
    ...details,
    nextStep:
      `${nextStep ?? ""} A deployment without the right to ask can be judged by its PurchaseState resources alone: source: resources in ${GATE_FILE}.`.trim(),
  });
}

/**
 * What a `PurchaseState` resource gives to judge.
 * @param stored its `purchaseState`; undefined when its account could not be read.
 * @returns an error for values that are too old, or of unknown age, to say anything about the account.
 */
export function readingOfResource(
  name: string,
  stored: Readonly<Record<string, unknown>> | undefined,
  timeZone: string | undefined,
  { maxStaleHours }: GateSettings,
  now: Date,
): Reading {
  const unusable = (summary: string, nextStep: string): TcssError =>
    new TcssError(`PurchaseState ${name} ${summary}`, { kind: "reply", nextStep });
  if (stored === undefined)
    return unusable(
      "holds no values, because its account could not be read",
      "The resource's own error says why.",
    );
  const purchaseState = restorePurchaseState(stored, timeZone);
  if (!purchaseState.stale) return purchaseState;
  const observed = Date.parse(purchaseState.observedAt ?? "");
  if (Number.isNaN(observed))
    return unusable("holds last known values of unknown age", "Deploy again when the account can be asked.");
  if (now.getTime() - observed <= maxStaleHours * 3_600_000) return purchaseState;
  return unusable(
    `holds last known values of ${purchaseState.observedAt}, longer ago than the gate accepts (maxStaleHours: ${maxStaleHours})`,
    "Deploy again when the account can be asked.",
  );
}

/** What a user is told when a resource keeps its last known values. */
export function staleWarning({ observedAt }: PurchaseState): string {
  const age = observedAt === undefined ? "of unknown age" : `of ${observedAt}`;
  return `TCSS could not be asked: these are the last known values, ${age} (onUnavailable: lastKnown).`;
}

/** What TCSS000 says when resources alone should decide and there is none. */
export function noResourceToJudge(): Verdict {
  return unverifiable(
    "Protection cannot be verified: the gate is set to judge the program's PurchaseState resources alone (source: resources), and this program has none.",
    `Add one (new tcss.PurchaseState("tcss")), or set source: live in ${GATE_FILE}.`,
  );
}
