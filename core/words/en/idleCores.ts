import type { IdleCoresFacts } from "../../rules/idleCores";
import type { WordsFor } from "../sentences";
import { unverified } from "./fields";
import { counted, figure } from "./numbers";

export const idleCores: WordsFor<IdleCoresFacts> = {
  unknown: unverified("Idle cores"),
  idle: ({ idleCores: idle, entitledCores, undefendedCores }) => ({
    message: `${idle === 1 ? "1" : `Up to ${figure(idle)}`} of ${counted(entitledCores, "paid or given core")} may protect nothing, while ${counted(undefendedCores, "core waits", "cores wait")} for protection.`,
    advice: `Switch it on in the TCSS console: that adds nothing to the bill${idle < undefendedCores ? forSome(idle) : ""}.`,
  }),
};

function forSome(cores: number): string {
  return ` for ${cores === 1 ? "one" : `up to ${figure(cores)}`} of them`;
}
