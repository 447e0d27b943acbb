import { isDeepStrictEqual } from "node:util";
import {
  type AssessSettings,
  accountIdOf,
  ageProblem,
  askedLine,
  asTcssError,
  type ConfigLookup,
  configLookup,
  DEFAULT_TIME_ZONE,
  DEPLOYMENT_DEADLINE_SECONDS,
  DYNAMIC_TYPE,
  type EnforcementLevel,
  type GateAccount,
  type JudgedBy,
  judge,
  judgeBy,
  LiveAccounts,
  type LoadedGateSettings,
  matchesStack,
  messageOf,
  needsAccountId,
  noConfig,
  noResourceToJudge,
  type Place,
  PURCHASE_STATE_TYPES,
  type PurchaseState,
  RESOURCE_ARGS_SCHEMA,
  type Reading,
  type ResourceArgs,
  type Rule,
  readingOfResource,
  resolveConnection,
  STACK_TYPE,
  type StoredResource,
  TcssError,
  unusedNote,
  unusedWaivers,
  verdictOf,
  type Waiver,
  waivedNote,
  whyNotEvidence,
} from "pulumi-tcss/internal";
import type { StackUnderGate } from "./engine";

/** What a reply to the engine takes to leave, generously. */
const REPLY_MILLISECONDS = 5;

/** What a policy is told about a resource. */
export interface JudgedResource {
  readonly type: string;
  readonly name: string;
  readonly props: Readonly<Record<string, unknown>>;
}

/** What a `Gate` draws from. */
export interface GateOptions {
  /** Loads the gate's settings; an error it throws is the gate's verdict on everything. */
  readonly settings: () => LoadedGateSettings;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  /** Tells the user something that is no violation. */
  readonly note: (text: string) => void;
}

/** Something to judge, and what it is about. */
interface Evidence {
  readonly reading: Reading;
  readonly place: Place;
  /** Start of each message, where there is more than one account. */
  readonly prefix?: string;
  /** The account's own evidence, where a resource holds the same values of the same account. */
  readonly sameAs?: LiveEvidence | undefined;
}

/** What an account has answered. */
interface LiveEvidence extends Evidence {
  /** The same text where the same account is asked in the same way; absent where nobody could be asked. */
  readonly key: string | undefined;
  /** Whom the gate has asked, in one line. */
  readonly asked: string | undefined;
  /** Ids of the rules whose findings were reported. */
  readonly reported: Set<string>;
}

