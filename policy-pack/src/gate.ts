import {
  type AssessSettings,
  accountIdOf,
  accountsToAsk,
  ageError,
  askedLine,
  assessReading,
  asTcssError,
  type Criteria,
  configLookup,
  DEFAULT_TIME_ZONE,
  type EnforcementLevel,
  evaluateRule,
  exclusionReason,
  exemptionNote,
  type LiveReading,
  type LoadedGateSettings,
  messageOf,
  noEvidenceError,
  PURCHASE_STATE_TYPES,
  purchaseStateAvailable,
  type Reading,
  type Rule,
  rules,
  STACK_TYPE,
  storedReading,
  TcssError,
  unusedNote,
  unusedWaivers,
  usedWaiver,
  type Waiver,
  waivedNote,
} from "pulumi-tcss/internal";
import type { StackUnderGate } from "./engine";
import { LiveAccounts } from "./LiveAccounts";
import { Plan, type PlanOptions } from "./plan";
import { notYetKnown, type PolicyReading } from "./policyReading";
import { NOT_YET_KNOWN, type PolicyResource, storedResource } from "./resource";
import { accountOf, holdsValuesOf } from "./sameAccount";

/** Upper bound for flushing a reply to the engine. */
const REPLY_MILLISECONDS = 5;

/** What a `Gate` works with. */
export interface GateOptions {
  /** Loads the gate's settings; an error that it throws stands for every reading. */
  readonly settings: () => LoadedGateSettings;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  /** Shows the user a text that is not a violation. */
  readonly note: (text: string) => void;
  readonly skipsPreview?: PlanOptions<PolicyReading>["skipsPreview"];
}

/** An account that a policy evaluates. */
interface AccountUnderPolicy extends LiveReading {
  readonly prefix: string;
}

/** Assesses the accounts and the program's resources for one deployment; all policies of a pack share one. */
export class Gate {
  /** What the deployment adds. */
  readonly plan: Plan<PolicyReading>;
  readonly #options: GateOptions;
  readonly #accounts: LiveAccounts;
  readonly #noted = new Set<string>();
  readonly #usedWaivers = new Set<Waiver>();
  /** The rules whose findings about an account were reported in this phase: their ids by its reading. */
  readonly #reported = new Map<Reading, Set<string>>();
  /** Whether something in this phase could not be read. */
  #isUnread = false;
  #settings: LoadedGateSettings | TcssError | undefined;
  /** Levels and settings of all rules, by policy name; what is missing has the rule's defaults. */
  #levels: AssessSettings = {};
  /** Whether the accounts of this phase were assessed as a whole. */
  #hasNotedAsked = false;
  /** When the phase started: a resource that was read since then holds what is true now. */
  #started: Date | undefined;
  /** What the program's resources that count hold in this phase. */
  readonly #ofResources = new Map<string, PolicyReading>();
  /** Name of the stack; undefined where there is none (`pulumi policy analyze`). */
  #stack: string | undefined;

  constructor(options: GateOptions) {
    this.#options = options;
    this.#accounts = new LiveAccounts(options.env);
    this.plan = new Plan({
      settings: () => this.#gateSettings(),
      readings: (settings) => this.#againstPlan(settings),
      lookUp: (...asked) => this.#accounts.lookUpTypes(...asked),
      isDisabled: ({ name }) => this.#levels[name]?.enforcementLevel === "disabled",
      evaluate: (rule, evidence) =>
        this.#evaluate(rule, this.#criteriaOf(rule, this.#levels[rule.name] ?? {}), evidence),
      note: (text) => this.#noteOnce(text),
      skipsPreview: options.skipsPreview,
    });
  }

  /**
   * A phase (preview or update) of a deployment starts.
   * @throws TcssError for settings that cannot be understood: no level of a rule may let them pass.
   */
  begin({ config, name, preview }: StackUnderGate): void {
    this.#stack = name;
    this.plan.begin(preview);
    this.#ofResources.clear();
    this.#started = this.#options.now();
    const lookup = configLookup(
      (key) => config(key),
      () => config.keys?.() ?? [],
    );
    this.#accounts.begin({ config: lookup, stack: name, region: config("tencentcloud:region") });
    this.#reported.clear();
    this.#noted.clear();
    this.#usedWaivers.clear();
    this.#isUnread = false;
    this.#hasNotedAsked = false;
    for (const notice of this.requireSettings().notices) this.#noteOnce(notice);
  }

