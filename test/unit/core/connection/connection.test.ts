import assert from "node:assert/strict";
import { type ConfigLookup, configLookup, noConfig } from "../../../../core/base/config";
import { TcssError } from "../../../../core/base/errors";
import {
  CONNECTION_ARGS_SCHEMA,
  type ConnectionArgs,
  problemsOfConnectionArgs,
} from "../../../../core/connection/connectionArgs";
import { resolveConnection } from "../../../../core/connection/resolve";
import { SECRET_NAMES } from "../../../../core/schema/secretShapes";

function config(values: Record<string, string>): ConfigLookup {
  return configLookup((key) => values[key]);
}

function wrongProperty(property: string): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof TcssError);
    assert.equal(error.kind, "configuration");
    assert.equal(error.property, property);
    assert.ok(error.message.startsWith(`${property} `), error.message);
    return true;
  };
}

const INTERNATIONAL = "https://tcss.intl.tencentcloudapi.com";
const MAINLAND = "https://tcss.tencentcloudapi.com";

describe("the site of a connection", () => {
  for (const [why, args, site] of [
    ["of the default host", {}, "international"],
    ["of the host", { site: "mainland" }, "mainland"],
    [
      "of the endpoint, whatever the settings name",
      { endpoint: MAINLAND, site: "international" },
      "mainland",
    ],
    [
      "that the settings name, for a gateway",
      { endpoint: "http://127.0.0.1:8080", site: "mainland" },
      "mainland",
    ],
    ["that is unknown, for a gateway", { endpoint: "http://127.0.0.1:8080" }, undefined],
    ["that is unknown, for a domain", { domain: "example.com" }, undefined],
  ] as const)
    it(`is that ${why}`, () => {
      assert.equal(resolveConnection({ args, env: {} }).site, site);
    });
});

describe("resolveConnection chooses the host", () => {
  const cases: [why: string, args: ConnectionArgs, endpoint: string][] = [
    ["of the international site by default", {}, INTERNATIONAL],
    ["of the international site", { site: "international" }, INTERNATIONAL],
    ["of the mainland site", { site: "mainland" }, MAINLAND],
    ["of a domain", { domain: "example.com" }, "https://tcss.example.com"],
    [
      "of a domain rather than of a site",
      { domain: "example.com", site: "mainland" },
      "https://tcss.example.com",
    ],
    ["with the scheme that is set", { protocol: "HTTP" }, "http://tcss.intl.tencentcloudapi.com"],
    [
      "with the scheme in small letters",
      { protocol: "http", site: "mainland" },
      "http://tcss.tencentcloudapi.com",
    ],
    ["of an endpoint", { endpoint: "http://127.0.0.1:8080" }, "http://127.0.0.1:8080"],
    [
      "of an endpoint without a scheme",
      { endpoint: "gateway.example:8443/" },
      "https://gateway.example:8443",
    ],
    [
      "of an endpoint rather than of a domain, a site or a scheme",
      { endpoint: "https://gw.example", domain: "example.com", site: "mainland", protocol: "HTTP" },
      "https://gw.example",
    ],
  ];
  for (const [why, args, endpoint] of cases)
    it(why, () => assert.equal(resolveConnection({ args, env: {} }).endpoint, endpoint));
});

