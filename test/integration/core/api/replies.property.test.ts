import assert from "node:assert/strict";
import fc from "fast-check";
import { describePurchaseStateInfo } from "../../../../core/api/actions/describePurchaseStateInfo";
import { readAnswer } from "../../../../core/api/answer";
import { assess } from "../../../../core/assess";
import { printable, TcssError } from "../../../../core/base/errors";
import type { PurchaseState } from "../../../../core/model/purchaseState";
import { DURING_LICENCE, FULL } from "../../../unit/support/replies";
import { replies } from "../../../unit/support/replyArbitraries";

const PLACE = { endpoint: "https://tcss.example", account: "production" };
const ACCESS = { ...PLACE, region: undefined, requestTimeoutSeconds: 1, maxRetries: 0 };
const RUNS = 100_000;
const WHOLE = JSON.stringify({ Response: FULL });

/** Replies that differ from a right one in a few fields: most of them say something about protection. */
const nearlyRight = fc
  .dictionary(
    fc.constantFrom(
      "State",
      "SubState",
      "ExpirationTime",
      "UndefendCoresCnt",
      "Error",
      "RequestId",
      "__proto__",
    ),
    fc.oneof(
      fc.integer({ min: -1, max: 5 }),
      fc.constantFrom(
        null,
        "3",
        3.5,
        "",
        "ISOLATE",
        "2024-09-30 08:00:00",
        "2024-10-01 08:00:01",
        "2024-12-24",
      ),
      fc.constantFrom([3], { Code: "InternalError" }, { Code: { toString: 1 } }),
    ),
    { maxKeys: 3 },
  )
  .map((changes) => JSON.stringify({ Response: { ...FULL, ...changes } }));

/** Right replies that were cut, or into which something was put. */
const damaged = fc
  .tuple(fc.nat(WHOLE.length), fc.nat(40), fc.string({ maxLength: 5 }))
  .map(([at, removed, put]) => WHOLE.slice(0, at) + put + WHOLE.slice(at + removed));

/** What a gateway, a proxy or a newer API could answer with. */
const bodies = fc.oneof(
  { weight: 8, arbitrary: nearlyRight },
  { weight: 4, arbitrary: damaged },
  { weight: 1, arbitrary: replies.map((fields) => JSON.stringify({ Response: fields })) },
  { weight: 1, arbitrary: fc.json({ maxDepth: 2 }) },
  { weight: 1, arbitrary: fc.string() },
);
const statuses = fc.oneof(
  { weight: 9, arbitrary: fc.constant(200) },
  fc.constantFrom(201, 204, 302, 403, 503),
);

describe(`${RUNS.toLocaleString("en-US")} generated replies and bodies (property)`, function () {
  this.timeout(300_000);

  it("give a purchase state or an error of ours, and pass protection-active only in effect and before the expiry", () => {
    const seen = { errors: 0, passed: 0, blocked: 0 };
    fc.assert(
      fc.property(statuses, bodies, (httpStatus, text) => {
        const reading = read(httpStatus, text);
        if (reading instanceof TcssError) seen.errors += 1;
        if (isBlocked(reading)) {
          seen.blocked += 1;
          return;
        }
        seen.passed += 1;
        // read independently of the model
        const { State, ExpirationTime, Error: error } = JSON.parse(text).Response;
        assert.equal(httpStatus, 200);
        assert.ok(error === undefined || error === null);
        assert.ok(State === 2 || State === 3, `State ${State}`);
        const end = ExpirationTime.trim().replace(" ", "T");
        // in Beijing time, unless the text has a zone of its own
        const zone = /(Z|[+-]\d\d(:?\d\d)?)$/i.test(end.slice(10)) ? "" : "+08:00";
        assert.ok(Date.parse(end + zone) > DURING_LICENCE.getTime(), ExpirationTime);
      }),
      { numRuns: RUNS },
    );
    // neither side of the property is vacuous
    assert.ok(
      seen.errors > RUNS / 20 && seen.passed > RUNS / 20 && seen.blocked > RUNS / 20,
      JSON.stringify(seen),
    );
  });
});

function read(httpStatus: number, text: string): PurchaseState | TcssError {
  try {
    const answer = { ...PLACE, action: describePurchaseStateInfo, httpStatus, text };
    return describePurchaseStateInfo.parse(readAnswer(answer, printable), ACCESS);
  } catch (error) {
    if (error instanceof TcssError) return error;
    throw error;
  }
}

function isBlocked(reading: ReturnType<typeof read>): boolean {
  return assess({ reading }, {}, DURING_LICENCE).some(
    ({ ruleId }) => ruleId === "TCSS000" || ruleId === "TCSS001",
  );
}
