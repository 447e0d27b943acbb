// What one account really answers: each thing is asked once, with the connection that `tcss status --live` would use.
import {
  AccountReader,
  type ApiAccess,
  type AskedAccount,
  type Asset,
  asTcssError,
  type Connection,
  type ConnectionArgs,
  cvmAccess,
  describeAssetHostList,
  describeAssetSuperNodeList,
  describePurchaseStateInfo,
  describeUserCluster,
  describeZoneInstanceConfigInfos,
  type FoundCredential,
  getCallerIdentity,
  resolveConnection,
  siteOf,
  type TcssError,
  withDeadline,
} from "pulumi-tcss/internal";
import { COMMAND_WORDS } from "../words";
import { type Check, check, type Examination } from "./checks";
import { Clock } from "./clock";
import { assetsIn, type CoverageResult, coverageChecks } from "./coverage";
import { examineList, NOT_EXAMINED } from "./lists";
import { PURPOSES, permissionCheck } from "./permissions";
import { type Asking, hasAnswered, type Probe, probe } from "./probe";
import { purchaseStateChecks } from "./values";

export interface ExamineInputs {
  readonly env: NodeJS.ProcessEnv;
  readonly limits: Pick<ConnectionArgs, "deadlineSeconds" | "requestTimeoutSeconds">;
  readonly now: Date;
}

/** What was found, and the assets that were read: the bundle tells of them, without their names. */
export interface ExaminedAccount extends Examination {
  readonly assets: readonly Asset[];
}

/** How long each answer may take where the user says nothing: one of them is every page of every list. */
const DEADLINE_SECONDS = 60;

/** A type that every region has. */
const COMMON_TYPE = "S5.LARGE8";

/**
 * Examines an account. Whatever it answers, and whatever it does not, is a check.
 * @throws TcssError of kind `configuration` where it is unknown which account is meant, and how to reach it.
 */
export async function examineAccount(
  { args }: AskedAccount,
  { env, limits, now }: ExamineInputs,
): Promise<ExaminedAccount> {
  const inputs = { args: { ...args, ...limits }, env, defaultDeadlineSeconds: DEADLINE_SECONDS };
  const connection = resolveConnection(inputs);
  const account = connection.account ?? args.profile ?? null;
  const found = await credentialOf(connection);
  if ("error" in found)
    return { account, assets: [], checks: withoutCredential(connection, found.error, now) };
  const others = { sts: stsAccess(connection, args, env), cvm: cvmAccess(connection, env) };
  const { checks, assets } = await withCredential(connection, found, others, now);
  return { account, assets, checks: [credentialCheck(found), ...checks] };
}

async function credentialOf(
  connection: Connection,
): Promise<FoundCredential | { readonly error: TcssError }> {
  const { deadlineSeconds: seconds, endpoint, account } = connection;
  try {
    return await withDeadline({ seconds, subject: "the credentials", endpoint, account }, ({ signal }) =>
      connection.findCredential(signal),
    );
  } catch (error) {
    return { error: inWords(error) };
  }
}

/**
 * How STS is asked who the caller is; undefined where TCSS has an endpoint of the user's own, and STS has none: no other
 * host is called then.
 */
function stsAccess(
  { endpoint, sts }: Connection,
  { stsEndpoint }: ConnectionArgs,
  env: NodeJS.ProcessEnv,
): ApiAccess | undefined {
  const isGiven = stsEndpoint !== undefined || Boolean(env["TENCENTCLOUD_STS_ENDPOINT"]);
  return siteOf(endpoint) === undefined && siteOf(sts.endpoint) !== undefined && !isGiven ? undefined : sts;
}

/** Without a credential nothing is asked: everything else stays unknown. */
function withoutCredential(connection: Connection, { facts }: TcssError, now: Date): Check[] {
  return [
    check("credentials", "problem", {
      source: facts.credentialSource ?? null,
      skipped: [],
      isTemporary: null,
      expiresAt: null,
      error: facts,
    }),
    endpointCheck(connection, undefined),
    new Clock().check(),
    ...PURPOSES.map((purpose) => permissionCheck(purpose, undefined, connection.site)),
    ...purchaseStateChecks(undefined, now),
    ...coverageChecks(undefined),
  ];
}

async function withCredential(
  connection: Connection,
  { credential }: FoundCredential,
  { sts, cvm }: { readonly sts: ApiAccess | undefined; readonly cvm: ApiAccess | undefined },
  now: Date,
): Promise<{ readonly checks: Check[]; readonly assets: readonly Asset[] }> {
  const clock = new Clock();
  const { deadlineSeconds: seconds, site } = connection;
  const asking: Asking = { access: connection, credential, seconds, onServerTime: clock.onServerTime };
  const state = await probe(describePurchaseStateInfo, null, asking);
  // an endpoint that does not answer would take its time again for each list
  const answers = hasAnswered(state);
  const [clusters, hosts, superNodes, identity, types, coverage] = await Promise.all([
    answers ? examineList("cluster", describeUserCluster, asking) : NOT_EXAMINED,
    answers ? examineList("host", describeAssetHostList, asking) : NOT_EXAMINED,
    answers ? examineList("superNode", describeAssetSuperNodeList, asking) : NOT_EXAMINED,
    sts && probe(getCallerIdentity, null, { access: sts, credential, seconds }),
    cvm && probe(describeZoneInstanceConfigInfos, oneType(), { access: cvm, credential, seconds }),
    state.answer === "granted" ? coverageOf(connection) : undefined,
  ]);
  return {
    assets: assetsIn(coverage),
    checks: [
      endpointCheck(connection, state),
      clock.check(),
      permissionCheck("purchaseState", state, site),
      permissionCheck("clusters", clusters.probe, site),
      permissionCheck("hosts", hosts.probe, site),
      permissionCheck("superNodes", superNodes.probe, site),
      permissionCheck("accountId", identity ?? "notAsked", site),
      permissionCheck("instanceTypes", types ?? "notAsked", site),
      ...purchaseStateChecks(state.fields, now),
      ...coverageChecks(coverage),
      ...[clusters, hosts, superNodes].flatMap(({ checks }) => checks),
    ],
  };
}

function oneType(): object {
  return { Filters: [{ Name: "instance-type", Values: [COMMON_TYPE] }] };
}

async function coverageOf(connection: Connection): Promise<CoverageResult> {
  try {
    return await new AccountReader({ remember: true }).coverage(connection);
  } catch (error) {
    return { error: inWords(error) };
  }
}

function credentialCheck({ credential, source, skipped }: FoundCredential): Check {
  return check("credentials", "ok", {
    source,
    skipped,
    isTemporary: credential.token !== undefined,
    expiresAt: credential.expiration?.toISOString() ?? null,
    error: null,
  });
}

function endpointCheck({ endpoint, site }: Connection, state: Probe | undefined): Check {
  const answers = state !== undefined && hasAnswered(state);
  return check("endpoint", answers ? "ok" : state === undefined ? "unknown" : "problem", {
    endpoint,
    site: site ?? null,
    isTencent: siteOf(endpoint) !== undefined,
    answers,
    error: answers ? null : (state?.error?.facts ?? null),
  });
}

function inWords(error: unknown): TcssError {
  return asTcssError(error).inWordsOf(COMMAND_WORDS);
}
