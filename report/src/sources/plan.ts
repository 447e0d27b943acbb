import {
  accountsToAsk,
  addedForecasts,
  type ConnectionArgs,
  changesInPlan,
  configurationError,
  type Forecast,
  type ForecastSettings,
  forecast,
  type GateSettings,
  lookUpTypes,
  MAX_PLAN_BYTES,
  type PlannedChanges,
  printable,
  readRegularBytes,
} from "pulumi-tcss/internal";
import { COMMAND_WORDS } from "../words";
import { standardInputBytes } from "./file";

/** How plans are read, and whom CVM is asked for. */
export interface PlanOptions {
  /** How the gate's settings want cores counted. */
  readonly settings: ForecastSettings;
  /** Whether CVM is asked for the cores of instance types that are unknown. */
  readonly lookup: boolean;
  /** The region that has the types. Absent: that of the plan. */
  readonly region?: string | undefined;
  /** Selectors from the command line. */
  readonly selectors: ConnectionArgs;
  readonly limits: Pick<ConnectionArgs, "deadlineSeconds" | "requestTimeoutSeconds">;
  readonly gate: Pick<GateSettings, "accounts">;
  readonly env: NodeJS.ProcessEnv;
  /** Is given what the user should know: why a type could not be looked up. */
  readonly notice: (line: string) => void;
}

/** A plan, and its name for messages. */
interface NamedPlan {
  readonly name: string;
  readonly plan: PlannedChanges;
}

/**
 * What plans add and remove together.
 * @param files paths, or `-` for standard input.
 * @throws TcssError of kind `configuration` for a file that cannot be read or holds no plan.
 */
export async function readPlans(files: readonly string[], options: PlanOptions): Promise<Forecast> {
  if (files.filter((file) => file === "-").length > 1)
    throw configurationError("--plan", "standard input is named twice", "It holds one plan: name files.");
  const plans: NamedPlan[] = [];
  for (const file of files) {
    const name = file === "-" ? "standard input" : printable(file);
    plans.push({ name, plan: changesInPlan(await bytesOf(file, name), name) });
  }
  const known = forecastOf(plans, options.settings, {});
  if (!options.lookup) return known;
  const unknown = [...new Set(known.unknown.flatMap(({ instanceType }) => instanceType ?? []))];
  if (unknown.length === 0) return known;
  const { region, selectors, limits, gate, env, notice } = options;
  const found = await lookUpTypes(unknown, {
    account: () => accountsToAsk(gate, selectors)[0],
    inputs: { env },
    limits,
    region,
    regions: plans.flatMap(({ plan }) => plan.regions),
    giveRegion: "Give it with --region.",
    words: COMMAND_WORDS,
  });
  if (found.notice !== undefined) notice(found.notice);
  return forecastOf(plans, options.settings, found.cores);
}

function forecastOf(
  plans: readonly NamedPlan[],
  { instanceTypes: yours }: ForecastSettings,
  lookedUpTypes: Readonly<Record<string, number>>,
): Forecast {
  return addedForecasts(
    plans.map(({ name, plan: { changes, statedCores: stated, isIncomplete } }) =>
      forecast(
        changes,
        { stated, lookedUp: lookedUpTypes, yours },
        { incompletePlan: isIncomplete ? name : undefined },
      ),
    ),
  );
}

const EXPECTED =
  "Name the output of terraform show -json or pulumi preview --json, or pipe it: - is standard input.";

async function bytesOf(file: string, name: string): Promise<Uint8Array> {
  if (file === "-") return standardInputBytes(name, { maxBytes: MAX_PLAN_BYTES, expected: EXPECTED });
  const bytes = await readRegularBytes(file, {
    what: "--plan",
    maxBytes: MAX_PLAN_BYTES,
    nextStep: EXPECTED,
  });
  if (bytes === undefined)
    throw configurationError(name, `${name} cannot be read (ENOENT)`, "Check the path.");
  return bytes;
}
