import assert from "node:assert/strict";
import { execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { formsOf, SecretSearch } from "../../support/secretSearch";

const SECRET = 'pa+ss/wo&rd"<\u00e9>=%!';
/** What a program may write of it, by what it is. */
const WRITTEN: Record<string, string> = {
  plain: SECRET,
  "in JSON": JSON.stringify({ token: SECRET }),
  "in JSON in JSON": JSON.stringify(JSON.stringify({ token: SECRET })),
  "in a query": new URLSearchParams({ token: SECRET }).toString(),
  "percent-encoded": encodeURIComponent(SECRET),
  "percent-encoded in lower case": encodeURIComponent(SECRET).replace(/%../g, (code) => code.toLowerCase()),
  "percent-encoded twice": encodeURIComponent(encodeURIComponent(SECRET)),
  "in HTML": SECRET.replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;"),
  hexadecimal: Buffer.from(SECRET).toString("hex"),
  base64: Buffer.from(SECRET).toString("base64"),
  "base64 behind one byte": Buffer.from(`:${SECRET}`).toString("base64"),
  "base64 behind two bytes": Buffer.from(`u:${SECRET}`).toString("base64"),
  "base64 in the middle": Buffer.from(`{"a":"${SECRET}","b":1}`).toString("base64"),
  base64url: Buffer.from(`user:${SECRET}`).toString("base64url"),
  "base64, percent-encoded": encodeURIComponent(Buffer.from(SECRET).toString("base64")),
};

describe("the search for secrets", () => {
  const search = new SecretSearch(["another-secret", SECRET, "pa+ss/wo&other"]);

  for (const [name, text] of Object.entries(WRITTEN))
    it(`finds one that is written ${name}`, () => {
      assert.notEqual(search.findIn(Buffer.from(`before ${text} behind`)), undefined);
    });

  it("finds one in UTF-16, as PowerShell writes files", () => {
    assert.notEqual(search.findIn(Buffer.from(`before ${SECRET}`, "utf16le")), undefined);
  });

  it("finds none where there is none, and none in parts of one", () => {
    for (const text of ["", "pa+ss/wo", SECRET.slice(0, -1), SECRET.slice(1), "nothing"])
      assert.equal(search.findIn(Buffer.from(text)), undefined, text);
  });

  it("finds what stands anywhere in anything, as looking for each form alone does", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "+", "é"), minLength: 8, maxLength: 10 });
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 4 }),
        fc.string({ unit: fc.constantFrom("a", "b", "+"), maxLength: 60 }),
        (secrets, text) => {
          const bytes = Buffer.from(text);
          const expected = secrets.some((secret) =>
            [...formsOf(secret).values()].some((form) => bytes.toString("latin1").includes(form)),
          );
          assert.equal(new SecretSearch(secrets).findIn(bytes) !== undefined, expected);
        },
      ),
    );
  });

  it("leaves short texts out", () => {
    assert.equal(new SecretSearch(["short"]).findIn(Buffer.from("too short")), undefined);
  });
});

describe("what is kept of a run", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tcss-run-test-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const PRINT = 'console.log("on-" + "output"); console.error("on-" + "error")';
  for (const [name, start] of [
    ["spawn", `require("node:child_process").spawn(process.execPath, ["-e", PRINT])`],
    ["spawnSync", `require("node:child_process").spawnSync(process.execPath, ["-e", PRINT])`],
    ["execFile", `require("node:child_process").execFile(process.execPath, ["-e", PRINT], () => {})`],
    [
      "exec",
      `require("node:child_process").exec(JSON.stringify(process.execPath) + " -e " + JSON.stringify("console.log('on-' + 'output'); console.error('on-' + 'error')"))`,
    ],
  ])
    it(`holds what a process says that ${name} starts, and the secrets of its environment`, async () => {
      const program = `process.env.SOME_SECRET_KEY = "given-" + "to-it"; process.env.https_proxy = "http://user:pass" + "%2Dword@host";
        const PRINT = ${JSON.stringify(PRINT)}; ${start}`;
      const hooks = join(__dirname, "../../support/hooks.ts");
      const env = { ...process.env, TCSS_TEST_RUN: folder, MACHINES_OWN_TOKEN: "no-test-has-it" };
      const child = spawn(process.execPath, ["--require", "tsx/cjs", "--require", hooks, "-e", program], {
        env,
      });
      const [code] = await once(child, "exit");
      assert.equal(code, 0);
      const captured = readdirSync(join(folder, "captured")).map((file) =>
        readFileSync(join(folder, "captured", file), "utf8"),
      );
      assert.deepEqual(captured.filter((text) => text !== "").sort(), ["on-error\n", "on-output\n"]);
      if (name === "spawn" || name === "execFile") {
        const secrets = readFileSync(join(folder, "secrets.jsonl"), "utf8");
        for (const secret of ["given-to-it", "pass%2Dword", "pass-word"])
          assert.ok(secrets.includes(`"${secret}"`), secret);
        assert.ok(!secrets.includes("no-test-has-it"));
      }
    });

  it("does not change what the one who starts it reads, even late", async () => {
    const child = spawn(process.execPath, ["-e", PRINT]);
    await once(child, "spawn");
    let text = "";
    for await (const chunk of child.stdout) text += chunk;
    assert.equal(text, "on-output\n");
    assert.equal(spawnSync(process.execPath, ["-e", PRINT], { encoding: "utf8" }).stdout, "on-output\n");
    assert.equal((await promisify(execFile)(process.execPath, ["-e", PRINT])).stdout, "on-output\n");
  });
});
