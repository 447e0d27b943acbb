import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SECRET_KEYS } from "../../../../core/base/config";
import { RESOURCE_ARGS_SCHEMA } from "../../../../core/connection/connectionArgs";
import { settingsOfEnvironment } from "../../../../core/connection/environmentSettings";
import { KNOWN_VARIABLES, SETTINGS, variablesBySetting } from "../../../../core/credentials/settings";

const CORE = join(__dirname, "../../../../core");

/** A value that each setting allows; the others take any text. */
const VALUES: Readonly<Record<string, string>> = {
  domain: "tencentcloudapi.com",
  protocol: "HTTP",
  endpoint: "http://127.0.0.1:1",
  stsEndpoint: "http://127.0.0.1:2",
  region: "ap-guangzhou",
};

function exampleOf(key: string): string {
  return VALUES[key] ?? "some-name";
}

describe("Settings of the environment", () => {
  for (const [key, variables] of variablesBySetting())
    for (const variable of variables)
      it(`${variable} sets ${key}`, () => {
        const { settings } = settingsOfEnvironment({ [variable]: exampleOf(key) });
        assert.deepEqual(settings, { [key]: exampleOf(key) });
      });

  it("are those of the first variable that is set, where a setting has several", () => {
    const both = { TENCENTCLOUD_PROFILE: "production", TCCLI_PROFILE: "staging" };
    assert.equal(settingsOfEnvironment(both).settings.profile, "production");
    assert.equal(settingsOfEnvironment({ ...both, TENCENTCLOUD_PROFILE: "" }).settings.profile, "staging");
  });

  it("hold no key", () => {
    const env = { TENCENTCLOUD_SECRET_ID: "id", TENCENTCLOUD_SECRET_KEY: "key", TENCENTCLOUD_TOKEN: "token" };
    assert.deepEqual(settingsOfEnvironment(env).settings, {});
  });

  it("take the role of tccli where Terraform's variables name none", () => {
    const tccli = { TENCENTCLOUD_ROLE_ARN: "a", TENCENTCLOUD_ROLE_SESSION_NAME: "s" };
    assert.deepEqual(settingsOfEnvironment(tccli), {
      settings: { assumeRole: { roleArn: "a", sessionName: "s" } },
      isTccliRole: true,
    });
    const terraform = { TENCENTCLOUD_ASSUME_ROLE_ARN: "a", TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION: "900" };
    assert.deepEqual(settingsOfEnvironment({ ...tccli, ...terraform }), {
      settings: { assumeRole: { roleArn: "a", sessionDuration: 900 } },
      isTccliRole: false,
    });
  });

  it("name the variable whose value is refused", () => {
    for (const [variable, value] of [
      ["TENCENTCLOUD_TCSS_ENDPOINT", "ftp://x"],
      ["TENCENTCLOUD_REGION", "a b"],
      ["TENCENTCLOUD_PROTOCOL", "gopher"],
    ] as const)
      assert.throws(() => settingsOfEnvironment({ [variable]: value }), { property: variable });
  });
});

describe("The table of settings", () => {
  it("names settings that arguments have, or parts of a key", () => {
    const known = new Set<string>([...Object.keys(RESOURCE_ARGS_SCHEMA.properties), ...SECRET_KEYS]);
    assert.deepEqual(
      Object.keys(SETTINGS).filter((key) => !known.has(key)),
      [],
    );
  });

  it("holds every variable that core/ names", () => {
    const files = readdirSync(CORE, { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".ts"),
    );
    const named = files.flatMap(
      (file) =>
        readFileSync(join(CORE, file), "utf8").match(/(?<=")(TENCENTCLOUD|TCCLI|TKE)_[A-Z_]+(?=")/g) ?? [],
    );
    assert.ok(named.length > 20);
    assert.deepEqual(
      [...new Set(named)].filter((name) => !KNOWN_VARIABLES.has(name)),
      [],
    );
  });
});
