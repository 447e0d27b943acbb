import assert from "node:assert/strict";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { tccliProfileCredentials } from "../../../../core/credentials/tccliProfile";
import { type Emulator, startEmulator } from "../../../../emulator/src";
import { makePipe } from "../../../support/pipes";
import { describeBroken } from "./machine";
import { absenceIn, brokenIn, foundIn, Home, ID, KEY } from "./support";

const FILE = ".tccli/default.credential";
const RIGHT = { secretId: ID, secretKey: KEY };
const NOW = new Date("2026-11-26T12:00:00Z");
const ROLE = "qcs::cam::uin/200000000002:roleName/reader";

describe("A profile of tccli", () => {
  let home: Home;
  let emulator: Emulator;
  before(async () => {
    emulator = await startEmulator();
    emulator.addCredential({ secretId: ID, secretKey: KEY, accountId: "200000000001" });
  });
  beforeEach(() => {
    home = new Home();
    emulator.clearRequests();
    emulator.setMetadataRole(undefined);
  });
  afterEach(() => home.remove());
  after(() => emulator.close());

  const source = (
    options: { profile?: string; directory?: string; roleOfEnvironment?: boolean } = {},
    env: Record<string, string> = {},
  ) =>
    tccliProfileCredentials({
      ...options,
      env: { HOME: home.path, TENCENTCLOUD_METADATA_ENDPOINT: emulator.endpoint, ...env },
      sts: {
        endpoint: emulator.endpoint,
        region: undefined,
        account: undefined,
        requestTimeoutSeconds: 5,
        maxRetries: 0,
      },
      now: () => NOW,
    });

  const asked = (): (string | undefined)[] => emulator.requests().map(({ action }) => action);

  const text = JSON.stringify(RIGHT);
  const read: [why: string, content: string | Uint8Array | object][] = [
    ["as tccli writes it", RIGHT],
    ["with a UTF-8 byte order mark", `\uFEFF${text}`],
    ["as UTF-16", Buffer.from(`\uFEFF${text}`, "utf16le")],
    ["with the line ends of Windows", JSON.stringify(RIGHT, null, 2).replaceAll("\n", "\r\n")],
    ["of the type default", { type: "default", ...RIGHT }],
    ["with names that mean nothing here", { ...RIGHT, region: "ap-guangzhou", comment: "mine" }],
    [
      "of a login that has not ended",
      { type: "oauth", ...RIGHT, expiresAt: NOW.getTime() / 1000 + 60, oauth: { accessToken: "x" } },
    ],
    [
      "of a login by SSO that has not ended",
      { type: "sso", ...RIGHT, expiresAt: NOW.getTime() / 1000 + 60, sso: {} },
    ],
  ];
  for (const [why, content] of read)
    it(`is read ${why}`, async () => {
      home.write(FILE, content);
      assert.deepEqual(await foundIn(source()), RIGHT);
      assert.deepEqual(asked(), []);
    });

  const broken: [why: string, content: string | Uint8Array | object, words: RegExp][] = [
    ["names with a capital", { SecretId: ID, SecretKey: KEY }, /SecretId.*write secretId/],
    ["names with underscores", { secret_id: ID, secret_key: KEY }, /secret_id.*write secretId/],
    ["names with hyphens", { "secret-id": ID, "secret-key": KEY }, /secret-id.*write secretId/],
    ["names in capitals", { SECRETID: ID, SECRETKEY: KEY }, /SECRETID.*write secretId/],
    ["a nested object", { default: RIGHT }, /neither secretId nor secretKey, but default/],
    [
      "other names",
      { accessId: ID, accessKey: KEY },
      /neither secretId nor secretKey, but accessId, accessKey/,
    ],
    ["values as names", { [ID]: KEY }, /not shown/],
    ["a list", [RIGHT], /is not a JSON object/],
    ["a text", '"x"', /is not a JSON object/],
    ["null", "null", /is not a JSON object/],
    [
      "lines of an INI file",
      `[default]\nsecretId = ${ID}\n`,
      /is not a JSON object: it is not valid JSON \(line 1, column 2\)/,
    ],
    ["JSON that ends early", `{"secretId": "${ID}", "secretKey": "${KEY}`, /is not valid JSON/],
    ["comments", `// mine\n${text}`, /is not valid JSON/],
    ["a name twice", `{"secretId": "${ID}", "secretKey": "${KEY}", "secretKey": "x"}`, /the same key twice/],
    ["an id alone", { secretId: ID }, /secretKey in .* is not/],
    ["a key alone", { secretKey: KEY }, /secretId in .* is not/],
    ["empty values", { secretId: "", secretKey: "" }, /neither secretId nor secretKey/],
    ["null values", { secretId: null, secretKey: null }, /secretId that is not a text/],
    ["numbers", { secretId: 1, secretKey: 2 }, /secretId that is not a text/],
    ["a token that is no text", { ...RIGHT, token: {} }, /token that is not a text/],
    ["a token in another spelling", { ...RIGHT, Token: "x" }, /Token.*write token/],
    ["a token alone", { token: "x" }, /neither secretId nor secretKey/],
    ["a type that nobody knows", { ...RIGHT, type: "device-code" }, /type/],
    ["a role's name alone", { ...RIGHT, "role-session-name": "x" }, /role-session-name without role-arn/],
    ["a role in another spelling", { ...RIGHT, roleArn: ROLE }, /roleArn.*write role-arn/],
    ["a role to assume without a key", { "role-arn": ROLE }, /neither secretId nor secretKey/],
    [
      "a switch that nobody knows",
      { ...RIGHT, "credential-process": "x" },
      /credential-process, which is not understood/,
    ],
    [
      "a login that has ended",
      { type: "oauth", ...RIGHT, expiresAt: 1_700_000_000 },
      /expired at 2023-11-14.*tccli auth login/,
    ],
    [
      "an end that is no time",
      { type: "oauth", ...RIGHT, expiresAt: "soon" },
      /expiresAt that is not a time/,
    ],
    ["bytes that are no text", Buffer.from([0x7b, 0xff, 0x7d]), /not UTF-8/],
  ];
  for (const [why, content, words] of broken)
    it(`stops the search where it holds ${why}`, async () => {
      const file = home.write(FILE, content);
      const message = await brokenIn(source());
      assert.match(message, words);
      assert.ok(message.includes(file) || /expired/.test(message), "the file is named");
      assert.deepEqual(asked(), []);
    });

  it("stops the search where it is a pipe, a link to nothing or in a folder that is one", async () => {
    mkdirSync(join(home.path, ".tccli"));
    makePipe(join(home.path, FILE));
    assert.match(await brokenIn(source()), /is a named pipe/);
    symlinkSync("missing", join(home.path, ".tccli/linked.credential"));
    assert.match(await brokenIn(source({ profile: "linked" })), /is a link to a file that does not exist/);
    symlinkSync("missing", join(home.path, "nowhere"));
    assert.match(
      await brokenIn(source({ directory: "~/nowhere" })),
      /a link to a folder that does not exist/,
    );
  });

  const empty: [why: string, content: string | object][] = [
    ["nothing", ""],
    ["white space", "\n \t"],
    ["no name", {}],
    ["the type default alone", { type: "default" }],
  ];
  for (const [why, content] of empty)
    it(`lets the next source be asked where nobody named it and it holds ${why}, and else not`, async () => {
      home.write(FILE, content);
      await absenceIn(source());
      assert.match(await brokenIn(source({ profile: "default" })), /neither secretId nor secretKey/);
      assert.match(await brokenIn(source({ directory: "~/.tccli" })), /neither secretId nor secretKey/);
    });

  it("must be there where somebody named it, or its folder", async () => {
    assert.match(await absenceIn(source()), /there is no file/);
    assert.match(await brokenIn(source({ profile: "prod" })), /there is no file .*prod\.credential/);
    assert.match(await brokenIn(source({ directory: "~/elsewhere" })), /there is no file .*elsewhere/);
  });

  it("gives the machine's role where it says so, and not the keys that are left over", async () => {
    emulator.setMetadataRole({ roleName: "machine", accountId: "200000000008" });
    home.write(FILE, { type: "cvm-role", ...RIGHT });
    const { secretId, token } = await foundIn(source());
    assert.notEqual(secretId, ID);
    assert.ok(token);
    assert.deepEqual(asked(), ["metadata", "metadata"]);
  });

  it("stops the search where it says so and the machine has no role, or another role is meant as well", async () => {
    home.write(FILE, { type: "cvm-role", ...RIGHT });
    assert.match(await brokenIn(source()), /type: cvm-role.*the metadata service answered HTTP 404/);
    assert.match(
      await brokenIn(source({ roleOfEnvironment: true })),
      /TENCENTCLOUD_ROLE_ARN names another role/,
    );
  });

  it("assumes its role, unless tccli's variables name another one", async () => {
    home.write(FILE, { ...RIGHT, "role-arn": ROLE, "role-session-name": "mine" });
    assert.notEqual((await foundIn(source())).secretId, ID);
    assert.deepEqual(asked(), ["AssumeRole"]);
    assert.equal((await foundIn(source({ roleOfEnvironment: true }))).secretId, ID);
    assert.deepEqual(asked(), ["AssumeRole"]);
  });
});

