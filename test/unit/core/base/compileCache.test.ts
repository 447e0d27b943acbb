import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keepCompiledCode } from "../../../../core/base/compileCache";

describe("keepCompiledCode", () => {
  let home: string;
  let enabled: string[];
  const cache = { enableCompileCache: (folder: string) => enabled.push(folder) };
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "tcss-cache-"));
    enabled = [];
  });
  afterEach(() => rmSync(home, { recursive: true }));

  it("keeps it in a folder of the user's that nobody else may write", () => {
    keepCompiledCode({ XDG_CACHE_HOME: home }, cache);
    const folder = join(home, "pulumi-tcss");
    assert.deepEqual(enabled, [folder]);
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    keepCompiledCode({ XDG_CACHE_HOME: home }, cache);
    assert.deepEqual(enabled, [folder, folder]);
  });

  it("keeps nothing in a folder that others may write", () => {
    mkdirSync(join(home, "pulumi-tcss"));
    chmodSync(join(home, "pulumi-tcss"), 0o777);
    keepCompiledCode({ XDG_CACHE_HOME: home }, cache);
    assert.deepEqual(enabled, []);
  });

  it("keeps nothing in what is no folder of its own", () => {
    const elsewhere = mkdtempSync(join(home, "elsewhere-"));
    symlinkSync(elsewhere, join(home, "pulumi-tcss"));
    keepCompiledCode({ XDG_CACHE_HOME: home }, cache);
    assert.deepEqual(enabled, []);
  });

  it("leaves a folder that the user names, and the wish for none, to Node.js", () => {
    keepCompiledCode({ XDG_CACHE_HOME: home, NODE_COMPILE_CACHE: "/elsewhere" }, cache);
    keepCompiledCode({ XDG_CACHE_HOME: home, NODE_DISABLE_COMPILE_CACHE: "1" }, cache);
    assert.deepEqual(enabled, []);
  });

  it("goes on where no folder can be made, and where Node.js has no such cache", () => {
    keepCompiledCode({ XDG_CACHE_HOME: join(home, "not", "there", "at", "all") }, cache);
    keepCompiledCode({ XDG_CACHE_HOME: home }, {});
    assert.deepEqual(enabled, []);
  });

  it("goes on where Node.js refuses", () => {
    const refusing = {
      enableCompileCache: () => {
        throw new Error("no space left");
      },
    };
    keepCompiledCode({ XDG_CACHE_HOME: home }, refusing);
  });
});
