import assert from "node:assert/strict";
import { cvmRoleCredentials } from "../../../../core/credentials/cvmRole";
import { type Emulator, startEmulator } from "../../../../emulator/src";
import { type ApiServer, startApiServer } from "../../support/apiServer";
import { describeBroken } from "./machine";
import { absenceIn, brokenIn, foundIn, KEY } from "./support";

const PARTS = { TmpSecretId: "AKIDtemporary", TmpSecretKey: KEY, Token: "token", Code: "Success" };

describe("The role of the machine", () => {
  let emulator: Emulator;
  before(async () => {
    emulator = await startEmulator();
  });
  beforeEach(() => {
    emulator.clearRequests();
    emulator.setMetadataRole({ roleName: "machine", accountId: "200000000008" });
  });
  after(() => emulator.close());

  const source = (roleName?: string, endpoint = emulator.endpoint) =>
    cvmRoleCredentials({ roleName, env: { TENCENTCLOUD_METADATA_ENDPOINT: endpoint } });
  const asked = (): number => emulator.requests().length;

  it("is looked up, and its credential is temporary", async () => {
    const { token, expiration } = await foundIn(source());
    assert.ok(token);
    assert.ok(expiration instanceof Date);
    assert.equal(asked(), 2);
  });

  it("is asked for directly where it is named", async () => {
    await foundIn(source("machine"));
    assert.equal(asked(), 1);
  });

  it("is absent on a machine without one, and where no service answers", async () => {
    emulator.setMetadataRole(undefined);
    assert.match(await absenceIn(source()), /HTTP 404/);
    assert.equal(asked(), 1);
    assert.equal(await absenceIn(source(undefined, "http://127.0.0.1:9")), "no metadata service answers");
  });

  it("stops the search where a named one is missing, or its service", async () => {
    assert.match(await brokenIn(source("other")), /CVM role other cannot be used: .*HTTP 404 for role other/);
    assert.match(await brokenIn(source("other", "http://127.0.0.1:9")), /no metadata service answers/);
  });

  for (const endpoint of ["ftp://x", "http://user@host", "http://host?x", "not a url"])
    it(`is asked for nowhere where the address is ${endpoint}`, async () => {
      assert.match(
        await brokenIn(source(undefined, endpoint)),
        /TENCENTCLOUD_METADATA_ENDPOINT is not a URL/,
      );
      assert.equal(asked(), 0);
    });
});

describe("A reply of the metadata service", () => {
  let server: ApiServer;
  beforeEach(async () => {
    server = await startApiServer();
  });
  afterEach(() => server.close());

  const source = () =>
    cvmRoleCredentials({ roleName: "machine", env: { TENCENTCLOUD_METADATA_ENDPOINT: server.endpoint } });

  it("gives the credential with its end", async () => {
    server.answerText(JSON.stringify({ ...PARTS, ExpiredTime: 1_700_000_000 }));
    assert.deepEqual(await foundIn(source()), {
      secretId: "AKIDtemporary",
      secretKey: KEY,
      token: "token",
      expiration: new Date("2023-11-14T22:13:20Z"),
    });
  });

  const replies: readonly [what: string, text: string, words: RegExp][] = [
    ["no JSON", `<html>${KEY}`, /holds no credentials/],
    ["a list", JSON.stringify([PARTS]), /holds no credentials/],
    ["a part missing", JSON.stringify({ ...PARTS, Token: undefined }), /holds no credentials/],
    [
      "another code",
      JSON.stringify({ ...PARTS, Code: "NotReady" }),
      /the metadata service answered NotReady/,
    ],
    ["a key that no header carries", JSON.stringify({ ...PARTS, Token: "a\nb" }), /holds a line break/],
    ["more than a credential needs", " ".repeat(70_000), /is larger than 64 KiB/],
  ];
  for (const [what, text, words] of replies)
    it(`with ${what} stops the search, and shows nothing of it`, async () => {
      server.answerText(text);
      assert.match(await brokenIn(source()), words);
      assert.equal(server.requests.length, 1);
    });

  it("that lists what is not a role's name is not asked on with it", async () => {
    server.answerText("<html>hunter2</html>");
    const listed = cvmRoleCredentials({ env: { TENCENTCLOUD_METADATA_ENDPOINT: server.endpoint } });
    assert.match(await brokenIn(listed), /is not the name of a role/);
    assert.equal(server.requests.length, 1);
  });
});

describeBroken("The role of the machine", [
  {
    how: "a named machine role that the machine does not have",
    set: ({ env }) => Object.assign(env, { TENCENTCLOUD_CAM_ROLE_NAME: "absent" }),
    words: /CVM role absent cannot be used: the metadata service answered HTTP 404 for role absent/,
    asked: ["metadata"],
  },
  {
    how: "a machine role whose credentials are not JSON",
    set: ({ emulator: metadata }) => {
      metadata.setMetadataRole({ roleName: "machine" });
      metadata.faults.push({ fault: "none" }, { fault: "html", action: "metadata" });
    },
    words: /CVM role cannot be used: the metadata service's reply holds no credentials/,
    asked: ["metadata", "metadata"],
  },
]);
