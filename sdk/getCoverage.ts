import type { InvokeOptions, InvokeOutputOptions } from "@pulumi/pulumi/invoke";
import type { Output } from "@pulumi/pulumi/output";
import {
  COVERAGE_FUNCTION,
  type CoverageArgs,
  type CoverageValues,
  problemsOfCoverageArgs,
  readCoverage,
} from "../core/internal";
import { accountFunction, type InputsOf } from "./accountFunction";

/** Selects the account whose assets are read, and those of them that need no protection. */
export type GetCoverageArgs = CoverageArgs;
/** The same with inputs, for `getCoverageOutput`. */
export type GetCoverageOutputArgs = InputsOf<CoverageArgs>;
/**
 * The assets of an account, the protection of each, and a plan. Unknown values are absent: if no unit fits the lists,
 * `unit`, `plan` and all figures of cores are absent.
 */
export type GetCoverageResult = CoverageValues;

const { call, callOutput } = accountFunction<GetCoverageArgs, GetCoverageResult>({
  token: COVERAGE_FUNCTION,
  problemsOf: problemsOfCoverageArgs,
  read: readCoverage,
});

/**
 * Reads now which clusters, hosts outside clusters and super nodes of an account are undefended, and the cheapest way to
 * protect them, at preview as at update. It records nothing in the stack's state and switches nothing on. It needs the
 * permissions that `tcss policy-json --coverage` lists.
 * In a unit test with `pulumi.runtime.setMocks`, it is the mocks' function `tcss:index:getCoverage`.
 * @param args which account to read; without any, the one of the stack's configuration or environment.
 * @param opts options that choose a provider (of their own or a parent's) let the plugin read, which must be installed.
 * @throws PurchaseStateError when the account cannot be read; the engine's error where the plugin reads.
 * @see https://www.tencentcloud.com/document/product/1285 (DescribeUserCluster, DescribeAssetHostList)
 */
export async function getCoverage(
  args: GetCoverageArgs = {},
  opts: InvokeOptions = {},
): Promise<GetCoverageResult> {
  return call(args, opts);
}

/**
 * `getCoverage` for arguments that are outputs of other resources. Unknown at preview while they are.
 * @throws PurchaseStateError, through the output, when the account cannot be read.
 */
export function getCoverageOutput(
  args: GetCoverageOutputArgs = {},
  opts: InvokeOutputOptions = {},
): Output<GetCoverageResult> {
  return callOutput(args, opts);
}
