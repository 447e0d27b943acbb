// What the deployment adds: the resources that a preview shows, judged at its end.
import {
  addsHosts,
  changesSeenByPolicy,
  countsWith,
  type Forecast,
  type ForecastSettings,
  forecast,
  type LoadedGateSettings,
  type PlacedReading,
  type ResourceChange,
  type Rule,
  rules,
  type SeenResource,
  TcssError,
  type TypeLookup,
  type Waiver,
} from "pulumi-tcss/internal";
import type { PolicyResource } from "./resource";
import { skipsPreview } from "./runCommand";

const FORECAST_RULES = rules.filter(({ needs }) => needs === "forecast");

/** A resource before the engine changes it. */
export interface PlannedResource extends PolicyResource {
  readonly urn: string;
}

/** A resource at the end of a phase, with what it depends on. */
export interface StackResource extends PlannedResource {
  /** The resources that each input depends on. */
  readonly propertyDependencies: Readonly<Record<string, readonly { readonly urn: string }[]>>;
}

/** What a {@link Plan} works with. */
export interface PlanOptions<R extends PlacedReading> {
  readonly settings: () => LoadedGateSettings | TcssError;
  /** What the deployment is judged against. */
  readonly readings: (settings: LoadedGateSettings) => Promise<readonly R[]>;
  readonly isDisabled: (rule: Rule) => boolean;
  /** Asks for the cores of instance types, in the region that the stack's configuration or its providers name. */
  readonly lookUp: (
    types: readonly string[],
    settings: LoadedGateSettings,
    resources: readonly StackResource[],
  ) => Promise<TypeLookup>;
  /** What `rule` finds wrong, in words. */
  readonly evaluate: (rule: Rule, evidence: R) => string | undefined;
  /** Shows the user a text that is not a violation, once. */
  readonly note: (text: string) => void;
  /** Whether the run had no preview. Undefined: it cannot be seen. */
  readonly skipsPreview?: (() => boolean | undefined) | undefined;
}

/** The resources of Tencent Cloud that one phase shows, and what the rules that need a forecast say of them. */
export class Plan<R extends PlacedReading> {
  readonly #options: PlanOptions<R>;
  /** What the program gives them, by URN: outputs alone do not tell what it leaves to the cloud. */
  readonly #inputs = new Map<string, object>();
  /** What the rules have found, by their ids. */
  readonly #found = new Map<string, Promise<string[]>>();
  /** What was asked for in this phase; one question is enough for all rules. */
  #lookedUp: Promise<TypeLookup> | undefined;
  /** Whether the phase is a preview. Undefined: there is none (`pulumi policy analyze`). */
  #isPreview: boolean | undefined;

  constructor(options: PlanOptions<R>) {
    this.#options = options;
  }

  /** A phase starts. */
  begin(isPreview: boolean): void {
    this.#isPreview = isPreview;
    this.#inputs.clear();
    this.#found.clear();
    this.#lookedUp = undefined;
  }

