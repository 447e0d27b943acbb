import { assetMatcher } from "../base/assetPatterns";
import type { Connection } from "../connection/connection";
import type { CoverageArgs } from "../connection/connectionArgs";
import { type CoverageValues, coverageValues } from "../model/coverageValues";
import type { AccountReader } from "./AccountReader";

/**
 * Reads an account's coverage for a program, now.
 * @param args valid arguments, of which `exempt` counts here: the others are in the connection.
 * @param signal aborted when the caller leaves.
 * @throws TcssError as {@link AccountReader.coverage} does.
 */
export async function readCoverage(
  reader: AccountReader,
  connection: Connection,
  { exempt = [] }: CoverageArgs,
  signal?: AbortSignal,
): Promise<CoverageValues> {
  const { coverage, origin } = await reader.coverage(connection, {
    isExempt: assetMatcher(exempt),
    ...(signal === undefined ? {} : { signal }),
  });
  const { account, accountId } = origin;
  return coverageValues(coverage, {
    account,
    accountId: connection.resolveAccountId ? accountId : undefined,
  });
}
