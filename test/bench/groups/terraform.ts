import { join } from "node:path";
import { NoToolchain } from "../../../toolchain/src/toolchain";
import { type Engine, ROOT } from "../../integration/support/terraform";
import type { Group, Step } from "../measure";
import { timedCommand } from "../support/cases";
import { handshake } from "../support/handshake";
import { peaksAreMissing } from "../support/peakMemory";
import type { TerraformSurroundings } from "../support/Surroundings";
import { countedPlan, peakOfPlan, planOf, timedPlan } from "../support/terraformPlans";

/** What the provider may need at most. Unit: megabytes. */
const MEMORY_LIMIT = 80;
const HANDSHAKE_LIMIT = 2;
/** Against the plan whose data source starts Node.js. */
const PLAN_LIMIT = 1.35;
const SOURCES = 50;

const NODE = "node -e 0";
const NO_ENGINE =
  "plans are not measured: there is neither terraform nor tofu on PATH; npm run toolchain -- --opentofu builds OpenTofu";

const UNDEFENDED = /\+ undefended = "?0"?\s/;
const output = (value: string): string => `output "undefended" {\n  value = ${value}\n}\n`;

/** Without a provider that has to be found. */
const BARE = `resource "terraform_data" "this" {\n  input = 0\n}\n${output("0")}`;
const EXTERNAL = `terraform {
  required_providers {
    external = {
      source = "example.com/stand-in/external"
    }
  }
}
data "external" "this" {
  program = ["node", ${JSON.stringify(join(ROOT, "test/bench/programs/external/read.js"))}]
}
${output("data.external.this.result.undefendCoresCnt")}`;
const TCSS = `data "tcss_purchase_state" "this" {}
${output("data.tcss_purchase_state.this.undefend_cores_cnt")}`;
const MANY = `data "tcss_purchase_state" "each" {
  for_each = toset([for number in range(${SOURCES}) : tostring(number)])
}
${output("sum([for each in data.tcss_purchase_state.each : each.undefend_cores_cnt])")}`;

/** The provider for Terraform: its start, its plan against `data "external"`, its memory and its calls. */
export async function terraformGroup(
  surroundings: TerraformSurroundings,
  interrupted: AbortSignal,
): Promise<Group> {
  const cwd = surroundings.folder();
  const options = { cwd, env: { PATH: process.env["PATH"], HOME: cwd } };
  const noPeaks = peaksAreMissing();
  const missing = noPeaks === undefined ? [] : [noPeaks];
  const steps = [
    timedCommand({ name: NODE, base: NODE }, ["node", "-e", "0"], options, { shows: /^$/ }),
    handshake(
      { name: "handshake", limit: HANDSHAKE_LIMIT, base: NODE },
      noPeaks === undefined
        ? { name: "peak memory at the handshake", unit: "MB", limit: MEMORY_LIMIT }
        : undefined,
      options,
    ),
  ];
  const engines = surroundings.terraform();
  if (engines.length === 0) return { steps, missing: [...missing, NO_ENGINE] };
  const standIn = await standInOr((reason) => missing.push(reason), surroundings, interrupted);
  for (const engine of engines)
    steps.push(...(await plansOf(engine, surroundings, { standIn, knowsPeaks: noPeaks === undefined })));
  return { steps, missing };
}

/** The folder of what plays `hashicorp/external`; undefined where it cannot be had. */
async function standInOr(
  isMissing: (reason: string) => void,
  surroundings: TerraformSurroundings,
  interrupted: AbortSignal,
): Promise<string | undefined> {
  try {
    return await surroundings.externalStandIn(interrupted);
  } catch (error) {
    if (!(error instanceof NoToolchain)) throw error;
    isMissing(`the plan with data "external" is not measured. ${error.message}`);
    return undefined;
  }
}

interface Available {
  /** The folder of what plays `hashicorp/external`. */
  readonly standIn: string | undefined;
  readonly knowsPeaks: boolean;
}

async function plansOf(
  engine: Engine,
  surroundings: TerraformSurroundings,
  { standIn, knowsPeaks }: Available,
): Promise<Step[]> {
  const named = (what: string): string => `${engine.name}: ${what}`;
  const external = named('plan with data "external", which starts node');
  // without it, there is nothing to compare with
  const compared = standIn === undefined ? {} : { base: external, limit: PLAN_LIMIT };
  const tcss = await planOf(surroundings, { engine, text: TCSS }, UNDEFENDED);
  const many = await planOf(surroundings, { engine, text: MANY }, UNDEFENDED);
  const bare = await planOf(surroundings, { engine, text: "", files: { "main.tf": BARE } }, UNDEFENDED);
  const steps = [timedPlan({ name: named("plan with terraform_data alone"), calls: 0 }, bare)];
  if (standIn !== undefined) {
    const installation = `dev_overrides {\n    "example.com/stand-in/external" = "${standIn}"\n  }\n  direct {}`;
    const options = { engine, text: "", files: { "main.tf": EXTERNAL }, installation };
    const theirs = await planOf(surroundings, options, UNDEFENDED);
    steps.push(timedPlan({ name: external, base: external, calls: 1 }, theirs));
  }
  steps.push(timedPlan({ name: named("plan with tcss_purchase_state"), calls: 1, ...compared }, tcss));
  if (knowsPeaks)
    for (const [what, plan] of [
      ["one data source", tcss],
      [`${SOURCES} data sources`, many],
    ] as const)
      steps.push(peakOfPlan({ name: named(`peak memory with ${what}`), limit: MEMORY_LIMIT }, plan));
  return [...steps, countedPlan({ name: named(`${SOURCES} data sources of one account`), limit: 1 }, many)];
}
