import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises";
import { loadCompiled } from "../../../../core/base/compiledCode";

describe("the compiled code of a command", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    const home = mkdtempSync(join(tmpdir(), "tcss-code-"));
    folder = join(home, "cache");
    mkdirSync(folder);
    file = join(home, "command.js");
  });
  afterEach(() => rmSync(join(folder, ".."), { recursive: true }));

  const kept = (): string[] => readdirSync(folder).sort();

  /** Loads `source` as the command, and waits until its code is kept. */
  async function load(source: string, files: number): Promise<unknown> {
    writeFileSync(file, source);
    const loaded = loadCompiled(file, { folder, writtenAfter: 0 });
    while (kept().length < files || kept().some((name) => !name.endsWith(".code"))) await nextTurn();
    return loaded;
  }

  it("is kept in one file that only the user reads, for this Node.js", async () => {
    assert.deepEqual(await load("exports.answer = 42;", 1), { answer: 42 });
    const [name = ""] = kept();
    assert.ok(name.startsWith(`${process.version}-${process.arch}-`));
    assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600);
  });

  it("is not written again when it is used", async () => {
    await load("exports.answer = 42;", 1);
    const { mtimeMs } = statSync(join(folder, kept()[0] ?? ""));
    assert.deepEqual(await load("exports.answer = 42;", 1), { answer: 42 });
    assert.equal(statSync(join(folder, kept()[0] ?? "")).mtimeMs, mtimeMs);
  });

  it("is that of another source when the source changes, also to one of the same length", async () => {
    await load("exports.answer = 42;", 1);
    assert.deepEqual(await load("exports.answer = 43;", 2), { answer: 43 });
  });

  it("is replaced where V8 refuses it", async () => {
    const source = "exports.answer = 'refused';";
    const digest = createHash("sha256").update(source).digest("hex");
    const cached = join(folder, `${process.version}-${process.arch}-${digest}.code`);
    writeFileSync(cached, "no code at all");
    assert.deepEqual(await load(source, 1), { answer: "refused" });
    while (readFileSync(cached, "latin1") === "no code at all") await nextTurn();
  });

  it("is not kept before the process has used what it is kept for", async () => {
    writeFileSync(file, "exports.answer = 42;");
    let isUsed = false;
    const load = (): void => {
      loadCompiled(file, { folder, writtenAfter: 0, isWorthKeeping: () => isUsed });
    };
    const before = process.listeners("exit");
    load();
    // a later timer of the same duration
    await pause(0);
    assert.deepEqual(kept(), []);
    // and is kept at the end, if it has by then
    isUsed = true;
    const [atExit] = process.listeners("exit").filter((each) => !before.includes(each));
    atExit?.(0);
    assert.equal(kept().length, 1);
    assert.deepEqual(process.listeners("exit"), before);
  });

  it("is kept for a few versions of a command, and no more", async () => {
    for (let version = 1; version <= 10; version += 1)
      await load(`exports.version = ${version};`, Math.min(version, 8));
    await nextTurn();
    while (kept().length > 8) await nextTurn();
    assert.equal(kept().length, 8);
  });

  it("has what a module has: its name, its folder, and require from there", async () => {
    writeFileSync(join(folder, "../other.js"), "exports.other = true;");
    assert.deepEqual(await load("module.exports = { __filename, __dirname, ...require('./other') };", 1), {
      __filename: file,
      __dirname: join(folder, ".."),
      other: true,
    });
  });

  it("is missing where it cannot be written, and the command starts all the same", () => {
    writeFileSync(file, "exports.answer = 42;");
    const nowhere = join(folder, "not/there");
    assert.deepEqual(loadCompiled(file, { folder: nowhere, writtenAfter: 0 }), { answer: 42 });
  });
});
