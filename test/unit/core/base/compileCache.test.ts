import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadKeepingCode } from "../../../../core/base/compileCache";

describe("loadKeepingCode", () => {
  let home: string;
  let file: string;
  let enabled: string[];
  const cache = { enableCompileCache: (folder: string) => enabled.push(folder) };
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "tcss-cache-"));
    file = join(home, "command.js");
    writeFileSync(file, "exports.loaded = true;");
    enabled = [];
  });
  afterEach(() => rmSync(home, { recursive: true }));

  function load(env: NodeJS.ProcessEnv, node: Parameters<typeof loadKeepingCode>[2] = cache): void {
    assert.deepEqual(loadKeepingCode(file, env, node), { loaded: true });
  }

  it("keeps it in a folder of the user's that nobody else may write", () => {
    load({ XDG_CACHE_HOME: home });
    const folder = join(home, "pulumi-tcss");
    assert.deepEqual(enabled, [folder]);
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    load({ XDG_CACHE_HOME: home });
    assert.deepEqual(enabled, [folder, folder]);
  });

  it("keeps nothing in a folder that others may write", () => {
    mkdirSync(join(home, "pulumi-tcss"));
    chmodSync(join(home, "pulumi-tcss"), 0o777);
    load({ XDG_CACHE_HOME: home });
    assert.deepEqual(enabled, []);
  });

  it("keeps nothing in a link to a folder", () => {
    const elsewhere = mkdtempSync(join(home, "elsewhere-"));
    symlinkSync(elsewhere, join(home, "pulumi-tcss"));
    load({ XDG_CACHE_HOME: home });
    assert.deepEqual(enabled, []);
  });

  it("leaves a folder that the user names to Node.js, and keeps nothing where the user wants that", () => {
    load({ XDG_CACHE_HOME: home, NODE_COMPILE_CACHE: "/elsewhere" });
    load({ XDG_CACHE_HOME: home, NODE_DISABLE_COMPILE_CACHE: "1" });
    assert.deepEqual(enabled, []);
  });

  it("goes on where no folder can be made", () => {
    load({ XDG_CACHE_HOME: join(home, "not", "there", "at", "all") });
    load({ XDG_CACHE_HOME: join(home, "not", "there", "at", "all") }, {});
    assert.deepEqual(enabled, []);
  });

  it("goes on where Node.js refuses", () => {
    const refusing = {
      enableCompileCache: () => {
        throw new Error("no space left");
      },
    };
    load({ XDG_CACHE_HOME: home }, refusing);
  });

  it("makes the same folder where Node.js keeps nothing itself", () => {
    load({ XDG_CACHE_HOME: home }, {});
    assert.equal(statSync(join(home, "pulumi-tcss")).mode & 0o777, 0o700);
  });

  it("gives the error of what it loads", () => {
    writeFileSync(file, "throw new Error('it cannot start');");
    for (const node of [cache, {}])
      assert.throws(() => loadKeepingCode(file, { XDG_CACHE_HOME: home }, node), /it cannot start/);
  });
});
