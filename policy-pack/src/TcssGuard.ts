import { type Policies, PolicyPack } from "@pulumi/policy";
import { asTcssError } from "pulumi-tcss/internal";
import { assemblePolicies } from "./assemble";
import type { GuardArgs } from "./guardArgs";

/** Arguments of a {@link TcssGuard}. */
export type TcssGuardArgs = GuardArgs & {
  /** The pack's other policies, a team's own. */
  readonly policies?: Policies | undefined;
};

/**
 * A policy pack of a team's own: the gate's policies, configured in code, and any others beside them.
 *
 * @example
 * new TcssGuard({
 *   all: "advisory",
 *   "no-undefended-cores": { enforcementLevel: "mandatory", maxUndefendedCores: 8 },
 *   waivers: [{ rule: "TCSS004", reason: "renewed by hand, ticket 4711", expires: "2027-03-31" }],
 * });
 *
 * Arguments that are not allowed end the process, which fails the run, with a message that names them.
 */
export class TcssGuard extends PolicyPack {
  /** @param args levels and settings of the rules, the gate's own settings, and the pack's other policies. */
  constructor(args?: TcssGuardArgs);
  /**
   * @param name the pack's name. Default: `tcss`.
   * @param args levels and settings of the rules, the gate's own settings, and the pack's other policies.
   */
  constructor(name: string, args?: TcssGuardArgs);
  constructor(nameOrArgs: string | TcssGuardArgs = {}, argsAfterName: TcssGuardArgs = {}) {
    const [name, { policies: own = [], ...args }] =
      typeof nameOrArgs === "string" ? [nameOrArgs, argsAfterName] : ["tcss", nameOrArgs];
    // @pulumi/policy takes the working folder for the pack's as well
    const place = { packFolder: process.cwd(), otherPolicies: own.map((policy) => policy.name) };
    super(name, { policies: [...guarded(args, place), ...own] });
  }
}

/** Prints what is refused without a stack trace and ends the process, as @pulumi/policy does. */
function guarded(...given: Parameters<typeof assemblePolicies>): Policies {
  try {
    return assemblePolicies(...given);
  } catch (error) {
    console.error(asTcssError(error).message);
    process.exit(1);
  }
}
