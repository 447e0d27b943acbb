import assert from "node:assert/strict";
import type { FaultName } from "../../../emulator/src";
import { CLUSTERS, useCoverage } from "./bed";

describe("coverage over HTTP", () => {
  const bed = useCoverage();
  const { read, failure, asked } = bed;

  describe("lists that mislead", () => {
    const twisted = async (fault: FaultName, action: string = CLUSTERS) => {
      bed.emulator.faults.push({ fault, action, times: "always" });
      return (await read()).coverage;
    };

    it("an endless one is refused after few pages", async () => {
      bed.emulator.faults.push({ fault: "endless-list", action: CLUSTERS, times: "always" });
      const error = await failure();
      assert.equal(error.kind, "reply");
      assert.match(error.summary, /^the list of clusters does not end: it grew from \d+ to \d+ entries/);
      assert.ok((asked()[CLUSTERS] ?? 0) <= 20);
    });

    it("an id with other values counts once, as it came last, and is told", async () => {
      const { repeated, assets } = await twisted("repeating-assets");
      const [{ id } = { id: undefined }] = repeated;
      assert.equal(repeated.length, 1);
      assert.deepEqual(
        assets.filter((asset) => asset.id === id).map(({ name, protectedCores }) => [name, protectedCores]),
        [["again", 0]],
      );
    });

    it("texts that are no state are unknown, and told", async () => {
      const { assets, notUnderstood } = await twisted("unknown-states");
      const clusters = assets.filter(({ kind }) => kind === "cluster");
      assert.ok(clusters.length > 0);
      for (const { status, access } of clusters) assert.deepEqual([status, access], ["unknown", "unknown"]);
      assert.deepEqual(notUnderstood, ["cluster.AccessedStatus", "cluster.DefenderStatus"]);
    });

    for (const fault of ["odd-spellings", "disagreeing-states"] as const)
      it(`${fault} change nothing`, async () => {
        const plain = (await read()).coverage;
        assert.deepEqual(await twisted(fault), plain);
      });

    for (const fault of ["shrinking-list", "growing-list", "empty-page", "repeating-pages"] as const)
      it(`${fault}: a list that may lack assets is told`, async () => {
        bed.emulator.setAssets(
          Array.from({ length: 150 }, (_, index) => ({ kind: "cluster", id: `cls-${index}`, cores: 4 })),
        );
        const { incomplete } = await twisted(fault);
        assert.deepEqual(
          incomplete.map(({ kind, read, total }) => [kind, read < total]),
          [["cluster", true]],
        );
      });

    it("short pages are read on, and nothing is missing", async () => {
      bed.emulator.setAssets(
        Array.from({ length: 150 }, (_, index) => ({ kind: "cluster", id: `cls-${index}`, cores: 4 })),
      );
      const { incomplete, totals } = await twisted("short-pages");
      assert.deepEqual([incomplete, totals.cores], [[], 600]);
    });

    it("names with terminal escapes are kept as they came", async () => {
      const { assets } = await twisted("terminal-escapes");
      assert.ok(assets.some(({ name }) => name?.includes("\u001b")));
    });

    it("assets without an id are counted", async () => {
      const { totals } = await twisted("without-id");
      assert.ok(totals.withoutId > 0);
      assert.equal(totals.undefendedCores, 86);
    });

    it("cores that are none are told, and in no sum", async () => {
      const { notUnderstood, assets } = await twisted("odd-cores");
      assert.deepEqual(notUnderstood, ["cluster.CoresCnt"]);
      assert.ok(assets.every(({ cores }) => cores === undefined || (cores >= 0 && cores < 1e6)));
    });
  });
});