  /** Levels and settings of the rules that count: a rule may be skipped because of another. */
  configure(levels: AssessSettings): void {
    this.#levels = levels;
  }

  /** @throws TcssError for settings that cannot be understood. */
  requireSettings(): LoadedGateSettings {
    const settings = this.#gateSettings();
    if (settings instanceof TcssError) throw settings;
    return settings;
  }

  /**
   * Asks the accounts of a stack before the first policy needs them: the engine starts the program meanwhile. A
   * failure is reported by the policies.
   */
  readAhead(): void {
    const settings = this.#gateSettings();
    if (this.#stack === undefined || settings instanceof TcssError || settings.source !== "live") return;
    // the engine waits for the reply to its last call, which is sent a few turns later
    setTimeout(() => this.#readAll(settings).catch(() => {}), REPLY_MILLISECONDS);
  }

  /**
   * What `rule` finds wrong with `resource`: with the accounts on the stack itself, with its own values on a
   * `PurchaseState`.
   */
  async evaluateResource(rule: Rule, settings: object, resource: PolicyResource): Promise<string[]> {
    const criteria = this.#criteriaOf(rule, settings);
    const readings = await this.#readingsOf(resource, rule, criteria);
    const found = readings.flatMap((each) => this.#evaluate(rule, criteria, each) ?? []);
    if (resource.type === STACK_TYPE) await this.#noteWhoWasAsked();
    return found;
  }

  /** What is wrong with the program as a whole, at the end of a phase. */
  evaluateStack(resources: readonly PolicyResource[]): string[] {
    const settings = this.#gateSettings();
    if (settings instanceof TcssError) return []; // reported on the stack already
    const stored = resources.filter(({ type }) => PURCHASE_STATE_TYPES.has(type)).map(storedResource);
    // what is not known yet may need a waiver, and may count, at update
    if (!stored.every((each) => each !== NOT_YET_KNOWN)) return [];
    const excluded = stored.map((each) => exclusionReason(each, settings.evidence));
    const isWithout = settings.source === "resources" && !excluded.includes(undefined);
    const reading = noEvidenceError(excluded.filter((reason) => reason !== undefined));
    const place = { stack: this.#stack };
    const criteria = this.#criteriaOf(purchaseStateAvailable, {});
    const message = isWithout
      ? this.#evaluate(purchaseStateAvailable, criteria, { reading, place })
      : undefined;
    const waivers = this.plan.usableWaivers(settings.waivers);
    // what could not be read may need them
    const unused = this.#isUnread ? [] : unusedWaivers(waivers, this.#usedWaivers, this.#stack);
    for (const waiver of unused) this.#noteOnce(unusedNote(waiver));
    return message === undefined ? [] : [message];
  }

  /** By what `rule` is evaluated, with the settings that the engine gives it. */
  #criteriaOf(rule: Rule, settings: object): Criteria {
    const own = { ...settings, enforcementLevel: this.#levelOf(rule) };
    return this.#criteria({ ...this.#levels, [rule.name]: own });
  }

  #evaluate(rule: Rule, criteria: Criteria, evaluated: PolicyReading): string | undefined {
    const { reading, place, prefix = "", sameAs } = evaluated;
    if (reading instanceof TcssError) this.#isUnread = true;
    const finding = evaluateRule(rule, evaluated, criteria);
    if (finding === undefined) return undefined;
    for (const waiver of [usedWaiver(finding), finding.undecidedWaiver?.waiver])
      if (waiver !== undefined) this.#usedWaivers.add(waiver);
    if (finding.waived !== undefined) {
      this.#noteOnce(prefix + waivedNote(finding));
      return undefined;
    }
    if (sameAs !== undefined && this.#reported.get(sameAs.reading)?.has(rule.id)) {
      this.#noteOnce(
        `PurchaseState ${place.resource} holds the values of the account that was just judged: what is wrong with it is not repeated.`,
      );
      return undefined;
    }
    this.#reported.get(reading)?.add(rule.id);
    return prefix + messageOf(finding);
  }

  #criteria(settings: AssessSettings): Criteria {
    const gateSettings = this.#gateSettings();
    return {
      ...(gateSettings instanceof TcssError ? { waivers: [], timeZone: DEFAULT_TIME_ZONE } : gateSettings),
      settings,
      now: this.#options.now(),
    };
  }

  /** Where the accounts pass, says once who was asked: another account's pass would look the same. */
  async #noteWhoWasAsked(): Promise<void> {
    const accounts = await this.#accounts.answered();
    if (this.#hasNotedAsked) return;
    this.#hasNotedAsked = true;
    const criteria = this.#criteria(this.#levels);
    // names alone change no verdict
    const readings = await this.#accounts.withAssets(accounts, rules, criteria, "outcome");
    if (!readings.every((each) => assessReading(each, criteria).verdict === "pass")) return;
    for (const { origin, account } of readings)
      if (origin !== undefined) this.#noteOnce(`TCSS: ${askedLine(origin, account.args.profile)}.`);
  }

  /** The engine does not call a policy that is disabled: one that is called counts. */
  #levelOf({ name, defaultLevel }: Rule): EnforcementLevel {
    const level = this.#levels[name]?.enforcementLevel ?? defaultLevel;
    return level === "disabled" ? "mandatory" : level;
  }

