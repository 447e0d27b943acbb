import assert from "node:assert/strict";
import {
  AccountReader,
  asTcssError,
  type ResourceArgs,
  resolveConnection,
  type TcssError,
} from "../../../core/internal";
import { readState } from "../../support/readState";
import type { FaultServer } from "../support/faultServers";
import { stubRandom } from "../support/stubRandom";

export const KEY = {
  TENCENTCLOUD_SECRET_ID: "AKIDofTheFaults0123456789",
  TENCENTCLOUD_SECRET_KEY: "keyOfTheFaults0123456789",
};

export const PATIENCE = { requestTimeoutSeconds: 0.4, maxRetries: 1, deadlineSeconds: 20 };

export async function failureOf(args: ResourceArgs): Promise<TcssError> {
  const reader = new AccountReader({ remember: false });
  const connection = resolveConnection({ args: { ...PATIENCE, ...args }, env: { HOME: "/nowhere", ...KEY } });
  return readState(connection, reader).then(
    () => assert.fail("it was read"),
    (error: unknown) => asTcssError(error),
  );
}

/** Variables, a server and time of a test alone: what was there before comes back after it. */
export function useNetwork() {
  let server: FaultServer | undefined;
  let random: ReturnType<typeof stubRandom>;
  const saved = new Map<string, string | undefined>();
  beforeEach(() => {
    random = stubRandom(() => 0);
  });

  afterEach(async () => {
    random.restore();
    for (const [name, value] of saved) setVariable(name, value);
    saved.clear();
    await server?.close();
    server = undefined;
  });

  function setVariable(name: string, value: string | undefined): void {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }

  /** For the test alone. */
  function withVariable(name: string, value: string): void {
    saved.set(name, process.env[name]);
    process.env[name] = value;
  }

  return {
    get server() {
      return server;
    },
    set server(started) {
      server = started;
    },
    withVariable,
  };
}
