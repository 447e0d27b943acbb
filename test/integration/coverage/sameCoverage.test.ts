import assert from "node:assert/strict";
import { COVERAGE_FUNCTION } from "../../../core/internal";
import { getCoverage } from "../../../sdk";
import { Place } from "../report/cli/run";
import { type ProgramPlugin, startProgramPlugin } from "../support/programPlugin";

type Values = Record<string, unknown>;

/** Scenarios, and what of them is exempt. */
const CASES: readonly (readonly [scenario: string, exempt: readonly string[]])[] = [
  ["example", []],
  ["example", ["cls-7*", "tag:env=*"]],
  ["healthy", []],
  ["undefended", ["host:builder-?"]],
  ["expired-isolated", []],
  ["trial", []],
  ["not-purchased", []],
  ["tricky-assets", ["cluster:*"]],
];

/** Faults of the lists that leave something to report. */
const FAULTS = [
  "disagreeing-states",
  "unknown-states",
  "without-id",
  "odd-cores",
  "terminal-escapes",
] as const;

describe("the coverage of one account", () => {
  let place: Place;
  let program: ProgramPlugin;
  beforeEach(async () => {
    place = await Place.create();
    program = await startProgramPlugin(place.emulator);
  });
  afterEach(async () => {
    program.close();
    await place.close();
  });

  /** The SDK, the plugin and the command read it; each has the same values. */
  async function assertSame(exempt: readonly string[]): Promise<Values> {
    const args = { account: "prod", exempt };
    const bySdk = JSON.parse(JSON.stringify(await getCoverage(args))) as Values;
    const { result, failures } = await program.plugin.invoke({ ...args }, COVERAGE_FUNCTION);
    assert.deepEqual(failures, []);
    assert.deepEqual(result, bySdk);
    assert.deepEqual(await byCommand(exempt), bySdk);
    return bySdk;
  }

  async function byCommand(exempt: readonly string[]): Promise<Values> {
    const settings = place.write("tcss.gate.yaml", { accounts: [{ account: "prod" }], assets: { exempt } });
    const { code, out, err } = await place.tcss("coverage", "--format", "json", "--gate-config", settings);
    assert.equal(code, 0, err);
    const { coverage } = JSON.parse(out) as { coverage: Values[] };
    assert.equal(coverage.length, 1);
    const { endpoint, ...values } = withoutNulls(coverage[0]) as Values;
    assert.equal(endpoint, place.emulator.endpoint);
    return { ...values, assets: (values["assets"] as Values[]).map(withoutDefaults) };
  }

  for (const [scenario, exempt] of CASES)
    it(`is the same by SDK, plugin and command: ${scenario}, exempt ${exempt.join(", ") || "none"}`, async () => {
      place.emulator.setScenario(scenario);
      await assertSame(exempt);
    });

  for (const fault of FAULTS)
    it(`is the same where the lists have ${fault}`, async () => {
      place.emulator.faults.push({ fault, times: "always" });
      const { assets } = await assertSame([]);
      assert.ok((assets as unknown[]).length > 0);
    });
});

/** What the command writes where programs have nothing. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, part]) => (part === null ? [] : [[key, withoutNulls(part)]])),
  );
}

/** The command writes what programs see as absent: no tags, not exempt, counted. */
function withoutDefaults({ tags, exempt, counted, ...asset }: Values): Values {
  return {
    ...asset,
    ...((tags as unknown[]).length === 0 ? {} : { tags }),
    ...(exempt === true ? { exempt } : {}),
    ...(counted === false ? { counted } : {}),
  };
}
