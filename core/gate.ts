import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseYaml } from "yaml";
import { PurchaseStateReader } from "./client/reader";
import { type ConnectionInputs, resolveConnection } from "./connection";
import { asTcssError, configurationError, TcssError } from "./errors";
import type { PurchaseState } from "./purchaseState";
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
}

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
      default: "live",
      description:
        "live: the account itself, asked by the policy pack, and every PurchaseState of the program. resources: the PurchaseState resources alone.",
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
  return { source: "live", ...ofProgram, ...ofPack };
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

/** What TCSS000 says when resources alone should decide and there is none. */
export function noResourceToJudge(): Verdict {
  return unverifiable(
    "Protection cannot be verified: the gate is set to judge the program's PurchaseState resources alone (source: resources), and this program has none.",
    `Add one (new tcss.PurchaseState("tcss")), or set source: live in ${GATE_FILE}.`,
  );
}
