import assert from "node:assert/strict";
import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { STORED } from "../../../unit/report/support";
import { secretInState } from "../../../unit/support/secretInState";
import { DURING, jsonOf, useCommand } from "./cliBed";

describe("tcss", function () {
  this.timeout(60_000);

  const bed = useCommand();

  describe("a pulumi that answers", () => {
    const state = {
      version: 3,
      deployment: {
        manifest: { time: "2024-09-30T23:00:00Z" },
        resources: [
          {
            urn: "urn:pulumi:prod::security::pulumi-nodejs:dynamic/tcss:PurchaseState::tcss",
            type: "pulumi-nodejs:dynamic/tcss:PurchaseState",
            inputs: { purchaseState: STORED },
          },
        ],
      },
    };

    /** A `pulumi` whose commands print what is given, and which keeps how it was called. */
    function pulumi(answers: Record<string, unknown>): NodeJS.ProcessEnv {
      const bin = join(bed.place.folder, "bin");
      mkdirSync(bin, { recursive: true });
      const cases = Object.entries(answers).map(([command, answer], index) => {
        const text = bed.place.write(`answer-${index}.json`, answer);
        return `*"${command}"*) cat '${text}' ;;`;
      });
      const script = `#!/bin/sh\necho "$@" >> '${bed.place.folder}/calls'\ncase "$*" in\n${cases.join("\n")}\n*) echo "error: no \u001b[31mstack" >&2; exit 255 ;;\nesac\n`;
      chmodSync(bed.place.write("bin/pulumi", script), 0o755);
      return { PATH: `${bin}:${process.env["PATH"]}` };
    }
    const update = (version: number, endTime: string, result = "succeeded") => ({
      kind: "update",
      version,
      endTime,
      result,
    });

    it("is asked for the state, and for when it was last read", async () => {
      const history = [update(2, "2024-09-30T23:00:00Z", "failed"), update(1, "2024-09-28T00:00:00Z")];
      const env = pulumi({ "stack export": state, "stack history": history });
      const { code, out } = await bed.place.tcssWith(
        { env },
        "check",
        "--stack",
        "acme/security/prod",
        "--at",
        DURING,
      );
      assert.match(
        out,
        /^acme\/security\/prod › tcss: \d findings, values 3 days old \(2024-09-28 08:00:00 Beijing time, last successful/,
      );
      assert.equal(code, 1);
    });

    it("gives coverage over time, by the versions of the updates that succeeded", async () => {
      const env = pulumi({
        "--version=1": { ...state, deployment: { ...state.deployment, resources: [] } },
        "--version=4": state,
        "stack export": state,
        "stack history": [
          update(5, "2024-09-30T00:00:00Z"),
          update(4, "2024-09-29T00:00:00Z"),
          update(3, "2024-09-28T00:00:00Z", "failed"),
          update(1, "2024-09-26T00:00:00Z"),
        ],
      });
      const stack = ["--stack", "acme/security/prod", "--at", DURING];
      const ended = await bed.place.tcssWith({ env }, "report", "--history", "--format", "json", ...stack);
      assert.deepEqual(jsonOf(ended).history, [
        {
          stack: "acme/security/prod",
          points: [
            {
              time: "2024-09-29T00:00:00Z",
              version: 4,
              resource: "tcss",
              allCoresCnt: 154,
              coresCnt: 68,
              undefendCoresCnt: 86,
            },
            {
              time: "2024-09-30T00:00:00Z",
              version: 5,
              resource: "tcss",
              allCoresCnt: 154,
              coresCnt: 68,
              undefendCoresCnt: 86,
            },
          ],
        },
      ]);
    });

    it("says that there were more updates than are looked at", async () => {
      const many = Array.from({ length: 51 }, (_, index) =>
        update(51 - index, "2024-09-29T00:00:00Z", "failed"),
      );
      const env = pulumi({ "stack export": state, "stack history": many });
      const args = ["report", "--history", "--format", "json", "--stack", "acme/security/prod"];
      const ended = await bed.place.tcssWith({ env }, ...args);
      assert.equal(
        ended.err,
        "tcss: the history of acme/security/prod shows its last 50 updates; there are more\n",
      );
      assert.equal(jsonOf(ended).history[0].problem, "The stack has no successful update yet.");
      assert.equal((await bed.place.tcssWith({ env }, ...args, "--quiet")).err, "");
    });

    it("says why there is no history, and reports all the same", async () => {
      const env = pulumi({ "stack export": state });
      const args = ["report", "--history", "--format", "json", "--stack", "acme/security/prod"];
      const ended = await bed.place.tcssWith({ env }, ...args);
      assert.match(
        jsonOf(ended).history[0].problem,
        /^pulumi stack history failed: no \\u001b\[31mstack\. Check/,
      );
      assert.equal(jsonOf(ended).subjects[0].observedAt, "2024-09-30T23:00:00Z");
      assert.equal(ended.code, 0);
    });

    it("says why a stack cannot be read, without its control characters", async () => {
      const { code, out } = await bed.place.tcssWith(
        { env: pulumi({}) },
        "check",
        "--stack",
        "acme/security/nope",
      );
      assert.match(
        out,
        /TCSS000 .*pulumi stack export failed: no \\u001b\[31mstack\. Check the stack's name/,
      );
      assert.equal(code, 2);
    });

    it("is not believed when it prints no JSON", async () => {
      const env = pulumi({ "stack export": "Welcome!" });
      const { code, out } = await bed.place.tcssWith({ env }, "check", "--stack", "acme/security/prod");
      assert.match(out, /pulumi stack export printed no JSON\. Check that pulumi on PATH/);
      assert.equal(code, 2);
    });

    it("says how to get at secret values", async () => {
      const [resource] = state.deployment.resources;
      const secret = { ...resource, inputs: { purchaseState: secretInState({ ciphertext: "v1:x" }) } };
      const env = pulumi({
        "stack export": { ...state, deployment: { resources: [secret] } },
        "stack history": [],
      });
      const { code, out } = await bed.place.tcssWith({ env }, "check", "--stack", "acme/security/prod");
      assert.match(out, /are secret in this state\. Pipe them here: pulumi stack export --show-secrets/);
      assert.equal(code, 2);
    });
  });
});
