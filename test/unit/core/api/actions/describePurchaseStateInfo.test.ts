import assert from "node:assert/strict";
import { describePurchaseStateInfo } from "../../../../../core/api/actions/describePurchaseStateInfo";
import { EXAMPLE } from "../../../support/replies";
import { accessTo } from "../support";

const { parse } = describePurchaseStateInfo;

describe("DescribePurchaseStateInfo", () => {
  it("gives the purchase state, with its times in the zone of the access", () => {
    const { undefendCoresCnt } = parse(EXAMPLE, accessTo("https://tcss.example"));
    assert.equal(undefendCoresCnt, 86);
    const times = { State: 3, ExpirationTime: "2026-12-24 13:01:18" };
    const inZone = (timeZone: string) => parse(times, accessTo("https://tcss.example", { timeZone }));
    assert.equal(inZone("Asia/Shanghai").expirationTimeUtc, "2026-12-24T05:01:18Z");
    assert.equal(inZone("UTC").expirationTimeUtc, "2026-12-24T13:01:18Z");
  });

  it("refuses a reply without any field of one, and names the place and the request", () => {
    const access = accessTo("https://gateway.example", { account: "production" });
    assert.throws(() => parse({ RequestId: "r-1", TotalCount: 0 }, access), {
      kind: "reply",
      endpoint: "https://gateway.example",
      account: "production",
      requestId: "r-1",
      summary: "the reply holds no field of a purchase state",
    });
    assert.throws(() => parse({ RequestId: 7 }, access), { requestId: undefined });
  });
});
