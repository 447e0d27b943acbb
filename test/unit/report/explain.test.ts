import assert from "node:assert/strict";
import { explanation } from "../../../report/src/explain";
import { columnsOf } from "../../../report/src/terminal";

describe("explanation", () => {
  const options = { color: false, width: 80 };

  it("shows what a rule asks for, why, what to do, and its settings", () => {
    const text = explanation("TCSS003", options);
    assert.match(text, /^TCSS003 expiring-soon: The TCSS license must last for a while yet\n/);
    assert.match(text, /\nseverity medium, advisory by default\n/);
    assert.match(text, /\nWhat to do\n1\. Renew/);
    assert.match(text, /\nSettings\n- minDaysLeft \(default 14\): Whole days/);
    assert.match(text, /docs\/rules\/TCSS003\.md$/);
  });

  it("knows rules by id and name, in any case", () => {
    assert.equal(explanation("tcss003", options), explanation("Expiring-Soon", options));
  });

  it("fits the terminal", () => {
    const lines = explanation("TCSS002", { color: false, width: 40 }).split("\n").slice(0, -1);
    assert.deepEqual(
      lines.filter((line) => columnsOf(line) > 40),
      [],
    );
  });

  it("says which rules there are", () => {
    assert.throws(
      () => explanation("TCSS2", options),
      /no rule TCSS2\. Valid rules: TCSS000 purchase-state-available, /,
    );
  });
});
