import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { useEmulator } from "./support/emulators";
import { shared } from "./support/hooks";
import { copyOut, install } from "./support/installation";
import { GATE, Project } from "./support/project";
import { assertReferenceOutputs } from "./support/referenceOutputs";
import { addProfile } from "./support/secrets";

// an installation takes up to half a minute: not every example is installed by both
const TRIED: Readonly<Record<"npm" | "pnpm", readonly string[]>> = {
  npm: ["reference", "gate"],
  pnpm: ["reference", "several-accounts"],
};

for (const manager of ["npm", "pnpm"] as const)
  describe(`the examples, copied out and installed with ${manager} from the packed tarballs`, () => {
    const emulator = useEmulator();
    const example = (name: string, title: string, test: () => Promise<void>): void => {
      if (TRIED[manager].includes(name)) it(`${name} ${title}`, test);
    };

    example(
      "reference",
      "exports the account's values, and stack-reference reads them without asking the account",
      async () => {
        emulator().setScenario("example");
        const reference = await installed("reference");
        const up = await reference.up();
        assert.equal(up.code, 0, up.output);
        assert.match(up.stdout, /summary *: "86 cores undefended, 79 idle, 7 to buy"$/m);
        await assertReferenceOutputs(reference);
        // it asks for the same packages: one manager and one installation are enough
        if (manager === "npm") await assertCoverage(reference);

        emulator().clearRequests();
        const reader = await installed("stack-reference", reference);
        const read = await reader.up();
        assert.equal(read.code, 0, read.output);
        assert.deepEqual(await reader.outputs(), {
          acceptsSensitiveWorkloads: false,
          advice: "Protect 86 cores first.",
          protectionStatus: "active",
        });
        assert.equal(emulator().requests().length, 0);
      },
    );

    example(
      "gate",
      "is blocked before anything is written, passes with a setting, and passes a healthy account",
      async () => {
        emulator().setScenario("example");
        const gate = await installed("gate");
        const deployed = join(gate.folder, "deployed");
        const blocked = await gate.up("--policy-pack", GATE);
        assert.notEqual(blocked.code, 0);
        assert.match(
          blocked.stdout,
          /86 of 154 cores are undefended\. Undefended: cluster .* Up to 79 bought cores are idle/,
        );
        assert.equal(existsSync(deployed), false);

        const accepted = await gate.preview(
          "--policy-pack",
          GATE,
          "--policy-pack-config",
          "policy-config.json",
        );
        assert.equal(accepted.code, 0, accepted.output);

        emulator().setScenario("healthy");
        const passed = await gate.up("--policy-pack", GATE);
        assert.equal(passed.code, 0, passed.output);
        assert.deepEqual(readdirSync(deployed).sort(), ["api.txt", "web.txt", "worker.txt"]);

        emulator().setScenario("reset");
        const destroyed = await gate.destroy();
        assert.equal(destroyed.code, 0, destroyed.output);
        assert.deepEqual(readdirSync(deployed), []);
      },
    );

    example(
      "several-accounts",
      "asks each profile's account, and is blocked by the one that has undefended cores",
      async () => {
        const accounts = await installed("several-accounts", undefined, {
          TENCENTCLOUD_SECRET_ID: undefined,
          TENCENTCLOUD_SECRET_KEY: undefined,
        });
        addProfile(emulator(), accounts, "production", { accountId: "300000000001", scenario: "healthy" });
        addProfile(emulator(), accounts, "staging", { accountId: "300000000002", scenario: "undefended" });
        const up = await accounts.up();
        assert.equal(up.code, 0, up.output);
        assert.deepEqual(await accounts.outputs(), {
          undefendedCores: { production: 0, staging: 32 },
          undefendedInAll: 32,
        });
        const blocked = await accounts.preview("--policy-pack", GATE);
        assert.notEqual(blocked.code, 0);
        assert.match(blocked.stdout, /no-undefended-cores.*PurchaseState: staging/);
        assert.doesNotMatch(blocked.stdout, /\[mandatory\].*PurchaseState: production/);
      },
    );

    /** Runs the example `coverage` with the packages of another one. */
    async function assertCoverage(beside: Project): Promise<void> {
      const folder = join(mkdtempSync(join(shared().folder, `${manager}-`)), "coverage");
      copyOut("examples/coverage", folder);
      symlinkSync(join(beside.folder, "node_modules"), join(folder, "node_modules"));
      emulator().clearRequests();
      const project = await beside.sibling({
        program: "examples/coverage",
        emulator: emulator(),
        env: {},
        folder,
      });
      const up = await project.up();
      assert.equal(up.code, 0, up.output);
      const { undefendedAssets, ...outputs } = await project.outputs();
      assert.deepEqual(outputs, {
        switchOn: [
          "cls-b3x8w5me",
          "cls-q9d4t6zc",
          "cls-2m7c1p8r",
          "4f1d2c3b-0003",
          "4f1d2c3b-0004",
          "4f1d2c3b-0005",
        ],
        needAccess: ["cls-q9d4t6zc"],
        summary:
          "79 of 86 undefended cores can be protected at no cost; 7 remain, 1.75 USD a day by elastic billing or 47.25 USD a month when bought",
      });
      const [worst, ...others] = undefendedAssets as { id: string; undefendedCores: number }[];
      assert.deepEqual([worst?.id, worst?.undefendedCores, others.length], ["cls-b3x8w5me", 24, 6]);
      // a purchase state and two lists; no secret, and nothing volatile but what is exported
      assert.equal(emulator().requests().length, 3);
      assert.deepEqual(
        project.resources().map(({ type }) => type),
        ["pulumi:pulumi:Stack"],
      );
      assert.doesNotMatch(project.stateText(), /shop-prod|protectedCores/);
    }

    /** An example in a folder of its own, as someone who has copied and installed it. */
    async function installed(name: string, beside?: Project, env: NodeJS.ProcessEnv = {}): Promise<Project> {
      const folder = join(mkdtempSync(join(shared().folder, `${manager}-`)), name);
      copyOut(join("examples", name), folder);
      await install(manager, folder, shared().tarballs);
      const options = { program: join("examples", name), emulator: emulator(), env, folder };
      return beside === undefined ? Project.create(options) : beside.sibling(options);
    }
  });
