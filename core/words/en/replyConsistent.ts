import { printable } from "../../base/text";
import { zonedTime } from "../../base/time";
import { REPLY_FIELDS, type ReplyField } from "../../model/fields";
import type { Contradiction, CountedField, ReplyConsistentFacts } from "../../rules/replyConsistent";
import type { Reader, WordsFor } from "../sentences";
import { malformed } from "./fields";
import { figure } from "./numbers";

export const replyConsistent: WordsFor<ReplyConsistentFacts> = {
  contradictory: ({ contradictions }, reader) => ({
    message: `The reply contradicts itself or its documentation: ${contradictions.map((each) => phrase(each, reader)).join("; ")}.`,
    advice: "Compare these values with the TCSS console.",
  }),
  incomplete: ({ fields }) => {
    // made where it is needed: it takes longer than a rule
    const oneOf = new Intl.ListFormat("en-GB", { type: "disjunction" });
    return {
      message: `The sums cannot be verified: the reply holds no ${oneOf.format(fields.map(nameOf))}.`,
    };
  },
};

function phrase(contradiction: Contradiction, { timeZone }: Reader): string {
  switch (contradiction.problem) {
    case "missing":
    case "malformed":
      return malformed(contradiction.field);
    case "negative":
      return `${nameOf(contradiction.field)} is ${figure(contradiction.count ?? 0)}`;
    case "sum": {
      const { total, parts } = contradiction;
      const sum = parts.reduce((whole, { count }) => whole + count, 0);
      const addends = parts.map(named).join(" + ");
      return `${nameOf(total.field)} is ${figure(total.count)}, but ${addends} = ${figure(sum)}`;
    }
    case "undocumented":
      return `${nameOf(contradiction.field)} is ${shown(contradiction.value)}, which is not documented`;
    case "beginsLater":
      return `BeginTime ${zonedTime(contradiction.beginsAt, timeZone)} is still to come`;
    case "endsFirst":
      return `BeginTime ${zonedTime(contradiction.beginsAt, timeZone)} is after ExpirationTime ${zonedTime(contradiction.endsAt, timeZone)}`;
  }
}

function nameOf(field: ReplyField): string {
  return REPLY_FIELDS[field].apiName;
}

function named({ field, count }: CountedField): string {
  return `${nameOf(field)} ${figure(count)}`;
}

/** Only SubState has values that are texts, and only together with State 4. */
function shown(value: number | string): string {
  return typeof value === "number" ? String(value) : `${JSON.stringify(printable(value))} at State 4`;
}
