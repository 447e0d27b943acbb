import fc from "fast-check";
import { REPLY_FIELDS } from "../../../core/model/fields";

const count = fc.oneof(
  fc.integer({ min: 0, max: 3 }),
  fc.integer({ min: -2, max: 400_000 }),
  fc.maxSafeInteger(),
);

const code = fc.oneof(fc.integer({ min: -1, max: 6 }), fc.maxSafeInteger());

const text = fc.oneof(
  fc.constantFrom("NORMAL", "ISOLATE", "TERMINATED", "DESTROED", " isolate\n", "", "Part"),
  fc.string(),
);

const time = fc.oneof(
  fc.constantFrom("0000-00-00 00:00:00", "0001-01-01 00:00:00", "2024-12-24", "", " 2024-12-24 13:01:18\n"),
  fc
    .date({ min: new Date("2000-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 19).replace("T", " ")),
  fc.string(),
);

const KINDS = { count, code, text, time } as const;

/** Values of the documented types, usual and unusual ones. */
const typed = fc.record(
  Object.fromEntries(Object.values(REPLY_FIELDS).map(({ apiName, kind }) => [apiName, KINDS[kind]])),
  { requiredKeys: [] },
);

/** Values of any type under the documented names. */
const untyped = fc.record(
  Object.fromEntries(Object.values(REPLY_FIELDS).map(({ apiName }) => [apiName, fc.jsonValue()])),
  { requiredKeys: [] },
);

/** Any object that the API, a gateway or a newer version of either could send. */
export const replies: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
  typed,
  untyped,
  fc
    .tuple(typed, untyped, fc.dictionary(fc.string(), fc.jsonValue()))
    .map((parts) => Object.assign({}, ...parts)),
);
