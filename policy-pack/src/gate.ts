import {
  type AssessSettings,
  assess,
  asTcssError,
  type ConfigLookup,
  configLookup,
  type Finding,
  type GateSettings,
  LiveAccounts,
  noConfig,
  noResourceToJudge,
  type Reading,
  type Rule,
  readingOfResource,
  TcssError,
  type Verdict,
} from "pulumi-tcss/core";
import type { StackUnderGate } from "./stackUnderGate";

/** Resource types whose `purchaseState` is judged. */
const PURCHASE_STATE_TYPES: ReadonlySet<string> = new Set([
  "pulumi-nodejs:dynamic/tcss:PurchaseState",
  "tcss:index:PurchaseState",
]);

const STACK_TYPE = "pulumi:pulumi:Stack";

/** What a policy is told about a resource. */
export interface JudgedResource {
  readonly type: string;
  readonly name: string;
  readonly props: Readonly<Record<string, unknown>>;
}

/** What a `Gate` draws from. */
export interface GateOptions {
  /** Loads the gate's settings; an error it throws is the gate's verdict on everything. */
  readonly settings: () => GateSettings;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  /** Tells the user something that is no violation. */
  readonly note: (text: string) => void;
}

/** Judges the account and the program's resources for one deployment; all policies of a pack share one. */
export class Gate {
  readonly #options: GateOptions;
  readonly #accounts = new LiveAccounts();
  readonly #noted = new Set<string>();
  #settings: GateSettings | TcssError | undefined;
  #config: ConfigLookup = noConfig;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** A phase (preview or update) of a deployment begins. */
  begin(stack: StackUnderGate): void {
    this.#config = configLookup((key) => stack.config(key));
    this.#accounts.clear();
    this.#noted.clear();
  }

  /** What `rule` says about `resource`: about the account on the stack itself, about its own values on a `PurchaseState`. */
  async judgeResource(rule: Rule, settings: object, resource: JudgedResource): Promise<Verdict | undefined> {
    const reading = await this.#readingFor(resource);
    return reading === undefined ? undefined : verdictOf(rule, settings, reading, this.#options.now());
  }

  /** What is wrong with the evidence as a whole, at the end of a phase. */
  judgeStack(types: readonly string[]): Verdict | undefined {
    const settings = this.#gateSettings();
    if (settings instanceof TcssError || settings.source === "live") return undefined;
    return types.some((type) => PURCHASE_STATE_TYPES.has(type)) ? undefined : noResourceToJudge();
  }

  async #readingFor({ type, name, props }: JudgedResource): Promise<Reading | undefined> {
    if (type === STACK_TYPE) {
      const settings = this.#gateSettings();
      if (settings instanceof TcssError) return settings;
      if (settings.source === "resources") return undefined;
      return this.#accounts.read({ config: this.#config, env: this.#options.env });
    }
    return PURCHASE_STATE_TYPES.has(type) ? this.#storedIn(name, props) : undefined;
  }

  #gateSettings(): GateSettings | TcssError {
    try {
      this.#settings ??= this.#options.settings();
    } catch (error) {
      this.#settings = asTcssError(error);
    }
    return this.#settings;
  }

  #storedIn(name: string, props: JudgedResource["props"]): Reading | undefined {
    const settings = this.#gateSettings();
    if (settings instanceof TcssError) return settings;
    try {
      const { purchaseState, timeZone } = props as {
        purchaseState?: Record<string, unknown>;
        timeZone?: string;
      };
      // copied here, so that an unknown value is met here and not in a rule
      const stored = purchaseState === undefined ? undefined : { ...purchaseState };
      return readingOfResource(name, stored, timeZone, settings, this.#options.now());
    } catch (error) {
      if ((error as Error).constructor.name !== "UnknownValueError") throw error;
      // Left alone, @pulumi/policy would turn this into an advisory "can't run" for a mandatory rule.
      this.#noteOnce(
        `PurchaseState ${name} is not yet known in this preview: which account it reads depends on another resource. It is judged again at update, before anything that depends on it.`,
      );
      return undefined;
    }
  }

  #noteOnce(text: string): void {
    if (this.#noted.has(text)) return;
    this.#noted.add(text);
    this.#options.note(text);
  }
}

function verdictOf(rule: Rule, settings: object, reading: Reading, now: Date): Finding | undefined {
  // the engine knows the level and has not called a disabled policy
  const own: AssessSettings = { [rule.name]: { ...settings, enforcementLevel: "mandatory" } };
  return assess(reading, own, now).find(({ ruleId }) => ruleId === rule.id);
}
