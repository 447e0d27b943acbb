import assert from "node:assert/strict";
import { configLookup } from "../../../../core/base/config";
import { TcssError } from "../../../../core/base/errors";
import type { ConnectionArgs } from "../../../../core/connection/connectionArgs";
import { resolveConnection } from "../../../../core/connection/resolve";
import { type Emulator, startEmulator } from "../../../../emulator/src";
import { readState } from "../../../support/readState";
import { Home } from "./support";

/** One machine as a user has set it up: its files, variables and stack configuration, and the emulator beside it. */
export class Machine extends Home {
  readonly env: Record<string, string> = {};
  readonly config: Record<string, string> = {};
  readonly emulator: Emulator;

  constructor(emulator: Emulator) {
    super();
    this.emulator = emulator;
    Object.assign(this.env, {
      HOME: this.path,
      TENCENTCLOUD_TCSS_ENDPOINT: emulator.endpoint,
      TENCENTCLOUD_STS_ENDPOINT: emulator.endpoint,
      TENCENTCLOUD_METADATA_ENDPOINT: emulator.endpoint,
    });
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
export const ACCOUNTS: Readonly<Record<string, string>> = {
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

export interface MachineSource {
  readonly source: string;
  /** Puts the source's credentials where they belong. */
  readonly set: (machine: Machine) => void;
  /** What the source itself asks before there is a credential. */
  readonly asks: readonly string[];
}

/** Every source, in order of precedence. */
export const SOURCES: readonly MachineSource[] = [
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

/** Sets credentials as `source` does. */
export function setSource(machine: Machine, source: string): void {
  const found = SOURCES.find((each) => each.source === source);
  assert.ok(found, source);
  found.set(machine);
}

/** A source that is present but broken. */
export interface Broken {
  readonly how: string;
  readonly set: (machine: Machine) => void;
  readonly args?: ConnectionArgs;
  readonly words: RegExp;
  /** What is asked until it is known to be broken. Default: nothing. */
  readonly asked?: readonly string[];
}

/** A machine for each test, beside one emulator. */
export function machineForTests(): () => Machine {
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
  afterEach(() => machine.remove());
  after(() => emulator.close());
  return () => machine;
}

/** Tests that each stops the search with a message of its own, shows nothing secret and asks no later source. */
export function describeBroken(what: string, cases: readonly Broken[]): void {
  describe(`${what} that is there but broken stops the search:`, () => {
    const machineOf = machineForTests();
    for (const { how, set, args = {}, words, asked = [] } of cases)
      it(how, async () => {
        const machine = machineOf();
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
}
