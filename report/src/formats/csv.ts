import { type Options, stringify } from "csv-stringify/sync";
import { STORED_FIELDS, type StoredField } from "pulumi-tcss/internal";
import type { Subject } from "../document";
import { isOpen } from "../present/findings";
import type { Format } from "./format";
import { clean } from "./text";

/**
 * One row a purchase state, for spreadsheets; RFC 4180. Columns are only ever added, at the end. A file starts with
 * a byte order mark: Excel needs it to read UTF-8. Standard output has none: programs would read it as a part of the
 * first column's name.
 */
export const csv: Format = ({ generatedAt, subjects }, { isFile = false }) =>
  stringify(subjects.map(rowOf(generatedAt)), { ...CSV_OPTIONS, columns: [...COLUMNS], bom: isFile });

/** How every CSV of the command is written. */
export const CSV_OPTIONS = {
  header: true,
  record_delimiter: "windows",
  // a spreadsheet would run a name such as =HYPERLINK(…)
  escape_formulas: true,
  cast: { boolean: String, string: (value: string) => clean(value) },
} as const satisfies Options;

const COLUMNS = [
  "source",
  "name",
  "resource",
  "verdict",
  "findings",
  "waived",
  "daysLeft",
  "generatedAt",
  ...STORED_FIELDS,
] as const;

type Row = Readonly<Partial<Record<(typeof COLUMNS)[number], string | number | boolean | undefined>>>;

function rowOf(generatedAt: string): (subject: Subject) => Row {
  return ({ origin, verdict, findings, daysLeft, observedAt, purchaseState }) => {
    const { malformedFields, ...values } = purchaseState ?? {};
    const stored: Partial<Record<StoredField, string | number | boolean>> = {
      ...values,
      ...(malformedFields === undefined ? {} : { malformedFields: malformedFields.join(" ") }),
    };
    const ids = (open: boolean): string =>
      findings
        .filter((finding) => isOpen(finding) === open)
        .map(({ ruleId }) => ruleId)
        .join(" ");
    return {
      ...stored,
      // known from the stack's checkpoint where the values themselves do not hold it
      observedAt: observedAt ?? stored.observedAt,
      source: origin.kind,
      name: origin.name,
      resource: origin.resource,
      verdict,
      findings: ids(true),
      waived: ids(false),
      daysLeft,
      generatedAt,
    };
  };
}
