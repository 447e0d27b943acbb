import {
  accountsToAsk,
  type ConnectionArgs,
  jsonText,
  type LoadedGateSettings,
  timestamp,
} from "pulumi-tcss/internal";
import type { FormatOptions } from "../formats/format";
import { told } from "../present/doctor";
import { bundleOf } from "./bundle";
import type { Check, DoctorDocument } from "./checks";
import { type ExaminedAccount, examineAccount } from "./examine";
import { versionsCheck } from "./machine";
import { doctorTable } from "./table";

/** How the answers are written. */
export const DOCTOR_FORMAT_NAMES = ["table", "json"] as const;
export type DoctorFormatName = (typeof DOCTOR_FORMAT_NAMES)[number];

export interface DoctorInputs {
  /** Selectors from the command line. */
  readonly selectors: ConnectionArgs;
  readonly limits: Pick<ConnectionArgs, "deadlineSeconds" | "requestTimeoutSeconds">;
  readonly gate: Pick<LoadedGateSettings, "accounts">;
  readonly env: NodeJS.ProcessEnv;
  readonly now: Date;
  readonly version: string;
}

/** All that was found, in every form in which it can be written. */
export interface Diagnosis {
  readonly document: DoctorDocument;
  textOf(format: DoctorFormatName | "bundle", options: FormatOptions): string;
}

/**
 * Examines the account that the command line selects, else those of the gate's settings, else the environment's: one
 * after the other, since each is asked as often as it may be.
 * @throws TcssError of kind `configuration` where it is unknown which account is meant.
 */
export async function diagnose(inputs: DoctorInputs): Promise<Diagnosis> {
  const { selectors, gate, version, env, now } = inputs;
  const examined: ExaminedAccount[] = [];
  for (const account of accountsToAsk(gate, selectors)) examined.push(await examineAccount(account, inputs));
  const machine = [versionsCheck(version, env)];
  const accounts = examined.map(({ account, checks }) => ({ account, checks }));
  const document: DoctorDocument = {
    schemaVersion: 1,
    generatedAt: timestamp(now),
    determined: [...machine, ...accounts.flatMap(({ checks }) => checks)].every(isDetermined),
    machine,
    accounts,
  };
  return {
    document,
    textOf(format, options) {
      if (format === "table") return doctorTable(document, options);
      return `${jsonText(format === "json" ? withWords(document) : bundleOf(document, examined), 2)}\n`;
    },
  };
}

/** A credential that is missing leaves everything else unknown. */
function isDetermined({ status }: Check): boolean {
  return status !== "unknown";
}

/** Programs read the facts, and people what they say. */
function withWords({ machine, accounts, ...document }: DoctorDocument): object {
  const inWords = (checks: readonly Check[]) => checks.map((check) => ({ ...check, ...told(check) }));
  return {
    ...document,
    machine: inWords(machine),
    accounts: accounts.map(({ account, checks }) => ({ account, checks: inWords(checks) })),
  };
}
