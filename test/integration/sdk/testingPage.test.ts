import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(__dirname, "../../..");

describe("docs/testing.md", () => {
  it("shows a test that passes, without an account and without an engine", function () {
    this.timeout(60_000);
    const folder = mkdtempSync(join(tmpdir(), "tcss-docs-testing-"));
    try {
      const blocks = [
        ...readFileSync(join(ROOT, "docs/testing.md"), "utf8").matchAll(
          /^```js\n\/\/ ([\w.]+).*\n([\s\S]*?)^```$/gm,
        ),
      ];
      const files = blocks.map(([, name = "", text = ""]) => [name, text] as const);
      assert.deepEqual(
        files.map(([name]) => name),
        ["index.js", "index.test.js"],
      );
      for (const [name, text] of files) writeFileSync(join(folder, name), text);
      symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
      execFileSync(process.execPath, ["--test", folder], {
        cwd: folder,
        env: { PATH: process.env["PATH"], HOME: folder, TENCENTCLOUD_TCSS_ENDPOINT: "http://127.0.0.1:9" },
        stdio: "pipe",
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