describeBroken("A profile of tccli", [
  {
    how: "a tccli profile that is not JSON",
    set: (machine) =>
      machine.write(".tccli/default.credential", '{"secretId": "AKID-x", "secretKey": hunter2'),
    words: /default\.credential is not a JSON object.*tccli configure/,
  },
  {
    how: "a tccli profile that is a list",
    set: (machine) => machine.write(".tccli/default.credential", "[]"),
    words: /is not a JSON object/,
  },
  {
    how: "a tccli profile without a key",
    set: (machine) => machine.write(".tccli/default.credential", { secretId: "AKID-x" }),
    words: /secretId in .*default\.credential is set but secretKey in/,
  },
  {
    how: "a tccli profile whose token has expired",
    set: (machine) =>
      machine.write(".tccli/default.credential", {
        secretId: "AKID-x",
        secretKey: "k",
        token: "t",
        expiresAt: 1_700_000_000,
      }),
    words: /its token expired at 2023-11-14T22:13:20.000Z.*tccli auth login/,
  },
  {
    how: "a tccli profile that is a folder",
    set: (machine) => machine.write(".tccli/default.credential/x", ""),
    words: /default\.credential cannot be read \(EISDIR\)/,
  },
  {
    how: "a named tccli profile that is not there",
    set: () => {},
    args: { profile: "missing" },
    words:
      /tccli profile missing cannot be used: there is no file .*missing\.credential.*tccli configure --profile missing/,
  },
  {
    how: "a named tccli profile without credentials",
    set: (machine) => machine.write(".tccli/empty.credential", {}),
    args: { profile: "empty" },
    words: /empty\.credential holds neither secretId nor secretKey/,
  },
  {
    how: "a tccli profile named by a path",
    set: () => {},
    args: { profile: "../../etc/passwd" },
    words: /profile must be the name of a tccli profile, not a path/,
  },
  {
    how: "a tccli profile whose role STS refuses",
    set: (machine) => {
      machine.emulator.addRole({ roleArn: "qcs::cam::uin/1:roleName/closed", externalId: "partner" });
      machine.write(".tccli/default.credential", {
        ...machine.key("tccliProfile"),
        "role-arn": "qcs::cam::uin/1:roleName/closed",
      });
    },
    words: /UnauthorizedOperation/,
    asked: ["AssumeRole"],
  },
]);
