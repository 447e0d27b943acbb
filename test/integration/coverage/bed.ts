import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AccountReader,
  type Connection,
  type ResourceArgs,
  resolveConnection,
  type TcssError,
} from "../../../core/internal";
import { type Emulator, startEmulator } from "../../../emulator/src";
import { askedActions } from "../../support/askedActions";
import { emulatorAccess } from "../../support/emulatorAccess";

export const CLUSTERS = "DescribeUserCluster";

/** An emulator for each test, and what reads the coverage of its account. */
export function useCoverage() {
  let emulator: Emulator;
  let profiles: string;
  beforeEach(async () => {
    emulator = await startEmulator({ scenario: "example" });
    profiles = await mkdtemp(join(tmpdir(), "tcss-coverage-"));
  });

  afterEach(async () => {
    await emulator.close();
    await rm(profiles, { recursive: true });
  });

  const connection = (args: ResourceArgs = {}): Connection =>
    resolveConnection({
      args: { sharedCredentialsDir: profiles, ...args },
      env: {
        ...emulatorAccess(emulator),
        TENCENTCLOUD_STS_ENDPOINT: emulator.endpoint,
      },
    });

  const reader = (remember = false): AccountReader => new AccountReader({ remember });
  const read = (args: ResourceArgs = {}) => reader().coverage(connection(args));
  const failure = (args: ResourceArgs = {}): Promise<TcssError> =>
    read(args).then(
      () => assert.fail("it was read"),
      (error: TcssError) => error,
    );

  return {
    get emulator() {
      return emulator;
    },
    get profiles() {
      return profiles;
    },
    connection,
    read,
    failure,
    asked: () => askedActions(emulator),
    reader,
  };
}
