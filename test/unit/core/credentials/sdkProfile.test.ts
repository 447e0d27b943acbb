import assert from "node:assert/strict";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { sdkProfileCredentials } from "../../../../core/credentials/sdkProfile";
import { makePipe } from "../../../support/pipes";
import { describeBroken } from "./machine";
import { absenceIn, brokenIn, foundIn, Home, ID, KEY } from "./support";

const FILE = ".tencentcloud/credentials";
const RIGHT = `[default]\nsecret_id = ${ID}\nsecret_key = ${KEY}\n`;
const CREDENTIAL = { secretId: ID, secretKey: KEY };

describe("The profile file of Tencent's SDKs", () => {
  let home: Home;
  beforeEach(() => {
    home = new Home();
  });
  afterEach(() => home.remove());

  const source = (env: Record<string, string> = {}) =>
    sdkProfileCredentials({ HOME: home.path, ...env }, join(home.path, "etc/credentials"));

  const utf16 = Buffer.from(`\uFEFF${RIGHT}`, "utf16le");
  const read: [why: string, content: string | Uint8Array][] = [
    ["as the SDKs write it", RIGHT],
    ["with a UTF-8 byte order mark", `\uFEFF${RIGHT}`],
    ["with two byte order marks", `\uFEFF\uFEFF${RIGHT}`],
    ["as UTF-16", utf16],
    ["as UTF-16, big end first", Buffer.from(utf16).swap16()],
    ["with the line ends of Windows", RIGHT.replaceAll("\n", "\r\n")],
    ["with the line ends of an old Mac", RIGHT.replaceAll("\n", "\r")],
    ["without blanks", `[default]\nsecret_id=${ID}\nsecret_key=${KEY}`],
    ["with colons, as Python's reader takes them", `[default]\nsecret_id: ${ID}\nsecret_key: ${KEY}`],
    ["indented", RIGHT.replaceAll("secret", "\t secret")],
    ["in quotation marks", `[default]\nsecret_id="${ID}"\nsecret_key='${KEY}'`],
    ["with comments", `# mine\n[default] ; here\n;old\nsecret_id = ${ID} # id\nsecret_key = ${KEY}`],
    ["with other sections", `[other]\nsecret_id = x\nsecret_key = y\n${RIGHT}[last]\nregion = a`],
    ["with a region", `${RIGHT}region = ap-guangzhou\n`],
  ];
  for (const [why, content] of read)
    it(`is read ${why}`, async () => {
      home.write(FILE, content);
      assert.deepEqual(await foundIn(source()), CREDENTIAL);
    });

  it("is read with a token", async () => {
    home.write(FILE, `${RIGHT}token = t-hunter2-token\n`);
    assert.deepEqual(await foundIn(source()), { ...CREDENTIAL, token: "t-hunter2-token" });
  });

  const broken: [why: string, content: string | Uint8Array, words: RegExp][] = [
    [
      "no section",
      `secret_id = ${ID}\nsecret_key = ${KEY}\n`,
      /no section \[default\].*secret_id, secret_key before any section/,
    ],
    [
      "the section in another spelling",
      RIGHT.replace("default", "Default"),
      /no section \[default\].*Default/,
    ],
    ["the section with blanks", RIGHT.replace("default", " default "), /no section \[default\]/],
    [
      "another section only",
      RIGHT.replace("default", "prod"),
      /no section \[default\]: it holds the sections prod/,
    ],
    ["a section that is not closed", RIGHT.replace("]", ""), /in line 1/],
    ["keys in capitals", RIGHT.replaceAll("secret", "SECRET"), /SECRET_id.*write secret_id/],
    [
      "keys as tccli spells them",
      `[default]\nsecretId = ${ID}\nsecretKey = ${KEY}`,
      /secretId.*write secret_id/,
    ],
    ["keys with hyphens", `[default]\nsecret-id = ${ID}\nsecret-key = ${KEY}`, /secret-id.*write secret_id/],
    ["keys run together", `[default]\nsecretid = ${ID}\nsecretkey = ${KEY}`, /secretid.*write secret_id/],
    [
      "lines of a shell",
      `export TENCENTCLOUD_SECRET_ID=${ID}\nexport TENCENTCLOUD_SECRET_KEY=${KEY}`,
      /no section \[default\].*export/,
    ],
    [
      "lines of a shell in the section",
      `[default]\nexport secret_id=${ID}\nexport secret_key=${KEY}`,
      /export secret_id in \[default\], which is not understood/,
    ],
    [
      "other names",
      `[default]\naccess_id = ${ID}\naccess_key = ${KEY}`,
      /no secret_id and secret_key in \[default\], but access_id, access_key/,
    ],
    ["a section without keys", "[default]\n", /no secret_id and secret_key/],
    ["comments only", `# secret_id = ${ID}\n`, /comments only/],
    ["keys without values", "[default]\nsecret_id =\nsecret_key =\n", /without a value/],
    ["a key without a sign", `[default]\nsecret_id\nsecret_key\n`, /in line 2/],
    ["the section twice", `${RIGHT}${RIGHT}`, /the same section twice, again in line 4/],
    ["a key twice", `${RIGHT}secret_key = other\n`, /the same key twice, again in line 4/],
    ["an id alone", `[default]\nsecret_id = ${ID}\n`, /secret_id in .* is set but secret_key in .* is not/],
    ["a key alone", `[default]\nsecret_key = ${KEY}\n`, /secret_key in .* is set but secret_id in .* is not/],
    [
      "an id without a key's value",
      `[default]\nsecret_id = ${ID}\nsecret_key =\n`,
      /secret_key in .* is not/,
    ],
    ["a token in another spelling", `${RIGHT}security_token = x\n`, /security_token/],
    [
      "a role",
      `${RIGHT}role_arn = qcs::cam::uin/1:roleName/x\n`,
      /role_arn in \[default\], which is not understood/,
    ],
    ["JSON", JSON.stringify({ secretId: ID, secretKey: KEY }), /line 1|no section/],
    ["a bare key", `${ID}\n${KEY}\n`, /in line 1/],
    ["values as names", `[default]\n${ID} = ${KEY}\n`, /not shown/],
    ["a value as a section", `[${ID}]\n`, /not shown/],
    ["bytes that are no text", Buffer.from([0x5b, 0xff, 0x5d]), /not UTF-8/],
    ["UTF-16 without a mark", Buffer.from(RIGHT, "utf16le"), /NUL/],
  ];
  for (const [why, content, words] of broken)
    it(`stops the search where it holds ${why}`, async () => {
      const file = home.write(FILE, content);
      const message = await brokenIn(source());
      assert.match(message, words);
      assert.ok(message.includes(file), "the file is named");
    });

  it("stops the search where it is a folder, a pipe or a link to nothing", async () => {
    mkdirSync(join(home.path, FILE), { recursive: true });
    assert.match(await brokenIn(source()), /is a folder/);
    const linked = new Home();
    mkdirSync(join(linked.path, ".tencentcloud"));
    symlinkSync("missing", join(linked.path, FILE));
    assert.match(await brokenIn(source({ HOME: linked.path })), /is a link to a file that does not exist/);
    const piped = new Home();
    mkdirSync(join(piped.path, ".tencentcloud"));
    makePipe(join(piped.path, FILE));
    assert.match(await brokenIn(source({ HOME: piped.path })), /is a named pipe/);
    linked.remove();
    piped.remove();
  });

  it("lets the next source be asked where there is none, or it is empty", async () => {
    assert.match(await absenceIn(source()), /there is no file/);
    home.write(FILE, " \n\t\n");
    assert.match(await absenceIn(source()), /there is no file/);
    home.write(FILE, "\uFEFF");
    assert.match(await absenceIn(source()), /there is no file/);
  });

  it("is the system's where the home folder has none, and not where that is broken", async () => {
    home.write("etc/credentials", RIGHT);
    assert.deepEqual(await foundIn(source()), CREDENTIAL);
    home.write(FILE, "[other]\n");
    await brokenIn(source());
  });

  it("is the one that TENCENTCLOUD_CREDENTIALS_FILE names, and no other", async () => {
    home.write(FILE, RIGHT);
    home.write("mine", `[default]\nsecret_id = AKID-mine\nsecret_key = ${KEY}`);
    const mine = { TENCENTCLOUD_CREDENTIALS_FILE: join(home.path, "mine") };
    assert.equal((await foundIn(source(mine))).secretId, "AKID-mine");
    assert.equal((await foundIn(source({ TENCENTCLOUD_CREDENTIALS_FILE: "~/mine" }))).secretId, "AKID-mine");
    const missing = { TENCENTCLOUD_CREDENTIALS_FILE: join(home.path, "none") };
    assert.match(await brokenIn(source(missing)), /there is no file .*none.*TENCENTCLOUD_CREDENTIALS_FILE/);
    home.write("mine", "");
    assert.match(await brokenIn(source(mine)), /empty/);
  });
});

describeBroken("The profile file of Tencent's SDKs", [
  {
    how: "an SDK profile with an id and no key",
    set: (machine) => machine.write(".tencentcloud/credentials", "[default]\nsecret_id = AKID-x\n"),
    words: /SDK profile cannot be used: secret_id in .*credentials is set but secret_key in/,
  },
  {
    how: "an SDK profile that is a folder",
    set: (machine) => machine.write(".tencentcloud/credentials/x", ""),
    words: /SDK profile cannot be used: .*credentials cannot be read \(EISDIR\)/,
  },
]);
