import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tkePodIdentityCredentials } from "../../../../core/credentials/tkePodIdentity";
import { type Emulator, startEmulator } from "../../../../emulator/src";
import { makePipe } from "../../../support/pipes";
import { describeBroken, type Machine } from "./machine";
import { brokenIn, foundIn, Home } from "./support";

describe("The identity of a pod", () => {
  let home: Home;
  let emulator: Emulator;
  before(async () => {
    emulator = await startEmulator();
  });
  beforeEach(() => {
    home = new Home();
    emulator.clearRequests();
  });
  afterEach(() => home.remove());
  after(() => emulator.close());

  const source = (tokenFile: string) =>
    tkePodIdentityCredentials(
      {
        TKE_REGION: "ap-singapore",
        TKE_PROVIDER_ID: "p",
        TKE_WEB_IDENTITY_TOKEN_FILE: tokenFile,
        TKE_ROLE_ARN: "qcs::cam::uin/200000000007:roleName/pod",
      },
      {
        endpoint: emulator.endpoint,
        region: undefined,
        account: undefined,
        requestTimeoutSeconds: 5,
        maxRetries: 0,
      },
    );

  it("is read through the links by which a cluster mounts it, with a byte order mark or without", async () => {
    mkdirSync(join(home.path, "2026"));
    symlinkSync("2026", join(home.path, "..data"));
    symlinkSync("..data/token", join(home.path, "token"));
    for (const text of ["the-token\n", "\uFEFFthe-token"]) {
      writeFileSync(join(home.path, "2026/token"), text);
      await foundIn(source(join(home.path, "token")));
    }
    assert.equal(emulator.requests().length, 2);
  });

  it("stops the search where the file is missing, empty, a pipe, a folder, too large or no text", async () => {
    const pipe = join(home.path, "pipe");
    makePipe(pipe);
    const files: [file: string, words: RegExp][] = [
      [join(home.path, "none"), /there is no file/],
      [home.write("empty", " \n"), /is empty/],
      [pipe, /is a named pipe/],
      [home.path, /is a folder/],
      [home.write("large", "hunter2".repeat(200_000)), /is larger than 1 MiB/],
      [home.write("bytes", Buffer.from([0xc3, 0x28])), /not UTF-8/],
      [home.write("lines", "hunter2hunter2\nhunter2"), /hunter|line|character|cannot/],
    ];
    for (const [file, words] of files) assert.match(await brokenIn(source(file)), words);
    assert.deepEqual(emulator.requests(), []);
  });
});

const tkeVariables = (machine: Machine): Record<string, string> => ({
  TKE_REGION: "ap-singapore",
  TKE_PROVIDER_ID: "p",
  TKE_WEB_IDENTITY_TOKEN_FILE: machine.write("token", "t"),
  TKE_ROLE_ARN: "qcs::cam::uin/1:roleName/pod",
});

describeBroken("The identity of a pod", [
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
]);
