import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makePipe } from "../support/pipes";
import { FakeEngine } from "../unit/support/fakeEngine";
import { FORM_NAMES, Served } from "./support/served";

/** Far longer than a test may take: nothing but the engine's end ends these reads. */
const LONG = { requestTimeoutSeconds: 600, deadlineSeconds: 600, maxRetries: 0 };

const NO_KEY = { TENCENTCLOUD_SECRET_ID: undefined, TENCENTCLOUD_SECRET_KEY: undefined };

describe("a process of ours", () => {
  let api: FakeEngine;
  let folder: string;
  let served: Served | undefined;
  beforeEach(async () => {
    api = await FakeEngine.listen();
    folder = mkdtempSync(join(tmpdir(), "tcss-gone-"));
  });
  afterEach(async () => {
    await served?.kill();
    await api.gone();
    rmSync(folder, { recursive: true });
  });

  for (const name of FORM_NAMES) {
    describe(`in the middle of a read that hangs: ${name}`, () => {
      beforeEach(async () => {
        served = await Served.start(name, { HOME: folder });
        const connected = api.connected();
        served.ask({ endpoint: `http://${api.address}`, ...LONG }).catch(() => {});
        await connected;
      });

      it("ends when the engine is gone without a word", async () => {
        await served?.engineGone();
        await api.left();
      });

      for (const signal of ["SIGTERM", "SIGINT"] as const)
        it(`ends by ${signal}`, () => served?.endedBy(signal));
    });

    it(`says at once which profile is a named pipe, and ends: ${name}`, async () => {
      mkdirSync(join(folder, ".tccli"));
      const pipe = join(folder, ".tccli/default.credential");
      makePipe(pipe);
      served = await Served.start(name, { HOME: folder, ...NO_KEY });
      assert.match(
        (await served.ask({ endpoint: `http://${api.address}`, ...LONG })) ?? "",
        /default\.credential/,
      );
      assert.equal(api.sockets.length, 0);
      await served.engineGone();
    });
  }

  it("says at once that tcss.gate.yaml is a named pipe, and ends: the gate as an executable", async () => {
    writeFileSync(join(folder, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
    makePipe(join(folder, "tcss.gate.yaml"));
    served = await Served.start("the gate as an executable", { HOME: folder }, folder);
    await assert.rejects(served.ask({ endpoint: `http://${api.address}`, ...LONG }), /tcss\.gate\.yaml/);
    assert.equal(api.sockets.length, 0);
    await served.engineGone();
  });
});
