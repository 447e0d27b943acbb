import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Place } from "./run";

const TCSS = join(__dirname, "../../../../report/bin/tcss");

describe("the pulumi that reads stacks, whose backend hangs,", () => {
  let place: Place;
  beforeEach(async () => {
    place = await Place.create();
    mkdirSync(join(place.folder, "bin"));
    // two of them run at a time; each starts another process, as wrappers and plugins do
    const script = `#!/bin/sh\nsleep 600 & echo $$ $! >> '${place.folder}/pids'\nwait\n`;
    chmodSync(place.write("bin/pulumi", script), 0o755);
  });
  afterEach(() => place.close());

  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP", "SIGKILL"] as const)
    it(`ends with the command by ${signal}`, async () => {
      const child = spawn(process.execPath, [TCSS, "check", "--stack", "acme/security/prod"], {
        cwd: place.folder,
        env: { PATH: `${place.folder}/bin:${process.env["PATH"]}`, HOME: place.folder },
        stdio: "ignore",
      });
      const exited = once(child, "exit");
      const pids = (): number[] => {
        const file = join(place.folder, "pids");
        return existsSync(file) ? readFileSync(file, "utf8").trim().split(/\s+/).map(Number) : [];
      };
      while (pids().length < 4) await pause(20);
      child.kill(signal);
      assert.deepEqual(await exited, [null, signal]);
      while (pids().some(isAlive)) await pause(20);
    });
});

it("what a pulumi leaves behind holds up nobody, though it holds its output", async () => {
  const place = await Place.create();
  try {
    mkdirSync(join(place.folder, "bin"));
    const script = `#!/bin/sh\nsleep 600 & echo $! >> '${place.folder}/pids'\necho '{}'\n`;
    chmodSync(place.write("bin/pulumi", script), 0o755);
    const child = spawn(process.execPath, [TCSS, "check", "--stack", "acme/security/prod"], {
      cwd: place.folder,
      env: { PATH: `${place.folder}/bin:${process.env["PATH"]}`, HOME: place.folder },
      stdio: ["ignore", "pipe", "ignore"],
    });
    let out = "";
    child.stdout.on("data", (chunk) => {
      out += chunk;
    });
    assert.deepEqual(await once(child, "close"), [2, null]);
    assert.match(out, /acme\/security\/prod: mandatory TCSS000/);
  } finally {
    for (const pid of readFileSync(join(place.folder, "pids"), "utf8").trim().split("\n"))
      process.kill(Number(pid), "SIGKILL");
    await place.close();
  }
});

describe("the command whose parent is killed", () => {
  let place: Place;
  let api: Server;
  let asked: Promise<unknown>;
  beforeEach(async () => {
    place = await Place.create();
    api = createServer(() => {}).listen(0, "127.0.0.1");
    asked = once(api, "request");
    await once(api, "listening");
  });
  afterEach(async () => {
    await place.close();
    api.closeAllConnections();
    api.close();
  });

  const env = (): NodeJS.ProcessEnv => ({
    PATH: process.env["PATH"],
    HOME: place.folder,
    TENCENTCLOUD_SECRET_ID: "AKIDexample",
    TENCENTCLOUD_SECRET_KEY: "example",
    TENCENTCLOUD_TCSS_ENDPOINT: `http://127.0.0.1:${(api.address() as AddressInfo).port}`,
  });

  for (const [how, before, after] of [
    ["", "", ""],
    [", and whose standard input is closed", "", "<&-"],
    [", and that was started by nohup", "nohup", ""],
    [", and whose output is read by others", "", "2>&1 | cat"],
  ])
    it(`ends long before its deadline${how}`, async () => {
      const line = `${before} '${process.execPath}' '${TCSS}' check --live ${after} & wait`;
      const shell = spawn("/bin/sh", ["-c", line], { cwd: place.folder, env: env(), stdio: "ignore" });
      await asked;
      assert.equal(commands(place.folder).length, 1);
      shell.kill("SIGKILL");
      const start = Date.now();
      while (commands(place.folder).length > 0) await pause(50);
      // its deadline is 30 s
      assert.ok(Date.now() - start < 10_000);
    });

  it("ends where npm had started a shell, and that the command", async () => {
    place.write(
      "package.json",
      JSON.stringify({ scripts: { verdict: `"${process.execPath}" "${TCSS}" check; :` } }),
    );
    const npm = spawn("npm", ["run", "verdict"], { cwd: place.folder, env: env(), stdio: "ignore" });
    await asked;
    assert.equal(commands(place.folder).length, 1);
    npm.kill("SIGKILL");
    const start = Date.now();
    while (commands(place.folder).length > 0) await pause(50);
    // its deadline is 30 s
    assert.ok(Date.now() - start < 10_000);
  });

  it("says so in the file that its errors go to", async () => {
    const line = `'${process.execPath}' '${TCSS}' check --live > out 2> errors & wait`;
    const shell = spawn("/bin/sh", ["-c", line], { cwd: place.folder, env: env(), stdio: "ignore" });
    await asked;
    shell.kill("SIGKILL");
    while (commands(place.folder).length > 0) await pause(50);
    assert.equal(readFileSync(join(place.folder, "out"), "utf8"), "");
    assert.equal(
      readFileSync(join(place.folder, "errors"), "utf8"),
      "tcss: ended before there was an answer: the process that had started it is gone.\n",
    );
  });

  for (const [how, before, after] of [
    ["standard input is closed", "", "<&-"],
    ["nohup has started it", "nohup", ""],
    ["it is a session of its own", "setsid -w", ""],
  ])
    it(`gives its verdict while the parent lives, where ${how}`, async () => {
      api.on("request", (_, response) =>
        // longer than it takes to see that a parent is gone
        setTimeout(() => response.end(REFUSAL), 1500),
      );
      const line = `${before} '${process.execPath}' '${TCSS}' check --live ${after} > out; echo $? > code`;
      const shell = spawn("/bin/sh", ["-c", line], { cwd: place.folder, env: env(), stdio: "ignore" });
      await once(shell, "exit");
      assert.equal(readFileSync(join(place.folder, "code"), "utf8"), "2\n");
      assert.match(readFileSync(join(place.folder, "out"), "utf8"), /TCSS000.*Verdict: unknown/s);
    });
});

const REFUSAL = JSON.stringify({
  Response: { Error: { Code: "AuthFailure.SecretIdNotFound", Message: "no such key" }, RequestId: "r" },
});

/** The ids of the commands that run in a folder. */
function commands(folder: string): string[] {
  return readdirSync("/proc").filter((pid) => {
    try {
      return (
        /^\d+$/.test(pid) &&
        readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder) &&
        readFileSync(`/proc/${pid}/cmdline`, "utf8").startsWith(`${process.execPath}\0${TCSS}`)
      );
    } catch {
      // has ended, or is another's
      return false;
    }
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
