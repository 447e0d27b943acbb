import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { PluginClient } from "../../../unit/provider/plugin/client";
import { FakeEngine } from "../../../unit/support/fakeEngine";

const ROOT = join(__dirname, "../../../..");
const EXECUTABLE = join(ROOT, "provider/plugin/bin/pulumi-resource-tcss");

const run = (...args: string[]) => spawnSync(EXECUTABLE, args, { encoding: "utf8" });

describe("pulumi-resource-tcss", () => {
  it("prints its port and nothing else, whatever the engine adds, and serves there", async () => {
    const engine = await FakeEngine.listen();
    const child = spawn(EXECUTABLE, ["--logtostderr", "-v=9", engine.address], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let stdout = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    await once(child.stdout, "data");
    const client = new PluginClient(Number(stdout));
    const response = await client.call<pb.GetSchemaResponse>("getSchema", new pb.GetSchemaRequest());
    client.close();
    child.kill();
    await once(child, "close");
    await engine.gone();
    assert.match(response.getSchema(), /^\{"name":"tcss"/);
    assert.match(stdout, /^\d+\n$/);
  });

  it("starts from a link in another folder", () => {
    const folder = mkdtempSync(join(tmpdir(), "tcss-plugin-test-"));
    symlinkSync(EXECUTABLE, join(folder, "pulumi-resource-tcss"));
    const { stdout, status } = spawnSync(join(folder, "pulumi-resource-tcss"), ["--version"], {
      cwd: folder,
      encoding: "utf8",
    });
    rmSync(folder, { recursive: true });
    assert.equal(status, 0);
    assert.equal(stdout, `${require("pulumi-tcss/package.json").version}\n`);
  });

  it("explains itself by --help", () => {
    const { stdout, stderr, status } = run("--help");
    assert.equal(status, 0);
    assert.equal(stderr, "");
    assert.match(stdout, /plugins:\n +providers:\n +- name: tcss\n +path: FOLDER/);
  });
});
