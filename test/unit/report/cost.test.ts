import assert from "node:assert/strict";
import { parsePurchaseState } from "pulumi-tcss/internal";
import { estimateCost } from "../../../report/src/cost";
import { pricesFor } from "../../../report/src/prices";
import { EXAMPLE } from "./support";

const PRICES = pricesFor("international")?.(undefined) ?? assert.fail("there are list prices");

function cost(fields: object, prices = PRICES) {
  return estimateCost(parsePurchaseState({ ...EXAMPLE, ...fields }), prices);
}

describe("estimateCost", () => {
  it("prices the 79 idle and 7 missing cores of the API document's example", () => {
    const { currency, idleMonth, missingPrepaidMonth, missingElasticDay, elasticDay } = cost({}) ?? {};
    assert.deepEqual(
      { currency, idleMonth, missingPrepaidMonth, missingElasticDay, elasticDay },
      {
        currency: "USD",
        idleMonth: 533.25,
        missingPrepaidMonth: 47.25,
        missingElasticDay: 1.75,
        elasticDay: 0,
      },
    );
  });

  it("names the price list and its day", () => {
    const { asOf, source } = cost({}) ?? {};
    assert.match(asOf ?? "", /^\d{4}-\d\d-\d\d$/);
    assert.match(source ?? "", /international site/);
  });

  it("takes the discount off, to the cent", () => {
    assert.equal(cost({}, { ...PRICES, discount: 0.15 })?.idleMonth, 453.26);
    assert.equal(cost({}, { ...PRICES, discount: 1 })?.idleMonth, 0);
  });

  it("does not price idle cores that nobody has paid for", () => {
    const given = { AuthorizedCoresCnt: 0, GivenAuthorizedCoresCnt: 147 };
    assert.equal(cost(given)?.idleMonth, 0);
    assert.equal(cost({ AuthorizedCoresCnt: 20, GivenAuthorizedCoresCnt: 127 })?.idleMonth, 135);
  });

  it("prices no core as missing that an idle one can cover", () => {
    assert.equal(cost({ UndefendCoresCnt: 79 })?.missingPrepaidMonth, 0);
    assert.equal(cost({ UndefendCoresCnt: 80 })?.missingPrepaidMonth, 6.75);
  });

  it("prices elastic cores by the day", () => {
    assert.equal(cost({ CurrentFlexibleCoresCnt: 10 })?.elasticDay, 2.5);
  });

  it("gives no figure where no edition is in effect: a renewal is what is missing there", () => {
    for (const state of [0, 1, 4, 7]) assert.equal(cost({ State: state }), undefined);
    assert.notEqual(cost({ State: 2 }), undefined);
  });

  for (const field of [
    "AuthorizedCoresCnt",
    "UndefendCoresCnt",
    "CurrentFlexibleCoresCnt",
    "CoresCnt",
    "State",
  ])
    it(`gives no figure without ${field}`, () => {
      assert.equal(cost({ [field]: null }), undefined);
    });

  for (const field of ["AuthorizedCoresCnt", "UndefendCoresCnt", "CurrentFlexibleCoresCnt"])
    it(`gives no figure where ${field} is negative`, () => {
      assert.equal(cost({ [field]: -1 }), undefined);
    });
});