/** Judges the account and the program's resources for one deployment; all policies of a pack share one. */
export class Gate {
  readonly #options: GateOptions;
  readonly #accounts = new LiveAccounts();
  readonly #noted = new Set<string>();
  readonly #usedWaivers = new Set<Waiver>();
  /** Whether something in this phase could not be read. */
  #unread = false;
  #settings: LoadedGateSettings | TcssError | undefined;
  /** Levels and settings of all rules, by policy name; what is missing has the rule's defaults. */
  #levels: AssessSettings = {};
  #config: ConfigLookup = noConfig;
  /** What the accounts have answered in this phase. */
  #liveEvidence: Promise<LiveEvidence[]> | undefined;
  /** Whether the accounts of this phase were looked at as a whole. */
  #hasTold = false;
  /** When the phase began: a resource that was read since then holds what is true now. */
  #began: Date | undefined;
  /** Name of the stack; undefined where there is none (`pulumi policy analyze`). */
  #stack: string | undefined;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /**
   * A phase (preview or update) of a deployment begins.
   * @throws TcssError for settings that cannot be understood: no level of a rule may let them pass.
   */
  begin(stack: StackUnderGate): void {
    this.#config = configLookup(
      (key) => stack.config(key),
      () => stack.config.keys?.() ?? [],
    );
    this.#stack = stack.name;
    this.#began = this.#options.now();
    this.#accounts.clear();
    this.#liveEvidence = undefined;
    this.#noted.clear();
    this.#usedWaivers.clear();
    this.#unread = false;
    this.#hasTold = false;
    for (const notice of this.requireSettings().notices) this.#noteOnce(notice);
  }

  /** Levels and settings of the rules that count: a rule may be skipped for the sake of another. */
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
   * Asks the account of a stack that will be judged, so that its answer is there by then: the engine starts the
   * program meanwhile. Whatever comes of it is the judgement's to say.
   */
  readAhead(): void {
    const settings = this.#gateSettings();
    if (this.#stack === undefined || settings instanceof TcssError || settings.source !== "live") return;
    // the engine waits for the reply to what it has just said, and that leaves a few turns later
    setTimeout(() => this.#live(settings).catch(() => {}), REPLY_MILLISECONDS);
  }

  /** What `rule` finds wrong with `resource`: about the account on the stack itself, about its own values on a `PurchaseState`. */
  async judgeResource(rule: Rule, settings: object, resource: JudgedResource): Promise<string[]> {
    const evidence = await this.#evidenceOf(resource);
    const found = evidence.flatMap((each) => this.#verdict(rule, settings, each) ?? []);
    if (resource.type === STACK_TYPE) await this.#tellWhomAsked();
    return found;
  }

  /** What is wrong with the evidence as a whole, at the end of a phase. */
  judgeStack(resources: readonly JudgedResource[]): string[] {
    const settings = this.#gateSettings();
    if (settings instanceof TcssError) return []; // said on the stack already
    const stored = resources.filter(({ type }) => PURCHASE_STATE_TYPES.has(type)).map(storedResource);
    // what is not known yet may need a waiver, and may count, at update
    if (!stored.every((each) => each !== UNKNOWN)) return [];
    // what could not be read may need them
    const unused = this.#unread ? [] : unusedWaivers(settings.waivers, this.#usedWaivers, this.#stack);
    for (const waiver of unused) this.#noteOnce(unusedNote(waiver));
    if (settings.source === "live") return [];
    const uncounted = stored.map((each) => whyNotEvidence(each, settings.evidence));
    if (uncounted.some((why) => why === undefined)) return [];
    return [noResourceToJudge(uncounted as string[]).message];
  }

  #verdict(rule: Rule, settings: object, evidence: Evidence): string | undefined {
    const { reading, place, prefix = "", sameAs } = evidence;
    if (reading instanceof TcssError) this.#unread = true;
    const judged = judgeBy(rule, reading, place, this.#judgedBy(rule, settings));
    if (judged === undefined) return undefined;
    for (const use of [judged.waived, judged.expiredWaiver, judged.undecidedWaiver])
      if (use !== undefined) this.#usedWaivers.add(use.waiver);
    if (judged.waived !== undefined) {
      this.#noteOnce(prefix + waivedNote(judged));
      return undefined;
    }
    if (sameAs?.reported.has(rule.id)) {
      this.#noteOnce(
        `PurchaseState ${place.resource} holds the values of the account that was just judged: what is wrong with it is not repeated.`,
      );
      return undefined;
    }
    if (isLive(evidence)) evidence.reported.add(rule.id);
    return prefix + messageOf(judged);
  }

  #judgedBy(rule: Rule, settings: object): JudgedBy {
    const own = { ...settings, enforcementLevel: this.#levelOf(rule) };
    return this.#judgedByAll({ ...this.#levels, [rule.name]: own });
  }

  #judgedByAll(settings: AssessSettings): JudgedBy {
    const gateSettings = this.#gateSettings();
    return {
      ...(gateSettings instanceof TcssError ? { waivers: [], timeZone: DEFAULT_TIME_ZONE } : gateSettings),
      settings,
      now: this.#options.now(),
    };
  }

  /** Where the accounts pass, says once whom the gate has asked: another account's pass would look the same. */
  async #tellWhomAsked(): Promise<void> {
    const evidence = (await this.#liveEvidence) ?? [];
    if (this.#hasTold) return;
    this.#hasTold = true;
    const by = this.#judgedByAll(this.#levels);
    const passes = evidence.every(({ reading, place }) => verdictOf(judge(reading, place, by)) === "pass");
    if (!passes) return;
    for (const { asked } of evidence) if (asked !== undefined) this.#noteOnce(`TCSS: ${asked}.`);
  }

  /** Whoever asks for a rule's word gets it: the engine does not call a policy that is disabled. */
  #levelOf({ name, defaultLevel }: Rule): EnforcementLevel {
    const level = this.#levels[name]?.enforcementLevel ?? defaultLevel;
    return level === "disabled" ? "mandatory" : level;
  }

  async #evidenceOf(resource: JudgedResource): Promise<Evidence[]> {
    const settings = this.#gateSettings();
    const { type, name } = resource;
    if (type !== STACK_TYPE && !PURCHASE_STATE_TYPES.has(type)) return [];
    const place: Place = { stack: this.#stack };
    if (settings instanceof TcssError) return [{ reading: settings, place }];
    if (type === STACK_TYPE) return settings.source === "live" ? this.#live(settings) : [];
    const stored = storedResource(resource);
    if (stored === UNKNOWN) {
      // Left alone, @pulumi/policy would turn this into an advisory "can't run" for a mandatory rule.
      this.#noteOnce(
        `PurchaseState ${name} is not yet known in this preview: which account it reads depends on another resource. It is judged again at update, before anything that depends on it.`,
      );
      return [];
    }
    const uncounted = whyNotEvidence(stored, settings.evidence);
    if (uncounted !== undefined) {
      this.#noteOnce(uncounted);
      return [];
    }
    const now = this.#options.now();
    const reading =
      ageProblem(stored, settings, now, { readSince: this.#began }) ??
      readingOfResource(stored, settings, now);
    const sameAs = await this.#sameAccount(resource, reading);
    const accountId =
      accountIdOf(reading) ?? (sameAs === undefined ? undefined : accountIdOf(sameAs.reading));
    return [{ reading, place: { ...place, resource: name, accountId }, sameAs }];
  }

  /** The account that was judged already, where `resource` holds its values: known by its id, or asked in the same way. */
  async #sameAccount({ type, props }: JudgedResource, reading: Reading): Promise<LiveEvidence | undefined> {
    if (this.#liveEvidence === undefined || reading instanceof TcssError || reading.stale) return undefined;
    // an explicit provider of the plugin has credentials that are not known here
    const isAsked = type === DYNAMIC_TYPE && props["fromStack"] === undefined;
    const key = isAsked ? this.#keyOf(selectorsIn(props)) : undefined;
    const { accountId } = reading;
    return (await this.#liveEvidence).find((live) => {
      const id = accountIdOf(live.reading);
      const isSame =
        accountId !== undefined && id !== undefined
          ? accountId === id
          : key !== undefined && key === live.key;
      return (
        isSame &&
        !(live.reading instanceof TcssError) &&
        isDeepStrictEqual(values(live.reading), values(reading))
      );
    });
  }

  #keyOf(args: ResourceArgs): string | undefined {
    try {
      return resolveConnection({ args, config: this.#config, env: this.#options.env }).key;
    } catch {
      return undefined;
    }
  }

  #live(settings: LoadedGateSettings): Promise<LiveEvidence[]> {
    this.#liveEvidence ??= this.#ask(settings);
    return this.#liveEvidence;
  }

  async #ask({ accounts, protects, waivers }: LoadedGateSettings): Promise<LiveEvidence[]> {
    const exempt = protects.find(({ stack }) => matchesStack(stack, this.#stack));
    if (exempt?.live === false) {
      this.#noteOnce(
        `The account is not judged for stack ${this.#stack} (protects: ${exempt.stack}): ${exempt.reason}`,
      );
      return [];
    }
    const needsId = needsAccountId(waivers);
    const asked: (Partial<GateAccount> & { account?: string })[] =
      accounts.length === 0 ? [{}] : [...accounts];
    return Promise.all(
      asked.map(async (account) => {
        const args = needsId ? { ...account, resolveAccountId: true } : account;
        const { reading, origin } = await this.#accounts.readAccount({
          args,
          config: this.#config,
          env: this.#options.env,
          defaultDeadlineSeconds: DEPLOYMENT_DEADLINE_SECONDS,
        });
        const accountId = accountIdOf(reading);
        const place = { stack: this.#stack, accountName: account.account, accountId };
        return {
          reading,
          place,
          prefix: asked.length > 1 ? `Account ${account.account}: ` : "",
          key: this.#keyOf(account),
          asked: origin === undefined ? undefined : askedLine(origin, account.profile),
          reported: new Set<string>(),
        };
      }),
    );
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

/** What a resource says of the account that it reads. */
function selectorsIn(props: JudgedResource["props"]): ResourceArgs {
  const given = Object.keys(RESOURCE_ARGS_SCHEMA.properties).filter((name) => props[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, props[name]]));
}

function isLive(evidence: Evidence): evidence is LiveEvidence {
  return "reported" in evidence;
}

/** What an account has answered, without what is known of the reading itself: resources have more of that. */
function values({ additionalFields: _, accountId: __, observedAt: ___, ...rest }: PurchaseState): object {
  return rest;
}

/** A resource whose values are not known yet. */
const UNKNOWN = Symbol("unknown");

function storedResource({ name, props }: JudgedResource): StoredResource | typeof UNKNOWN {
  try {
    const { purchaseState, timeZone, fromStack } = props as Omit<StoredResource, "name">;
    // copied here, so that an unknown value is met here and not in a rule
    return {
      name,
      timeZone,
      purchaseState: purchaseState === undefined ? undefined : { ...purchaseState },
      fromStack: fromStack === undefined ? undefined : { ...fromStack },
    };
  } catch (error) {
    if ((error as Error).constructor.name === "UnknownValueError") return UNKNOWN;
    throw error;
  }
}