describe("resolveConnection joins arguments, configuration and environment", () => {
  it("has defaults", () => {
    const { account, region, timeZone, requestTimeoutSeconds } = resolveConnection({ env: {} });
    assert.deepEqual(
      { account, region, timeZone, requestTimeoutSeconds },
      { account: undefined, region: undefined, timeZone: "Asia/Shanghai", requestTimeoutSeconds: 10 },
    );
  });

  it("prefers arguments to configuration and that to the environment, key by key", () => {
    const env = {
      TENCENTCLOUD_TCSS_ENDPOINT: "https://env.example",
      TENCENTCLOUD_REGION: "env-region",
    };
    const all = config({ "tcss:endpoint": "https://config.example", "tcss:timeZone": "UTC" });
    const args = { endpoint: "https://args.example" };
    const ofEnv = resolveConnection({ env });
    const ofConfig = resolveConnection({ config: all, env });
    const ofArgs = resolveConnection({ args, config: all, env });
    assert.equal(ofEnv.endpoint, "https://env.example");
    assert.equal(ofConfig.endpoint, "https://config.example");
    assert.equal(ofArgs.endpoint, "https://args.example");
    assert.deepEqual([ofArgs.timeZone, ofArgs.region], ["UTC", "env-region"]);
  });

  it("lets an endpoint from the environment win over a site from the arguments", () => {
    const env = { TENCENTCLOUD_TCSS_ENDPOINT: "http://127.0.0.1:8080" };
    assert.equal(resolveConnection({ args: { site: "mainland" }, env }).endpoint, "http://127.0.0.1:8080");
  });

  it("reads domain and protocol from the environment, and takes an empty variable for none", () => {
    const env = { TENCENTCLOUD_DOMAIN: "env.example", TENCENTCLOUD_PROTOCOL: "HTTP" };
    assert.equal(resolveConnection({ env }).endpoint, "http://tcss.env.example");
    const empty = { TENCENTCLOUD_TCSS_ENDPOINT: "", TENCENTCLOUD_DOMAIN: "", TENCENTCLOUD_REGION: "" };
    assert.equal(resolveConnection({ env: empty }).endpoint, INTERNATIONAL);
    assert.equal(resolveConnection({ env: empty }).region, undefined);
  });

  it("prefers the namespace tcss to tencentcloud, key by key", () => {
    const both = config({
      "tcss:site": "mainland",
      "tencentcloud:site": "international",
      "tencentcloud:region": "ap-singapore",
    });
    const { endpoint, region } = resolveConnection({ config: both, env: {} });
    assert.deepEqual([endpoint, region], [MAINLAND, "ap-singapore"]);
  });

  it("reads a number from configuration, where all values are texts", () => {
    const timeout = config({ "tcss:requestTimeoutSeconds": "2.5" });
    assert.equal(resolveConnection({ config: timeout, env: {} }).requestTimeoutSeconds, 2.5);
  });

  it("does not let a domain of less authority overrule a site that an argument or configuration names", () => {
    const env = { TENCENTCLOUD_DOMAIN: "env.example" };
    assert.equal(resolveConnection({ args: { site: "mainland" }, env }).endpoint, MAINLAND);
    const site = config({ "tcss:site": "international" });
    assert.equal(resolveConnection({ config: site, env }).endpoint, INTERNATIONAL);
    const domain = config({ "tcss:domain": "config.example" });
    assert.equal(resolveConnection({ args: { site: "mainland" }, config: domain, env }).endpoint, MAINLAND);
  });

  const lists: [text: string, ids: string[]][] = [
    ["100000000001", ["100000000001"]],
    ["100000000001, 100000000002", ["100000000001", "100000000002"]],
    ["[100000000001]", ["100000000001"]],
    ['["100000000001","100000000002"]', ["100000000001", "100000000002"]],
  ];
  for (const [text, ids] of lists)
    it(`reads ${text} in configuration as a list of ids`, () => {
      const allowed = config({ "tcss:allowedAccountIds": text });
      assert.deepEqual(resolveConnection({ config: allowed, env: {} }).allowedAccountIds, ids);
    });

  it("has no configuration outside a program", () => assert.equal(noConfig("endpoint"), undefined));
});

describe("resolveConnection gives a key that", () => {
  const key = (args: ConnectionArgs, env = {}): string => resolveConnection({ args, env }).key;

  it("is the same for the same selectors in any order", () => {
    assert.equal(key({ account: "a", site: "mainland" }), key({ site: "mainland", account: "a" }));
  });

  it("differs for another profile, site, endpoint or time zone", () => {
    const keys = [{}, { profile: "a" }, { profile: "b" }, { site: "mainland" }, { timeZone: "UTC" }].map(
      (args) => key(args as ConnectionArgs),
    );
    assert.equal(new Set([...keys, key({}, { TENCENTCLOUD_TCSS_ENDPOINT: "https://x" })]).size, 6);
  });

  it("differs for other credentials, so that two stacks in one process share nothing", () => {
    const stack = (secretId: string): { key: string; credentialKey: string } =>
      resolveConnection({ config: config({ "tcss:secretId": secretId, "tcss:secretKey": "k" }), env: {} });
    assert.notEqual(stack("a").key, stack("b").key);
    assert.notEqual(stack("a").credentialKey, stack("b").credentialKey);
    assert.equal(stack("a").key, stack("a").key);
    assert.notEqual(key({}, { TENCENTCLOUD_SECRET_ID: "a" }), key({}, { TENCENTCLOUD_SECRET_ID: "b" }));
  });

  it("holds no credential", () => {
    const env = { TENCENTCLOUD_SECRET_ID: "theId", TENCENTCLOUD_SECRET_KEY: "theKey" };
    assert.equal(/theId|theKey/.test(key({}, env)), false);
  });
});

