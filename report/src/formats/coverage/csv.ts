import { stringify } from "csv-stringify/sync";
import { TcssError } from "pulumi-tcss/internal";
import type { CoveredAccount } from "../../coverageDocument";
import { CSV_OPTIONS } from "../csv";
import type { CoverageFormat } from "./format";
import { type PublishedAsset, publishedCoverage } from "./published";

/**
 * One row an asset, for spreadsheets; RFC 4180. Columns are only ever added, at the end. An account that could not be
 * read has no row: standard error names it.
 */
export const csv: CoverageFormat = ({ accounts, generatedAt }, { isFile = false }) =>
  stringify(
    accounts.flatMap((account) => rowsOf(account, generatedAt)),
    {
      ...CSV_OPTIONS,
      columns: [...COLUMNS],
      bom: isFile,
    },
  );

const COLUMNS = [
  "account",
  "accountId",
  "kind",
  "id",
  "name",
  "region",
  "cores",
  "protectedCores",
  "undefendedCores",
  "status",
  "access",
  "accessReason",
  "tags",
  "exempt",
  "counted",
  "inPlan",
  "generatedAt",
] as const satisfies readonly (keyof PublishedAsset | "account" | "accountId" | "inPlan" | "generatedAt")[];

type Row = Readonly<Record<(typeof COLUMNS)[number], string | number | boolean | null>>;

function rowsOf(account: CoveredAccount, generatedAt: string): Row[] {
  if (account.coverage instanceof TcssError) return [];
  const { account: label, accountId, assets, plan } = publishedCoverage(account);
  const chosen = new Set(plan?.switchOn.map(({ kind, id }) => `${kind}:${id}`));
  return (assets ?? []).map((asset) => ({
    ...asset,
    account: label,
    accountId,
    tags: asset.tags.join(" "),
    inPlan: plan === null ? null : asset.id !== null && chosen.has(`${asset.kind}:${asset.id}`),
    generatedAt,
  }));
}