  async #readingsOf(resource: PolicyResource, rule: Rule, criteria: Criteria): Promise<PolicyReading[]> {
    const settings = this.#gateSettings();
    const { type, name } = resource;
    if (type !== STACK_TYPE && !PURCHASE_STATE_TYPES.has(type)) return [];
    const place = { stack: this.#stack };
    if (settings instanceof TcssError) return [{ reading: settings, place }];
    if (type === STACK_TYPE)
      return settings.source === "live"
        ? this.#accounts.withAssets(await this.#readAccounts(settings), [rule], criteria)
        : [];
    const stored = storedResource(resource);
    if (stored === NOT_YET_KNOWN) {
      // Left alone, @pulumi/policy would turn this into an advisory "can't run" for a mandatory rule.
      this.#ofResources.set(name, notYetKnown({ ...place, resource: name }));
      this.#noteOnce(
        `PurchaseState ${name} is not yet known in this preview: which account it reads depends on another resource. It is evaluated again during the update, before anything that depends on it.`,
      );
      return [];
    }
    const excluded = exclusionReason(stored, settings.evidence);
    if (excluded !== undefined) {
      this.#noteOnce(excluded);
      return [];
    }
    const now = this.#options.now();
    const reading =
      ageError(stored, settings, now, { readSince: this.#started }) ?? storedReading(stored, settings, now);
    const owner = accountOf(resource, reading, await this.#accounts.answered(), this.#accounts.inputs);
    const sameAs = owner !== undefined && holdsValuesOf(owner, reading) ? owner : undefined;
    const accountId = accountIdOf(reading) ?? (sameAs && accountIdOf(sameAs.reading));
    const placed = { reading, place: { ...place, resource: name, accountId } };
    this.#ofResources.set(name, { ...placed, prefix: `PurchaseState ${name}: ` });
    return [{ ...placed, ...(await this.#accounts.assetsOf(owner, placed, rule, criteria)), sameAs }];
  }

  /** Reads the accounts and, where a rule asks for them, their assets. */
  async #readAll(settings: LoadedGateSettings): Promise<void> {
    const accounts = await this.#readAccounts(settings);
    await this.#accounts.withAssets(accounts, rules, this.#criteria(this.#levels));
  }

  /** What the deployment is judged against: the accounts; where none is asked, what the program's resources hold. */
  async #againstPlan(settings: LoadedGateSettings): Promise<PolicyReading[]> {
    const accounts = settings.source === "live" ? await this.#readAccounts(settings) : [];
    return accounts.length > 0 ? accounts : [...this.#ofResources.values()];
  }

  /** What the accounts answer, asked once in a phase. */
  async #readAccounts(settings: LoadedGateSettings): Promise<AccountUnderPolicy[]> {
    const exempt = exemptionNote(settings, this.#stack);
    if (exempt !== undefined) {
      this.#noteOnce(exempt);
      return [];
    }
    const asked = accountsToAsk(settings);
    const readings = await this.#accounts.read(asked, settings);
    return readings.map((live) => {
      if (!this.#reported.has(live.reading)) this.#reported.set(live.reading, new Set());
      return { ...live, prefix: asked.length > 1 ? `Account ${live.account.name}: ` : "" };
    });
  }

  #gateSettings(): LoadedGateSettings | TcssError {
    try {
      this.#settings ??= this.#options.settings();
    } catch (error) {
      this.#settings = asTcssError(error);
    }
    return this.#settings;
  }

  #noteOnce(text: string): void {
    if (this.#noted.has(text)) return;
    this.#noted.add(text);
    this.#options.note(text);
  }
}