  /** Takes notice of a resource before the engine changes it. */
  see(rule: Rule, { type, urn, props }: PlannedResource): void {
    const settings = this.#options.settings();
    if (this.#isPreview === undefined || settings instanceof TcssError || !isOfTencentCloud(type)) return;
    if (this.#isPreview) this.#inputs.set(urn, props);
    else if (addsHosts(type, settings.forecast.instances)) this.#noteNotJudged(rule);
  }

  /**
   * What `rule` finds wrong with what the deployment adds, at the end of a preview. In an update new and existing
   * resources look alike: nothing is judged then.
   */
  evaluate(rule: Rule, resources: readonly StackResource[]): Promise<string[]> {
    const found = this.#found.get(rule.id) ?? this.#evaluate(rule, resources);
    this.#found.set(rule.id, found);
    return found;
  }

  async #evaluate(rule: Rule, resources: readonly StackResource[]): Promise<string[]> {
    const settings = this.#options.settings();
    if (settings instanceof TcssError) return []; // reported on the stack already
    const changes = this.#isPreview ? changesIn(resources, this.#inputs) : [];
    if (changes.length === 0) return [];
    const known = forecastOf(changes, settings.forecast);
    if (known.resources.length + known.unknown.length === 0) return [];
    const readings = await this.#options.readings(settings);
    // against what could not be read nothing is judged
    const isJudged = readings.some(({ reading }) => !(reading instanceof TcssError));
    const types = isJudged && settings.forecast.lookup ? unknownTypes(known, settings.forecast) : [];
    const planned =
      types.length === 0
        ? known
        : forecastOf(changes, settings.forecast, await this.#lookUp(rule, types, settings, resources));
    if (readings.length > 1)
      this.#options.note(
        `${rule.id}: it is unknown which account the planned container hosts belong to, so each account must have room for all of them.`,
      );
    return readings.flatMap((each) => this.#options.evaluate(rule, { ...each, forecast: planned }) ?? []);
  }

  /** Cores of types that CVM has answered in this phase. */
  async #lookUp(
    { id }: Rule,
    types: readonly string[],
    settings: LoadedGateSettings,
    resources: readonly StackResource[],
  ): Promise<Readonly<Record<string, number>>> {
    this.#lookedUp ??= this.#options.lookUp(types, settings, resources);
    const { cores, notice } = await this.#lookedUp;
    if (notice !== undefined) this.#options.note(`${id}: ${notice}`);
    return cores;
  }

  /** Evaluates every rule that needs a forecast, so that the waivers that they use are known. */
  async evaluateAll(resources: readonly StackResource[]): Promise<void> {
    for (const rule of FORECAST_RULES)
      if (!this.#options.isDisabled(rule)) await this.evaluate(rule, resources);
  }

  /** The waivers that something in this phase may match. */
  usableWaivers(waivers: readonly Waiver[]): Waiver[] {
    if (this.#isPreview) return [...waivers];
    return waivers.filter(({ rule }) => !FORECAST_RULES.some(({ id, name }) => id === rule || name === rule));
  }

  /** Says that an update without a preview is not judged. */
  #noteNotJudged({ id, name }: Rule): void {
    const isWithout = (this.#options.skipsPreview ?? skipsPreview)();
    if (isWithout === false) return;
    this.#options.note(
      isWithout
        ? `${id} ${name} has not judged the container hosts that this deployment adds: it judges a preview, and this run has none (--skip-preview). Run pulumi preview with the same policy pack first.`
        : `${id} ${name} judges a preview. If this run has none (--skip-preview), the container hosts that it adds are not judged.`,
    );
  }
}

/** What a preview does, as far as hosts are concerned. */
function changesIn(
  resources: readonly StackResource[],
  inputs: ReadonlyMap<string, object>,
): ResourceChange[] {
  const ours = resources.filter(({ type }) => isOfTencentCloud(type));
  // decided without loading the forecast: most programs create no container hosts
  if (ours.length === 0) return [];
  const seen = ours.map(({ type, name, urn, props, propertyDependencies }): SeenResource => {
    const dependencies = Object.entries(propertyDependencies).map(
      ([property, others]) => [property, others.map((each) => each.urn)] as const,
    );
    const given = inputs.get(urn);
    return { type, name, urn, props, inputs: given, propertyDependencies: Object.fromEntries(dependencies) };
  });
  return changesSeenByPolicy(seen);
}

function forecastOf(
  changes: readonly ResourceChange[],
  { instanceTypes: yours }: ForecastSettings,
  lookedUp: Readonly<Record<string, number>> = {},
): Forecast {
  return forecast(changes, { yours, lookedUp }, { seesRemovals: false });
}

/** The types of machines that count whose cores nothing tells. */
function unknownTypes({ unknown }: Forecast, { instances }: ForecastSettings): string[] {
  const counts = countsWith(instances);
  const found = unknown
    .filter(({ certainty }) => counts(certainty))
    .flatMap(({ instanceType }) => instanceType ?? []);
  return [...new Set(found)];
}

function isOfTencentCloud(type: string): boolean {
  return type.startsWith("tencentcloud:");
}
