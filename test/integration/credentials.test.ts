import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { configLookup } from "../../core/base/config";
import { TcssError } from "../../core/base/errors";
import type { ConnectionArgs } from "../../core/connection/connectionArgs";
import { resolveConnection } from "../../core/connection/resolve";
import { type Emulator, startEmulator } from "../../emulator/src";
import { readState } from "../support/readState";

/** One machine as a user has set it up: its files, variables and stack configuration, and the emulator beside it. */
class Machine {
  readonly home = mkdtempSync(join(tmpdir(), "tcss-credentials-"));
  readonly env: Record<string, string> = {};
  readonly config: Record<string, string> = {};
  readonly emulator: Emulator;

  constructor(emulator: Emulator) {
    this.emulator = emulator;
    Object.assign(this.env, {
      HOME: this.home,
      TENCENTCLOUD_TCSS_ENDPOINT: emulator.endpoint,
      TENCENTCLOUD_STS_ENDPOINT: emulator.endpoint,
      TENCENTCLOUD_METADATA_ENDPOINT: emulator.endpoint,
    });
  }

  write(file: string, content: string | object): string {
    const path = join(this.home, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
    return path;
  }

  /** An access key of an account of its own, which the emulator knows. */
  key(name: string): { secretId: string; secretKey: string; token?: string } {
    const accountId = ACCOUNTS[name];
    assert.ok(accountId, `no account for ${name}`);
    const credential = { secretId: `AKID-${name}`, secretKey: `key-of-${name}` };
    this.emulator.addCredential({ ...credential, accountId });
    return credential;
  }

  /** Reads the account once, with nothing kept from before. */
  async read(args: ConnectionArgs = {}): Promise<void> {
    const config = configLookup((key) => this.config[key]);
    await readState(resolveConnection({ args, config, env: this.env }));
  }

  /** Everything that was asked: `metadata`, `AssumeRole`, …, with the account that asked for the purchase state. */
  asked(): string[] {
    return this.emulator
      .requests()
      .map(({ action, accountId }) =>
        action === "DescribePurchaseStateInfo" ? `purchase state of ${accountName(accountId)}` : `${action}`,
      );
  }
}

/** Accounts by the source that leads to them. */
const ACCOUNTS: Readonly<Record<string, string>> = {
  namedRole: "200000000001",
  tcssConfig: "200000000002",
  tencentcloudConfig: "200000000003",
  environment: "200000000004",
  tccliProfile: "200000000005",
  sdkProfile: "200000000006",
  tkePod: "200000000007",
  machineRole: "200000000008",
  assumedRole: "200000000009",
};

function accountName(accountId: string | undefined): string {
  return Object.entries(ACCOUNTS).find(([, id]) => id === accountId)?.[0] ?? String(accountId);
}

interface Source {
  readonly source: string;
  /** Puts the source's credentials where they belong. */
  readonly set: (machine: Machine) => void;
  /** What the source itself asks before there is a credential. */
  readonly asks: readonly string[];
}

/** Every source, in order of precedence. */
const SOURCES: readonly Source[] = [
  {
    source: "namedRole",
    set: ({ env, emulator }) => {
      env["TENCENTCLOUD_CAM_ROLE_NAME"] = "deployer";
      emulator.setMetadataRole({ roleName: "deployer", accountId: ACCOUNTS["namedRole"] as string });
    },
    asks: ["metadata"],
  },
  {
    source: "tcssConfig",
    set: (machine) => {
      const { secretId, secretKey } = machine.key("tcssConfig");
      Object.assign(machine.config, { "tcss:secretId": secretId, "tcss:secretKey": secretKey });
    },
    asks: [],
  },
  {
    source: "tencentcloudConfig",
    set: (machine) => {
      const { secretId, secretKey } = machine.key("tencentcloudConfig");
      Object.assign(machine.config, {
        "tencentcloud:secretId": secretId,
        "tencentcloud:secretKey": secretKey,
      });
    },
    asks: [],
  },
  {
    source: "environment",
    set: (machine) => {
      const { secretId, secretKey } = machine.key("environment");
      Object.assign(machine.env, { TENCENTCLOUD_SECRET_ID: secretId, TENCENTCLOUD_SECRET_KEY: secretKey });
    },
    asks: [],
  },
  {
    source: "tccliProfile",
    set: (machine) => machine.write(".tccli/default.credential", machine.key("tccliProfile")),
    asks: [],
  },
  {
    source: "sdkProfile",
    set: (machine) => {
      const { secretId, secretKey } = machine.key("sdkProfile");
      machine.write(
        ".tencentcloud/credentials",
        `[default]\nsecret_id = ${secretId}\nsecret_key = ${secretKey}\n`,
      );
    },
    asks: [],
  },
  {
    source: "tkePod",
    set: (machine) => {
      Object.assign(machine.env, {
        TKE_REGION: "ap-singapore",
        TKE_PROVIDER_ID: "cluster-identity",
        TKE_WEB_IDENTITY_TOKEN_FILE: machine.write("token", "web-identity-token\n"),
        TKE_ROLE_ARN: `qcs::cam::uin/${ACCOUNTS["tkePod"]}:roleName/pod`,
      });
    },
    asks: ["AssumeRoleWithWebIdentity"],
  },
  {
    source: "machineRole",
    set: ({ emulator }) =>
      emulator.setMetadataRole({ roleName: "machine", accountId: ACCOUNTS["machineRole"] as string }),
    asks: ["metadata", "metadata"],
  },
];

describe("credentials over HTTP", () => {
  let emulator: Emulator;
  let machine: Machine;
  before(async () => {
    emulator = await startEmulator();
  });
  beforeEach(() => {
    emulator.clearRequests();
    emulator.faults.clear();
    emulator.setMetadataRole(undefined);
    machine = new Machine(emulator);
  });
  afterEach(() => rmSync(machine.home, { recursive: true, force: true }));
  after(() => emulator.close());

  for (const { source, set, asks } of SOURCES)
    it(`${source} alone gives its account's values`, async () => {
      set(machine);
      await machine.read();
      assert.deepEqual(machine.asked(), [...asks, `purchase state of ${source}`]);
    });

  for (const [index, first] of SOURCES.entries())
    for (const second of SOURCES.slice(index + 1))
      it(`${first.source} goes before ${second.source}, which is not asked`, async () => {
        // one machine has one role at a time, so the lower one is set first
        second.set(machine);
        first.set(machine);
        await machine.read();
        assert.deepEqual(machine.asked(), [...first.asks, `purchase state of ${first.source}`]);
      });

  for (const { source, set, asks } of SOURCES)
    it(`${source} assumes a role on top, by Terraform's variables`, async () => {
      set(machine);
      machine.env["TENCENTCLOUD_ASSUME_ROLE_ARN"] =
        `qcs::cam::uin/${ACCOUNTS["assumedRole"]}:roleName/reader`;
      await machine.read();
      assert.deepEqual(machine.asked(), [...asks, "AssumeRole", "purchase state of assumedRole"]);
    });

  describe("with the token of a temporary key", () => {
    for (const spelling of [
      "TENCENTCLOUD_SECURITY_TOKEN",
      "TENCENTCLOUD_TOKEN",
      "TENCENTCLOUD_SESSION_TOKEN",
    ])
      it(`in ${spelling}`, async () => {
        emulator.addCredential({ secretId: "AKID-temporary", secretKey: "k", token: "the-token" });
        Object.assign(machine.env, {
          TENCENTCLOUD_SECRET_ID: "AKID-temporary",
          TENCENTCLOUD_SECRET_KEY: "k",
        });
        await assert.rejects(machine.read(), /TokenFailure/);
        machine.env[spelling] = "the-token";
        await machine.read();
      });

    it("in a tccli profile, an SDK profile and Pulumi's configuration", async () => {
      const credential = { secretId: "AKID-temporary", secretKey: "k", token: "the-token" };
      emulator.addCredential(credential);
      machine.write(
        ".tencentcloud/credentials",
        "[default]\nsecret_id=AKID-temporary\nsecret_key=k\ntoken=the-token",
      );
      await machine.read();
      machine.write(".tccli/default.credential", credential);
      await machine.read();
      Object.assign(machine.config, {
        "tcss:secretId": "AKID-temporary",
        "tcss:secretKey": "k",
        "tcss:securityToken": "the-token",
      });
      await machine.read();
      assert.equal(emulator.requests().length, 3);
    });
  });

  it("of one namespace of the configuration are not mixed with a token left in the other", async () => {
    for (const { source, set } of SOURCES) if (source === "tcssConfig") set(machine);
    machine.config["tencentcloud:securityToken"] = "a-token-of-another-key";
    await machine.read();
    assert.deepEqual(machine.asked(), ["purchase state of tcssConfig"]);
  });

  describe("of a tccli profile", () => {
    it("are those of the profile that an argument names, whatever else is set", async () => {
      for (const { set } of SOURCES) set(machine);
      machine.write(".tccli/other.credential", machine.key("assumedRole"));
      await machine.read({ profile: "other" });
      assert.deepEqual(machine.asked(), ["purchase state of assumedRole"]);
    });

    for (const variable of ["TENCENTCLOUD_PROFILE", "TCCLI_PROFILE"])
      it(`are those of the profile in ${variable}`, async () => {
        machine.write(".tccli/default.credential", machine.key("sdkProfile"));
        machine.write(".tccli/named.credential", machine.key("tccliProfile"));
        machine.env[variable] = "named";
        await machine.read();
        assert.deepEqual(machine.asked(), ["purchase state of tccliProfile"]);
      });

    it("stand in TENCENTCLOUD_SHARED_CREDENTIALS_DIR where it is set", async () => {
      machine.write("elsewhere/default.credential", machine.key("tccliProfile"));
      machine.env["TENCENTCLOUD_SHARED_CREDENTIALS_DIR"] = join(machine.home, "elsewhere");
      await machine.read();
      assert.deepEqual(machine.asked(), ["purchase state of tccliProfile"]);
    });

    it("stand below the home folder where the folder begins with ~", async () => {
      machine.write("elsewhere/default.credential", machine.key("tccliProfile"));
      machine.config["tcss:sharedCredentialsDir"] = "~/elsewhere";
      await machine.read();
      assert.deepEqual(machine.asked(), ["purchase state of tccliProfile"]);
    });

    it("assume the profile's own role, under its session name", async () => {
      machine.write(".tccli/default.credential", {
        ...machine.key("tccliProfile"),
        "role-arn": `qcs::cam::uin/${ACCOUNTS["assumedRole"]}:roleName/reader`,
        "role-session-name": "from-the-profile",
      });
      await machine.read();
      assert.deepEqual(machine.asked(), ["AssumeRole", "purchase state of assumedRole"]);
      assert.match(emulator.requests()[0]?.body ?? "", /"RoleSessionName":"from-the-profile"/);
    });
  });

  describe("of a role to assume", () => {
    const roleArn = `qcs::cam::uin/${ACCOUNTS["assumedRole"]}:roleName/reader`;

    it("are asked for with all that configuration says about the role", async () => {
      for (const { source, set } of SOURCES) if (source === "environment") set(machine);
      machine.config["tcss:assumeRole"] = JSON.stringify({
        roleArn,
        sessionName: "nightly",
        sessionDuration: 900,
        externalId: "partner",
        sourceIdentity: "pipeline-7",
        policy: '{"version":"2.0"}',
      });
      await machine.read();
      assert.deepEqual(JSON.parse(emulator.requests()[0]?.body ?? ""), {
        RoleArn: roleArn,
        RoleSessionName: "nightly",
        DurationSeconds: 900,
        ExternalId: "partner",
        SourceIdentity: "pipeline-7",
        Policy: encodeURIComponent('{"version":"2.0"}'),
      });
    });

    it("are asked for with Terraform's variables", async () => {
      for (const { source, set } of SOURCES) if (source === "environment") set(machine);
      Object.assign(machine.env, {
        TENCENTCLOUD_ASSUME_ROLE_ARN: roleArn,
        TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME: "terraform",
        TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION: "3600",
        TENCENTCLOUD_ASSUME_ROLE_EXTERNAL_ID: "partner",
      });
      await machine.read();
      const { RoleSessionName, DurationSeconds, ExternalId } = JSON.parse(emulator.requests()[0]?.body ?? "");
      assert.deepEqual([RoleSessionName, DurationSeconds, ExternalId], ["terraform", 3600, "partner"]);
    });

    it("are refused by STS once, with its code and the next step", async () => {
      for (const { source, set } of SOURCES) if (source === "environment") set(machine);
      emulator.addRole({ roleArn, externalId: "partner" });
      machine.env["TENCENTCLOUD_ASSUME_ROLE_ARN"] = roleArn;
      await assert.rejects(machine.read(), (error: unknown) => {
        assert.ok(error instanceof TcssError);
        assert.equal(error.code, "UnauthorizedOperation");
        assert.match(error.message, /sts:AssumeRole/);
        return true;
      });
      assert.deepEqual(machine.asked(), ["AssumeRole"]);
    });
  });

  it("are found nowhere: each place is named with what it lacks, in order, and nothing is asked of the API", async () => {
    await assert.rejects(machine.read(), (error: unknown) => {
      assert.ok(error instanceof TcssError);
      assert.equal(error.kind, "credentials");
      const places = [
        "Pulumi configuration",
        "environment",
        "tccli profile default",
        "SDK profile",
        "TKE pod identity",
        "CVM role",
      ];
      const positions = places.map((place) => error.message.indexOf(`${place}: `));
      assert.deepEqual(
        [...positions].sort((a, b) => a - b),
        positions,
      );
      assert.ok(
        positions.every((position) => position >= 0),
        error.message,
      );
      return true;
    });
    assert.deepEqual(machine.asked(), ["metadata"]);
  });

  describe("that are there but broken stop the search with a message of their own:", () => {
    interface Broken {
      readonly how: string;
      readonly set: (machine: Machine) => void;
      readonly args?: ConnectionArgs;
      readonly words: RegExp;
      /** What is asked until it is known. Default: nothing. */
      readonly asked?: readonly string[];
    }

    const tkeVariables = (machine: Machine): Record<string, string> => ({
      TKE_REGION: "ap-singapore",
      TKE_PROVIDER_ID: "p",
      TKE_WEB_IDENTITY_TOKEN_FILE: machine.write("token", "t"),
      TKE_ROLE_ARN: "qcs::cam::uin/1:roleName/pod",
    });

    const BROKEN: readonly Broken[] = [
      {
        how: "Pulumi configuration with an id and no key",
        set: ({ config }) => Object.assign(config, { "tcss:secretId": "AKID-x" }),
        words: /Pulumi configuration cannot be used: tcss:secretId is set but tcss:secretKey is not/,
      },
      {
        how: "Pulumi configuration with a key and no id",
        set: ({ config }) => Object.assign(config, { "tencentcloud:secretKey": "k" }),
        words: /tencentcloud:secretKey is set but tencentcloud:secretId is not/,
      },
      {
        how: "an environment with an id and no key",
        set: ({ env }) => Object.assign(env, { TENCENTCLOUD_SECRET_ID: "AKID-x" }),
        words: /environment cannot be used: TENCENTCLOUD_SECRET_ID is set but TENCENTCLOUD_SECRET_KEY is not/,
      },
      {
        how: "an environment with a key of white space",
        set: ({ env }) =>
          Object.assign(env, { TENCENTCLOUD_SECRET_ID: "AKID-x", TENCENTCLOUD_SECRET_KEY: " " }),
        words: /TENCENTCLOUD_SECRET_KEY is not/,
      },
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
      {
        how: "a pod without a provider id",
        set: (machine) => Object.assign(machine.env, { ...tkeVariables(machine), TKE_PROVIDER_ID: "" }),
        words: /TKE pod identity cannot be used: TKE_PROVIDER_ID missing/,
      },
      {
        how: "a pod whose token file is not there",
        set: (machine) =>
          Object.assign(machine.env, {
            ...tkeVariables(machine),
            TKE_WEB_IDENTITY_TOKEN_FILE: "/nowhere/token",
          }),
        words: /there is no file \/nowhere\/token/,
      },
      {
        how: "a pod whose token file is empty",
        set: (machine) => {
          Object.assign(machine.env, tkeVariables(machine));
          machine.write("token", "\n");
        },
        words: /token is empty/,
      },
      {
        how: "a pod whose role STS refuses",
        set: (machine) => {
          Object.assign(machine.env, tkeVariables(machine));
          machine.emulator.faults.push({ fault: "error", code: "AuthFailure.UnauthorizedOperation" });
        },
        words: /AuthFailure\.UnauthorizedOperation/,
        asked: ["AssumeRoleWithWebIdentity"],
      },
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
      {
        how: "a role to assume that is no role's name",
        set: (machine) => {
          for (const { source, set } of SOURCES) if (source === "environment") set(machine);
          machine.env["TENCENTCLOUD_ASSUME_ROLE_ARN"] = "reader";
        },
        words: /InvalidParameter/,
        asked: ["AssumeRole"],
      },
    ];

    for (const { how, set, args = {}, words, asked = [] } of BROKEN)
      it(how, async () => {
        set(machine);
        await assert.rejects(machine.read(args), (error: unknown) => {
          assert.ok(error instanceof TcssError, String(error));
          assert.match(error.message, words);
          assert.doesNotMatch(error.message, /hunter2|key-of-|web-identity-token/);
          return true;
        });
        assert.deepEqual(machine.asked(), asked);
      });
  });

  it("are not looked for beyond a broken source, even where a later one is right", async () => {
    for (const { source, set } of SOURCES) if (source === "tkePod" || source === "sdkProfile") set(machine);
    machine.write(".tccli/default.credential", "not JSON");
    await assert.rejects(machine.read(), /is not a JSON object/);
    assert.deepEqual(machine.asked(), []);
  });
});
