import assert from "node:assert/strict";
import { AccountReader } from "../../../../core/account/AccountReader";
import { TcssError } from "../../../../core/base/errors";
import {
  type AskedAccount,
  accountsToAsk,
  exemptionNote,
  type GateAccount,
  type LiveReading,
  type LiveReadOptions,
  readAccounts,
  settingAboutStack,
  type Waiver,
} from "../../../../core/gate";
import type { PurchaseState } from "../../../../core/model/purchaseState";
import { type ApiServer, startApiServer } from "../../support/apiServer";
import { EXAMPLE } from "../../support/replies";

const WAIVER: Waiver = { rule: "TCSS002", reason: "accepted", expires: "2027-01-31" };

describe("accountsToAsk", () => {
  const production: GateAccount = { account: "production", profile: "prod" };
  const staging: GateAccount = { account: "staging", profile: "stage" };
  const accounts = [production, staging];

  it("is the one of configuration and environment without settings and selectors", () =>
    assert.deepEqual(accountsToAsk({ accounts: [] }), [{ args: {} }]));

  it("is those of the settings, by their names", () =>
    assert.deepEqual(accountsToAsk({ accounts }), [
      { args: production, name: "production" },
      { args: staging, name: "staging" },
    ]));

  it("is the one of the settings that is named, with what else is selected", () =>
    assert.deepEqual(accountsToAsk({ accounts }, { account: "staging", site: "mainland" }), [
      { args: { ...staging, site: "mainland" }, name: "staging" },
    ]));

  it("is the one that is selected otherwise, which has no name in the settings", () => {
    const selectors = { account: "other", profile: "other" };
    assert.deepEqual(accountsToAsk({ accounts }, selectors), [{ args: selectors }]);
    assert.deepEqual(accountsToAsk({ accounts: [] }, { account: "other" }), [{ args: { account: "other" } }]);
  });

  it("is those of the settings beside what selects nobody, which counts for each", () => {
    const how = { deadlineSeconds: 5, maxRetries: 1, timeZone: "UTC", region: "ap-beijing" };
    assert.deepEqual(accountsToAsk({ accounts }, how), [
      { args: { ...production, ...how }, name: "production" },
      { args: { ...staging, ...how }, name: "staging" },
    ]);
    assert.throws(() => accountsToAsk({ accounts }, { account: "other", maxRetries: 1 }), {
      property: "account",
    });
  });

  it("refuses a name alone that the settings do not have", () =>
    assert.throws(() => accountsToAsk({ accounts }, { account: "other" }), {
      kind: "configuration",
      property: "account",
      message: "there is no account other in tcss.gate.yaml. It has production, staging.",
    }));
});

describe("settingAboutStack", () => {
  const protects = [{ stack: "dev", live: true }];
  const ofStack: Waiver = { ...WAIVER, scope: { stack: "dev" } };

  it("is protects, or a waiver of a stack", () => {
    assert.equal(settingAboutStack({ protects, waivers: [ofStack] }), "protects");
    assert.equal(settingAboutStack({ protects: [], waivers: [WAIVER, ofStack] }), "a waiver's scope.stack");
  });

  it("is none where nothing depends on the stack", () =>
    assert.equal(settingAboutStack({ protects: [], waivers: [WAIVER] }), undefined));
});

describe("exemptionNote", () => {
  const protects = [
    { stack: "acme/shop/prod", live: true },
    { stack: "acme/**", live: false, reason: "runs no containers" },
  ];
  const cases: [what: string, stack: string | undefined, isExempt: boolean][] = [
    ["the first entry that matches asks for it", "acme/shop/prod", false],
    ["the first entry that matches exempts it", "acme/shop/dev", true],
    ["no entry matches it", "other/shop/dev", false],
    ["its name is unknown", undefined, false],
  ];
  for (const [what, stack, isExempt] of cases)
    it(`${isExempt ? "names the reason" : "is none"} where ${what}`, () =>
      assert.equal(
        exemptionNote({ protects }, stack),
        isExempt
          ? `The account is not judged for stack ${stack} (protects: acme/**): runs no containers`
          : undefined,
      ));
});

