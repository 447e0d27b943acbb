import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Connection, type ResourceArgs, resolveConnection } from "../../../core/internal";
import { type Emulator, startEmulator } from "../../../emulator/src";
import { askedActions } from "../../support/askedActions";
import { emulatorAccess } from "../../support/emulatorAccess";

export const ROLE = "qcs::cam::uin/200000000002:roleName/reader";

export const ROLE_ACCOUNT = "200000000002";

/** An emulator and a folder of profiles for each test. */
export function useSharing() {
  let emulator: Emulator;
  /** What time it is for the emulator. */
  let emulatorNow: () => Date;
  let profiles: string;
  beforeEach(async () => {
    emulatorNow = () => new Date();
    emulator = await startEmulator({ now: () => emulatorNow() });
    profiles = await mkdtemp(join(tmpdir(), "tcss-sharing-"));
  });

  afterEach(async () => {
    await emulator.close();
    await rm(profiles, { recursive: true });
  });

  function environment(): Record<string, string> {
    return {
      ...emulatorAccess(emulator),
      TENCENTCLOUD_STS_ENDPOINT: emulator.endpoint,
    };
  }

  function connection(args: ResourceArgs = {}): Connection {
    return resolveConnection({ args: { sharedCredentialsDir: profiles, ...args }, env: environment() });
  }

  /** The profile of another account, with a credential and a number of cores of its own. */
  async function profileOfAccount(number: number): Promise<{ profile: string }> {
    const profile = `profile-${number}`;
    const secretId = `AKID-emulator-${number}`;
    const secretKey = `emulator-key-${number}`;
    const scenario = { State: 3, CoresCnt: number };
    emulator.addCredential({ secretId, secretKey, accountId: String(300000000000 + number), scenario });
    await writeFile(join(profiles, `${profile}.credential`), JSON.stringify({ secretId, secretKey }));
    return { profile };
  }

  function connectionsToAccounts(count: number): Promise<Connection[]> {
    const numbers = Array.from({ length: count }, (_, number) => number);
    return Promise.all(numbers.map(async (number) => connection(await profileOfAccount(number))));
  }

  return {
    get emulator() {
      return emulator;
    },
    get emulatorNow() {
      return emulatorNow;
    },
    set emulatorNow(now) {
      emulatorNow = now;
    },
    get profiles() {
      return profiles;
    },
    environment,
    connection,
    profileOfAccount,
    connectionsToAccounts,
    asked: () => askedActions(emulator),
  };
}
