import assert from "node:assert/strict";
import { criteriaOf } from "../../../../report/src/document";
import { readLive } from "../../../../report/src/sources/live";
import { gateSettings } from "../../support/gateSettings";

const SECRET_ID = `AKID${"0123456789abcdef".repeat(2)}`;

describe("readLive", () => {
  for (const selector of ["account", "profile"])
    it(`asks nobody where a SecretId is given as ${selector}, and repeats it nowhere`, async () => {
      const lines: string[] = [];
      const gate = gateSettings();
      const observations = await readLive({
        selectors: { [selector]: SECRET_ID },
        gate,
        criteria: criteriaOf({ gate, settings: {}, now: new Date() }),
        env: {},
        explain: (line) => lines.push(line),
      });
      assert.deepEqual(
        observations.map(({ origin }) => origin),
        [{ kind: "live", name: "[secret]" }],
      );
      assert.match(String(observations[0]?.reading), new RegExp(`--${selector} is a secret`));
      assert.equal(JSON.stringify([observations, lines]).includes(SECRET_ID), false);
    });
});