describe("readAccounts", () => {
  let server: ApiServer;
  let reader: AccountReader;
  beforeEach(async () => {
    server = await startApiServer();
    reader = new AccountReader({ remember: true });
  });
  afterEach(() => server.close());

  const SIGNED = { TENCENTCLOUD_SECRET_ID: "id", TENCENTCLOUD_SECRET_KEY: "key" };
  const undefended = ({ reading }: LiveReading): unknown => (reading as PurchaseState).undefendCoresCnt;

  function readAll(accounts: AskedAccount[], more: Partial<LiveReadOptions> = {}): Promise<LiveReading[]> {
    const env = {
      ...SIGNED,
      TENCENTCLOUD_TCSS_ENDPOINT: server.endpoint,
      TENCENTCLOUD_STS_ENDPOINT: server.endpoint,
    };
    return readAccounts(accounts, { settings: { waivers: [] }, reader, inputs: { env }, ...more });
  }

  async function read(account: AskedAccount, more?: Partial<LiveReadOptions>): Promise<LiveReading> {
    return (await readAll([account], more))[0] as LiveReading;
  }

  it("asks an account once until the reader is cleared", async () => {
    const [first, second] = await readAll([{ args: {} }, { args: {} }]);
    assert.equal(undefended(first as LiveReading), 86);
    assert.deepEqual(first?.reading, second?.reading);
    await read({ args: {} });
    assert.equal(server.requests.length, 1);
    server.answer({ ...EXAMPLE, UndefendCoresCnt: 1 });
    reader.clear();
    assert.equal(undefended(await read({ args: {} })), 1);
    assert.equal(server.requests.length, 2);
  });

  it("asks each of two accounts, and one with two names once", async () => {
    const accounts = [
      { args: { account: "production" } },
      { args: { account: "staging", region: "ap-singapore" } },
      { args: { account: "also production" } },
    ];
    const readings = await readAll(accounts);
    assert.deepEqual(
      readings.map(({ origin }) => origin?.account),
      ["production", "staging", "also production"],
    );
    assert.equal(server.requests.length, 2);
  });

  it("says where each reading is from, and how it was asked", async () => {
    const account = { args: { account: "production" }, name: "production" };
    const { place, connection, origin, ...rest } = await read(account, { stack: "acme/shop/dev" });
    assert.deepEqual(place, { stack: "acme/shop/dev", accountName: "production", accountId: undefined });
    assert.equal(connection?.endpoint, server.endpoint);
    assert.equal(origin?.credentialSource, "environment");
    assert.equal(rest.account, account);
  });

  it("asks for the account's id where a waiver names one", async () => {
    const ids = { AccountId: "100000000001", Arn: "a", UserId: "u", PrincipalId: "p", Type: "CAMUser" };
    server.answer({ ...EXAMPLE, ...ids });
    const { place } = await read(
      { args: {} },
      { settings: { waivers: [{ ...WAIVER, scope: { account: "100000000001" } }] } },
    );
    assert.equal(place.accountId, "100000000001");
  });

  it("gives an error of the API as a reading, and asks no second time", async () => {
    server.answer({ Error: { Code: "AuthFailure.SignatureFailure", Message: "no" }, RequestId: "r-1" });
    const { reading, origin } = await read({ args: {} });
    assert.ok(reading instanceof TcssError);
    assert.equal(reading.code, "AuthFailure.SignatureFailure");
    assert.doesNotMatch(reading.message, /source: resources/);
    assert.equal(origin, undefined);
    assert.equal((await read({ args: {} })).reading, reading);
    assert.equal(server.requests.length, 1);
  });

  it("gives a wrong setting as a reading", async () => {
    const { reading, connection } = await read(
      { args: {} },
      { inputs: { env: { TENCENTCLOUD_TCSS_ENDPOINT: "ftp://x" } } },
    );
    assert.ok(reading instanceof TcssError);
    assert.equal(reading.property, "TENCENTCLOUD_TCSS_ENDPOINT");
    assert.equal(connection, undefined);
  });

  it("tells of the way without credentials when they are what is wrong", async () => {
    // half a credential: no source after it is asked
    const env = { TENCENTCLOUD_SECRET_ID: "id", TENCENTCLOUD_TCSS_ENDPOINT: server.endpoint };
    const { reading } = await read({ args: {} }, { inputs: { env } });
    assert.ok(reading instanceof TcssError);
    assert.equal(reading.kind, "credentials");
    assert.equal(
      reading.nextStep,
      "Set TENCENTCLOUD_SECRET_KEY, or remove TENCENTCLOUD_SECRET_ID. A deployment without the right to ask can be judged by its PurchaseState resources alone: source: resources in tcss.gate.yaml.",
    );
    assert.ok(reading.message.endsWith(reading.nextStep));
    assert.equal(server.requests.length, 0);
  });

  it("tells of a failure in the caller's words, without the gate's advice", async () => {
    const words = {
      setting: (key: string) => `--${key}`,
      argument: (key: string) => `--${key}`,
      property: (name: string) => name,
      gateSetting: (path: string) => path,
      provideCredentials: "Log in.",
      chooseSite: "choose a site",
      misplacedSecret: "is a secret",
      ruleSetting: (name: string, setting: string, value: string) => `${name}.${setting}=${value}`,
    };
    const env = { TENCENTCLOUD_SECRET_ID: "id", TENCENTCLOUD_TCSS_ENDPOINT: server.endpoint };
    const { reading } = await read({ args: {} }, { inputs: { env }, words });
    assert.doesNotMatch((reading as TcssError).message, /source: resources/);
  });
});
