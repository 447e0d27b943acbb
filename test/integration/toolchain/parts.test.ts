import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Progress } from "../../../toolchain/src/progress";
import { CommandError, run } from "../../../toolchain/src/run";
import {
  DOTNET_HOST,
  isAtLeast,
  JAVA_HOST,
  LANGUAGE_HOST,
  MINIMUM_OPENTOFU,
  MINIMUM_PULUMI,
  OPENTOFU,
  PULUMI,
} from "../../../toolchain/src/versions";

describe("a version", () => {
  for (const [version, minimum, expected] of [
    ["v3.255.0", "3.255.0", true],
    ["3.255.1", "3.255.0", true],
    ["v3.254.9", "3.255.0", false],
    ["4.0.0", "3.255.0", true],
    ["2.300.0", "3.255.0", false],
    ["v3.260.0-alpha.x+y", "3.255.0", true],
    ["nonsense", "3.255.0", false],
    ["", "3.255.0", false],
  ] as const)
    it(`${version || "that is empty"} is ${expected ? "" : "not "}at least ${minimum}`, () =>
      assert.equal(isAtLeast(version, minimum), expected));

  it("that is built is new enough, and the one that the Go modules name", () => {
    assert.ok(isAtLeast(PULUMI, MINIMUM_PULUMI));
    const module = (name: string): string =>
      readFileSync(join(__dirname, "..", "..", "..", "toolchain", "go", name, "go.mod"), "utf8");
    assert.ok(module("cli").includes(`github.com/pulumi/pulumi/pkg/v3 v${PULUMI}\n`));
    assert.ok(module("language-host").includes(`github.com/pulumi/pulumi/sdk/v3 v${LANGUAGE_HOST}\n`));
    for (const required of [
      `github.com/pulumi/pulumi/pkg/v3 v${PULUMI}\n`,
      `github.com/pulumi/pulumi-java v${JAVA_HOST}\n`,
      `github.com/pulumi/pulumi-dotnet/pulumi-language-dotnet/v3 v${DOTNET_HOST}\n`,
    ])
      assert.ok(module("sdk-generators").includes(required), required);
    assert.ok(isAtLeast(OPENTOFU, MINIMUM_OPENTOFU));
    assert.ok(module("opentofu").includes(`github.com/opentofu/opentofu v${OPENTOFU}\n`));
  });
});

describe("a command of the build", () => {
  it("gives what it printed", async () =>
    assert.equal(await run(process.execPath, ["-e", "console.log('out'); console.error('err')"]), "out\n"));

  it("fails with the last of what it printed", () =>
    assert.rejects(run(process.execPath, ["-e", "console.error('no space left'); process.exit(3)"]), {
      constructor: CommandError,
      message: "no space left",
    }));

  it("that is not there is named", () =>
    assert.rejects(run("no-such-command", []), { message: "there is no no-such-command on PATH" }));

  it("ends when it is interrupted", async () => {
    const abort = new AbortController();
    const running = run(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { signal: abort.signal });
    abort.abort();
    await assert.rejects(running);
  });
});

describe("progress", () => {
  function shown(isTTY: boolean): string[] {
    const written: string[] = [];
    const progress = new Progress({ isTTY, write: (text) => written.push(text) });
    progress.stage("building");
    progress.end();
    return written;
  }

  it("is a line a stage where there is no terminal", () =>
    assert.deepEqual(shown(false), ["tool chain: building, 0 s\n"]));

  it("is one line that is wiped at the end on a terminal", () =>
    assert.deepEqual(shown(true), ["\r\u001b[Ktool chain: building, 0 s", "\r\u001b[K"]));
});
