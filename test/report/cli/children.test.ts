import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Place } from "./run";

const TCSS = join(__dirname, "../../../report/bin/tcss");

describe("the pulumi that reads stacks, whose backend hangs,", () => {
  let place: Place;
  beforeEach(async () => {
    place = await Place.create();
    mkdirSync(join(place.folder, "bin"));
    // two of them run at a time
    const script = `#!/bin/sh\necho $$ >> '${place.folder}/pids'\nexec sleep 600\n`;
    chmodSync(place.write("bin/pulumi", script), 0o755);
  });
  afterEach(() => place.close());

  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const)
    it(`ends with the command by ${signal}`, async () => {
      const child = spawn(process.execPath, [TCSS, "check", "--stack", "acme/security/prod"], {
        cwd: place.folder,
        env: { PATH: `${place.folder}/bin:${process.env["PATH"]}`, HOME: place.folder },
        stdio: "ignore",
      });
      const exited = once(child, "exit");
      const pids = (): number[] => {
        const file = join(place.folder, "pids");
        return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").map(Number) : [];
      };
      while (pids().length < 2) await pause(20);
      child.kill(signal);
      assert.deepEqual(await exited, [null, signal]);
      while (pids().some(isAlive)) await pause(20);
    });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
