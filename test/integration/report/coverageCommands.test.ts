import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { type PlannedAsset, printable } from "pulumi-tcss/internal";
import { switchOnCommands } from "../../../report/src/present/coverage/commands";
import { HOSTILE } from "../../unit/report/formats/hostile";

const INTERNATIONAL = { endpoint: "https://tcss.intl.tencentcloudapi.com" };
const MAINLAND = { endpoint: "https://tcss.tencentcloudapi.com" };

function clusters(...ids: readonly string[]): PlannedAsset[] {
  return ids.map((id) => ({ kind: "cluster", id, cores: 1 }));
}

describe("the commands of the plan", () => {
  const folder = mkdtempSync(join(tmpdir(), "tcss-stub-"));

  before(() => {
    // prints its arguments as JSON, one line a call
    const stub = join(folder, "tccli");
    writeFileSync(stub, `#!${process.execPath}\nconsole.log(JSON.stringify(process.argv.slice(2)));\n`);
    chmodSync(stub, 0o755);
  });

  after(() => rmSync(folder, { recursive: true }));

  /** What `tccli` is given when a real shell runs the commands. */
  function argumentsOf(commands: readonly string[], shell = "sh"): string[][] {
    const path = [folder, dirname(process.execPath), "/usr/bin", "/bin"].join(":");
    const output = execFileSync(shell, ["-c", commands.join("\n")], {
      encoding: "utf8",
      env: { PATH: path, HOME: folder },
      cwd: folder,
    });
    return output
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as string[]);
  }

  function idsOf(args: readonly string[]): unknown {
    return JSON.parse(args[args.indexOf("--InstanceIDs") + 1] ?? "");
  }

  it("are those of the documentation", () => {
    assert.deepEqual(switchOnCommands(clusters("cls-a1b2c3d4"), "cluster", MAINLAND), [
      `tccli tcss ModifyDefendStatus --SwitchOn true --InstanceType Cluster --IsAll false --InstanceIDs '["cls-a1b2c3d4"]'`,
    ]);
  });

  it("name the endpoint of another site than tccli's own, the region and the profile", () => {
    const access = { ...INTERNATIONAL, region: "ap-singapore", profile: "prod's" };
    const commands = switchOnCommands(clusters("cls-a", "cls-b"), "cluster", access);
    assert.deepEqual(argumentsOf(commands), [
      [
        ..."tcss ModifyDefendStatus --SwitchOn true --InstanceType Cluster --IsAll false --InstanceIDs".split(
          " ",
        ),
        '["cls-a", "cls-b"]',
        ..."--endpoint tcss.intl.tencentcloudapi.com --region ap-singapore --profile".split(" "),
        "prod's",
      ],
    ]);
  });

  it("switch one kind each, never all instances", () => {
    const assets: PlannedAsset[] = [
      ...clusters("cls-a"),
      { kind: "host", id: "h-1", cores: 2 },
      { kind: "superNode", id: "s", cores: 2 },
    ];
    const [[host = []] = [], cluster] = (["host", "cluster"] as const).map((kind) =>
      argumentsOf(switchOnCommands(assets, kind, MAINLAND)),
    );
    assert.deepEqual(idsOf(host), ["h-1"]);
    assert.equal(host[host.indexOf("--InstanceType") + 1], "Node");
    for (const args of [host, ...(cluster ?? [])]) assert.equal(args[args.indexOf("--IsAll") + 1], "false");
  });

  for (const shell of ["sh", "bash"])
    it(`give ${shell} every id as it is, and nothing to run`, () => {
      const commands = switchOnCommands(clusters(...HOSTILE), "cluster", INTERNATIONAL);
      assert.deepEqual(argumentsOf(commands, shell).flatMap(idsOf), HOSTILE);
    });

  it("give a shell region and profile as they are shown", () => {
    const texts = HOSTILE.filter((text) => text.length < 1000);
    const commands = texts.flatMap((text) =>
      switchOnCommands(clusters("a"), "cluster", { ...INTERNATIONAL, region: text, profile: text }),
    );
    assert.deepEqual(
      argumentsOf(commands).map((args) => [args[args.indexOf("--region") + 1], args.at(-1)]),
      texts.map((text) => printable(text)).map((shown) => [shown, shown]),
    );
  });

  it("hold no character but those that no shell and no markup takes for more (property)", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" }), { minLength: 1, maxLength: 5 }), (ids) => {
        const [command = ""] = switchOnCommands(clusters(...ids), "cluster", undefined);
        assert.match(command, /^[\w .:/ ",[\]\\'-]+$/);
        const [, quoted = ""] = /'(.*)'$/.exec(command) ?? [];
        assert.doesNotMatch(quoted, /'/);
        assert.deepEqual(JSON.parse(quoted), ids);
      }),
    );
  });

  it("name a hundred ids each, and leave none out", () => {
    const ids = Array.from({ length: 10_000 }, (_, index) => `cls-${index}`);
    const commands = switchOnCommands(clusters(...ids), "cluster", INTERNATIONAL);
    assert.equal(commands.length, 100);
    assert.deepEqual(
      commands.flatMap((command) => JSON.parse(/'(.*)'/.exec(command)?.[1] ?? "")),
      ids,
    );
  });

  it("are none where there is nothing to switch", () => {
    assert.deepEqual(switchOnCommands([], "cluster", INTERNATIONAL), []);
  });
});
