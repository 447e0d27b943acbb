import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { scenarios, startEmulator } from "../../../emulator/src";

const cli = join(__dirname, "../../../emulator/src/cli.ts");

interface Ready {
  endpoint: string;
  secretId: string;
  secretKey: string;
  scenario: string;
}

describe("tcss-emulator", function () {
  // Each run compiles the sources first, and some run side by side.
  this.timeout(60_000);

  let folder: string;
  const children = new Set<ChildProcess>();
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "tcss-emulator-"));
  });
  after(() => {
    for (const child of children) child.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  });

  function run(...args: string[]) {
    const child = spawn(process.execPath, ["--require", "tsx/cjs", cli, ...args], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    children.add(child);
    return child;
  }
  /** A run that is expected to end by itself. */
  async function finished(...args: string[]) {
    const child = run(...args);
    const [out, err, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, "exit"),
    ]);
    return { out, err, code: code as number };
  }
  async function ready(child: { readonly stdout: Readable }): Promise<Ready> {
    for await (const line of createInterface(child.stdout)) return JSON.parse(line) as Ready;
    throw new Error("it ended without a line");
  }
  async function answers(endpoint: string): Promise<boolean> {
    try {
      return (await fetch(`${endpoint}/_emulator/health`)).ok;
    } catch {
      return false;
    }
  }
  function file(name: string, content: string): string {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  }

  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    it(`prints one JSON line when it is ready, and ends well on ${signal}, hanging requests or not`, async () => {
      const child = run("--scenario", "hang", "--secret-id", "id", "--secret-key", "key");
      const { endpoint, ...rest } = await ready(child);
      assert.match(endpoint, /^http:\/\/127\.0\.0\.1:\d+$/);
      assert.deepEqual(rest, {
        secretId: "id",
        secretKey: "key",
        accountId: "100000000001",
        scenario: "hang",
      });
      const hanging = assert.rejects(fetch(endpoint, { method: "POST" }));
      const asked = async () => (await (await fetch(`${endpoint}/_emulator/requests`)).json()) as unknown[];
      while ((await asked()).length === 0);
      child.kill(signal);
      const [code] = await once(child, "exit");
      assert.equal(code, 0);
      await hanging;
    });
  }

  it("ends with its parent, however that ends, where it is told to", async () => {
    const child = [process.execPath, "--require", "tsx/cjs", cli, "--end-with-parent"];
    const program = `require("node:child_process").spawn(${JSON.stringify(child[0])}, ${JSON.stringify(child.slice(1))}, { stdio: "inherit" })`;
    const parent = spawn(process.execPath, ["-e", program], { stdio: ["ignore", "pipe", "inherit"] });
    children.add(parent);
    const { endpoint } = await ready(parent);
    parent.kill("SIGKILL");
    while (await answers(endpoint));
  });

  it("outlives its parent otherwise", async () => {
    const program = `const child = require("node:child_process").spawn(process.execPath, ["--require", "tsx/cjs", ${JSON.stringify(cli)}], { stdio: ["ignore", "pipe", "ignore"], detached: true });
      child.stdout.once("data", (line) => { console.log(line.toString().trim() + "\\n" + child.pid); process.exit(); });`;
    const parent = spawn(process.execPath, ["-e", program], { stdio: ["ignore", "pipe", "inherit"] });
    const [line = "", pid] = (await text(parent.stdout)).trim().split("\n");
    try {
      assert.equal(await answers((JSON.parse(line) as Ready).endpoint), true);
    } finally {
      process.kill(Number(pid));
    }
  });

  it("serves the fields of a file, bare or inside a Response", async () => {
    for (const content of ['{"State":null,"New":1}', '{"Response":{"State":null,"New":1}}']) {
      const child = run("--scenario", file("reply.json", content));
      const { endpoint, scenario } = await ready(child);
      assert.match(scenario, /reply\.json$/);
      const state = (await (await fetch(`${endpoint}/_emulator/state`)).json()) as { fields: object };
      assert.deepEqual(state.fields, { State: null, New: 1 });
      child.kill();
      await once(child, "exit");
    }
  });

  it("serves the assets of a file, from which the cores follow that the file leaves out", async () => {
    const assets = [{ kind: "cluster", id: "cls-1", cores: 10, protectedCores: 4 }];
    const content = JSON.stringify({ Response: { State: 3, AllCoresCnt: 12 }, assets });
    const child = run(
      "--scenario",
      file("assets.json", content),
      "--site",
      "mainland",
      "--units-per-core",
      "1",
    );
    const { endpoint } = await ready(child);
    const shown = async (path: string) =>
      (await fetch(`${endpoint}/_emulator/${path}`)).json() as Promise<object>;
    const state = (await shown("state")) as { fields: Record<string, unknown>; assets: unknown };
    assert.equal(state.fields["AllCoresCnt"], 12);
    assert.equal(state.fields["UndefendCoresCnt"], 6);
    assert.deepEqual(state.assets, assets);
    assert.deepEqual(await shown("settings"), { site: "mainland", unitsPerCore: 1 });
    child.kill();
    await once(child, "exit");
  });

  it("explains itself", async () => {
    const help = await finished("--help");
    assert.equal(help.code, 0);
    assert.match(help.out, /--scenario/);
    assert.match((await finished("--version")).out, /^\d+\.\d+\.\d+\n$/);
    const list = await finished("--list-scenarios");
    assert.equal(list.code, 0);
    assert.equal(list.out.trim().split("\n").length, scenarios.size);
  });

  it("refuses what it does not understand, in one line and with exit code 2", async () => {
    const taken = await startEmulator();
    const table: Array<[string[], RegExp]> = [
      [["--site", "moon"], /international, mainland/],
      [["--units-per-core", "0"], /positive number/],
      [
        ["--scenario", file("bad-assets.json", '{"assets":[{"kind":"host"}]}')],
        /assets\[0\]: "cores" is missing/,
      ],
      [["--prot", "1"], /unknown option '--prot'/],
      [["--port", "many"], /from 0 to 65535/],
      [["--port", "65536"], /from 0 to 65535/],
      [["--port", String(taken.port)], /port \d+ is in use/],
      [["--scenario", "helthy"], /unknown scenario "helthy"/],
      [["--scenario", join(folder, "none.json")], /cannot read .*none\.json: ENOENT/],
      [["--scenario", file("bad.json", "{\n")], /bad\.json is not JSON/],
      [["--scenario", file("list.json", "[]")], /must hold a JSON object/],
      [["--secret-id"], /argument missing/],
      [["surprise"], /too many arguments/],
    ];
    const results = await Promise.all(table.map(([args]) => finished(...args)));
    await taken.close();
    for (const [index, { out, err, code }] of results.entries()) {
      const [args, message] = table[index] ?? [[], /never/];
      assert.match(err, message);
      assert.equal(err.trim().split("\n").length, 1, err);
      assert.equal(code, 2, args.join(" "));
      assert.equal(out, "");
    }
  });
});