describe("resolveConnection refuses", () => {
  it("a profile and a machine role in one resource", () =>
    assert.throws(
      () => resolveConnection({ args: { profile: "a", camRoleName: "b" }, env: {} }),
      wrongProperty("camRoleName"),
    ));

  const badArgs: [property: string, value: unknown][] = [
    ["site", "moon"],
    ["domain", "https://x"],
    ["protocol", "FTP"],
    ["endpoint", "https://x/path"],
    ["timeZone", "Beijing"],
    ["requestTimeoutSeconds", 0],
    ["account", ""],
    ["profile", 5],
    ["regoin", "x"],
  ];
  for (const [property, value] of badArgs)
    it(`an argument ${property} of ${JSON.stringify(value)}, by its name`, () => {
      const args = { [property]: value } as ConnectionArgs;
      assert.throws(() => resolveConnection({ args, env: {} }), wrongProperty(property));
    });

  const badConfig: [key: string, value: string][] = [
    ["site", "moon"],
    ["endpoint", ""],
    ["timeZone", "Beijing"],
    ["requestTimeoutSeconds", "soon"],
    ["requestTimeoutSeconds", "-1"],
    ["requestTimeoutSeconds", ""],
  ];
  for (const [key, value] of badConfig)
    it(`a configuration value ${key} of ${JSON.stringify(value)}, by its key`, () => {
      const wrong = config({ [`tcss:${key}`]: value });
      assert.throws(() => resolveConnection({ config: wrong, env: {} }), wrongProperty(`tcss:${key}`));
    });

  const badEnv: [name: string, value: string][] = [
    ["TENCENTCLOUD_TCSS_ENDPOINT", "ftp://x"],
    ["TENCENTCLOUD_DOMAIN", "a b"],
    ["TENCENTCLOUD_PROTOCOL", "GOPHER"],
  ];
  for (const [name, value] of badEnv)
    it(`an environment variable ${name} of ${JSON.stringify(value)}, by its name`, () => {
      assert.throws(() => resolveConnection({ env: { [name]: value } }), wrongProperty(name));
    });
});

describe("problemsOfConnectionArgs", () => {
  it("finds nothing wrong with none, and with all of the simple ones", () => {
    assert.deepEqual(problemsOfConnectionArgs({}), []);
    assert.deepEqual(
      problemsOfConnectionArgs({
        account: "prod",
        profile: "p",
        sharedCredentialsDir: "/d",
        site: "mainland",
        domain: "tencentcloudapi.com",
        protocol: "HTTPS",
        endpoint: "https://x.example",
        region: "ap-singapore",
        timeZone: "UTC",
        requestTimeoutSeconds: 0.5,
      }),
      [],
    );
  });

  for (const name of SECRET_NAMES)
    it(`refuses a ${name} without repeating it`, () => {
      for (const value of ["hunter2hunter2", { hunter2hunter2: 1 }]) {
        const [problem, ...others] = problemsOfConnectionArgs({ [name]: value });
        assert.deepEqual(others, []);
        assert.equal(problem?.property, name);
        assert.match(problem?.problem ?? "", /^is a secret, and arguments are kept in the stack's state/);
        assert.equal(JSON.stringify(problem).includes("hunter2"), false);
      }
    });

  it("knows no argument by the name of a secret", () => {
    const known = Object.keys(CONNECTION_ARGS_SCHEMA.properties);
    assert.deepEqual(
      known.filter((name) => SECRET_NAMES.has(name)),
      [],
    );
  });

  it("refuses what is no object", () => {
    for (const args of [null, "x", []]) assert.equal(problemsOfConnectionArgs(args)[0]?.property, "");
  });
});
