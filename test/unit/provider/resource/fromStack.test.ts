import assert from "node:assert/strict";
import { parsePurchaseState } from "../../../../core/model/parse";
import { CheckedResource } from "../../../support/CheckedResource";
import { type ApiServer, startApiServer } from "../../support/apiServer";
import { EXAMPLE } from "../../support/replies";

const example = parsePurchaseState(EXAMPLE);

describe("a resource with another stack's values", () => {
  const published = { stack: "acme/security/prod", maxAgeHours: 24 };
  const observedAt = "2024-09-30T00:00:00Z";
  const values = { ...example, observedAt, accountId: "100000000001" };
  let server: ApiServer;
  let resource: CheckedResource;
  beforeEach(async () => {
    server = await startApiServer();
    // no credentials
    resource = new CheckedResource({ TENCENTCLOUD_TCSS_ENDPOINT: server.endpoint });
  });
  afterEach(async () => {
    await server.close();
    assert.equal(server.requests.length, 0);
  });

  it("takes them without asking, and keeps where they are from", async () => {
    const news = { account: "prod", fromStack: { ...published, values } };
    assert.deepEqual(await resource.check({}, news), {
      inputs: { account: "prod", fromStack: published, purchaseState: values },
      failures: [],
    });
  });

  it("takes nothing else, and derives again what is derived", async () => {
    const edited = { ...values, idleCoresCnt: 5000, protectionStatus: "expired", kubeconfig: "secret" };
    const { inputs } = await resource.check({}, { fromStack: { ...published, values: edited } });
    assert.deepEqual(inputs, { fromStack: published, purchaseState: values });
  });

  it("reads their times in the time zone that is given", async () => {
    const { expirationTime } = example;
    const news = { timeZone: "UTC", fromStack: { ...published, values: { expirationTime } } };
    const { inputs } = await resource.check({}, news);
    assert.deepEqual(inputs["purchaseState"], {
      expirationTime,
      expirationTimeUtc: "2024-12-24T13:01:18Z",
    });
  });

  for (const nothing of [undefined, {}, { kubeconfig: "secret", state: "3" }])
    it(`fails where the stack exports nothing of a purchase state: ${JSON.stringify(nothing)}`, async () => {
      const { failures } = await resource.check({}, { fromStack: { ...published, values: nothing } });
      assert.deepEqual(failures, [
        {
          property: "",
          reason:
            "stack acme/security/prod exports no field of a purchase state: export each under its own name, or the whole as purchaseState, there",
        },
      ]);
    });

  const wrong: [news: Record<string, unknown>, property: string, problem: string][] = [
    [
      { fromStack: { ...published, stack: "prod" } },
      "fromStack.stack",
      "must be the name of a stack, ORGANIZATION/PROJECT/STACK",
    ],
    [{ fromStack: { ...published, maxAgeHours: 0 } }, "fromStack.maxAgeHours", "must be > 0"],
    [{ fromStack: { maxAgeHours: 24 } }, "fromStack.stack", "is missing"],
    [{ fromStack: "acme/security/prod" }, "fromStack", "must be an object, not a string"],
    [
      { fromStack: published, timeZone: "Beijing" },
      "timeZone",
      "must be a time zone of the IANA database, such as Asia/Shanghai",
    ],
  ];
  for (const [news, property, problem] of wrong)
    it(`refuses ${property} that ${problem}`, async () => {
      const { failures } = await resource.check({}, news);
      assert.deepEqual(failures, [{ property: "", reason: `${property} ${problem}` }]);
    });

  it("sees no change when the stack was updated and a later time alone came of it", () => {
    const at = (time: string) => ({ fromStack: published, purchaseState: { ...values, observedAt: time } });
    const later = at("2024-10-01T00:00:00Z");
    assert.equal(resource.diff(at(observedAt), later), false);
    const elsewhere = { ...later, fromStack: { ...published, stack: "acme/security/dev" } };
    assert.equal(resource.diff(later, elsewhere), true);
  });

  it("keeps them at refresh, when no program runs that could read the stack", async () => {
    const state = { account: "prod", fromStack: published, purchaseState: values };
    assert.deepEqual(await resource.read(state), { outputs: state, inputs: state });
  });
});
