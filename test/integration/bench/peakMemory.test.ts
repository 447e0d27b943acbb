import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { highestOf, peaksAreMissing, peaksDuring } from "../../bench/support/peakMemory";

describe("PeakMemory", function () {
  this.timeout(30_000);

  before(function () {
    if (peaksAreMissing() !== undefined) this.skip();
  });

  /** Holds so many megabytes for a moment, and lives on without them. */
  const HOLD = "Buffer.alloc(MB * 1e6, 1); setTimeout(() => {}, 100)";

  const peaksOf = (command: string, args: string[]) => peaksDuring(() => promisify(execFile)(command, args));

  it("sees what a process has held, by its command line", async () => {
    const peaks = await peaksOf(process.execPath, ["-e", HOLD.replace("MB", "150")]);
    const [peak] = peaks.filter(({ command }) => command.includes("150 * 1e6"));
    assert.ok(peak !== undefined && peak.bytes > 150e6 && peak.bytes < 260e6, JSON.stringify(peaks));
  });

  it("sees processes that another process has started, and what a script has become", async () => {
    const node = `exec "${process.execPath}" -e '${HOLD.replace("MB", "120")}'`;
    const peaks = await peaksOf("sh", ["-c", `sh -c '${node.replaceAll("'", `'\\''`)}' & wait`]);
    const [peak] = peaks.filter(({ command }) => command.startsWith(`${process.execPath} -e`));
    assert.ok(peak !== undefined && peak.bytes > 120e6, JSON.stringify(peaks));
  });

  it("sees no process of others, nor its own", async () => {
    const peaks = await peaksOf(process.execPath, ["-e", "setTimeout(() => {}, 100)"]);
    const others = [process.pid, process.ppid, 1].map(commandOf).filter((command) => command !== "");
    assert.ok(peaks.length > 0);
    assert.ok(!peaks.some(({ command }) => others.includes(command)), JSON.stringify(peaks));
  });

  it("gives the highest of the processes with such a command line, and names those there are if none has it", () => {
    const peaks = [
      { command: "node /a/provider", bytes: 40e6 },
      { command: "node /a/provider", bytes: 70e6 },
      { command: "terraform plan", bytes: 90e6 },
    ];
    assert.equal(highestOf("the provider", /^node .*provider$/, peaks), 70);
    assert.throws(
      () => highestOf("the plugin", /^plugin/, peaks),
      /^Error: the plugin: no such process among\nnode /,
    );
  });

  function commandOf(id: number): string {
    return readFileSync(`/proc/${id}/cmdline`, "utf8").split("\0").join(" ").trim();
  }
});
