import { type Policies, PolicyPack } from "@pulumi/policy";
import { asTcssError } from "pulumi-tcss/internal";
import { type GuardArgs, guardedPolicies } from "./guardedPolicies";

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
    // @pulumi/policy, too, takes the working folder for the pack's
    const surroundings = { packFolder: process.cwd(), otherPolicies: own.map((policy) => policy.name) };
    super(name, { policies: [...guarded(args, surroundings), ...own] });
  }
}

/** As @pulumi/policy does with what it refuses: nobody who has misspelt a setting needs a stack trace. */
function guarded(...given: Parameters<typeof guardedPolicies>): Policies {
  try {
    return guardedPolicies(...given);
  } catch (error) {
    console.error(asTcssError(error).message);
    process.exit(1);
  }
}
