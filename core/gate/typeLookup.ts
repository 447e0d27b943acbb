// Cores of instance types that nothing else tells: CVM is asked, where the gate's settings want it.
import { lookUpInstanceTypes } from "../account/instanceTypes";
import { printable, TcssError } from "../base/errors";
import type { Vocabulary } from "../base/vocabulary";
import type { ConnectionArgs } from "../connection/connectionArgs";
import { cvmAccess } from "../connection/cvm";
import { type ConnectionInputs, resolveConnection } from "../connection/resolve";
import type { AskedAccount } from "./evidence";

/** Whom to ask, and for which region. */
export interface TypeLookupOptions {
  /** @throws TcssError where the settings do not have the account. */
  readonly account: () => AskedAccount | undefined;
  readonly inputs: Omit<ConnectionInputs, "args">;
  /** How long it may take; these select no account. */
  readonly limits?: Pick<ConnectionArgs, "deadlineSeconds" | "requestTimeoutSeconds"> | undefined;
  /** The region that has the types. Absent: that of the plan, else the connection's. */
  readonly region?: string | undefined;
  /** Regions that the plan names. */
  readonly regions: readonly string[];
  /** How a user gives a region where the plan names none or several: a whole sentence. */
  readonly giveRegion: string;
  /** The words of failures. Default: those of Pulumi users. */
  readonly words?: Vocabulary | undefined;
}

/** What CVM has answered. */
export interface TypeLookup {
  /** Cores by type; of those alone that are known now. */
  readonly cores: Readonly<Record<string, number>>;
  /** Why some are not, in one line. Absent: all of them are known. */
  readonly notice?: string;
}

const MAX_SHOWN = 200;

/** Asks CVM for the cores of types, in one request. A failure is told, and leaves them unknown. */
export async function lookUpTypes(
  types: readonly string[],
  { account, inputs, limits = {}, region: given, regions, giveRegion, words }: TypeLookupOptions,
): Promise<TypeLookup> {
  const failed = (reason: string, which = types): TypeLookup => ({
    cores: {},
    notice: `${printable(which.join(", "), MAX_SHOWN)} could not be looked up: ${reason}`,
  });
  try {
    const connection = resolveConnection({ ...inputs, args: { ...account()?.args, ...limits } });
    const access = cvmAccess(connection, inputs.env);
    if (access === undefined)
      return failed("a custom endpoint is set for TCSS, but none for CVM. Set TENCENTCLOUD_CVM_ENDPOINT.");
    const named = given === undefined ? [...new Set(regions)] : [given];
    if (named.length > 1)
      return failed(
        `the region is not the same in all of the plan (${printable(named.join(", "), MAX_SHOWN)}). ${giveRegion}`,
      );
    const [region = connection.region] = named;
    if (region === undefined) return failed(`the region is unknown. ${giveRegion}`);
    const cores = await lookUpInstanceTypes(connection, { ...access, region }, types);
    const missing = types.filter((type) => !Object.hasOwn(cores, type));
    return missing.length === 0 ? { cores } : { ...failed(`${region} does not have it.`, missing), cores };
  } catch (error) {
    if (!(error instanceof TcssError)) throw error;
    return failed((words === undefined ? error : error.inWordsOf(words)).message);
  }
}
