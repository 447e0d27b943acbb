import { randomBytes } from "node:crypto";
import { type Asset, assetsFor, countsOf, parseAssets } from "./assets/asset";
import { assertDepth } from "./json";
import { MAX_ENTRIES, MAX_ISSUED, MAX_STATE_SIZE } from "./limits";
import { type Fields, type ScenarioFault, scenarioNamed } from "./scenarios";
import { tellSecrets } from "./secrets";

/** A key pair of an account, long-lived or temporary. */
export interface Credential {
  readonly secretId: string;
  readonly secretKey: string;
  /** The account (main uin) whose purchase state the holder sees. */
  readonly accountId: string;
  /** The session token of a temporary credential; requests must carry it as `X-TC-Token`. */
  readonly token?: string;
  /** From then on the credential is refused with `AuthFailure.TokenFailure`. Absent: never. */
  readonly expiresAt?: Date;
  /** The role that a temporary credential stands for. */
  readonly session?: RoleSession;
}

export interface RoleSession {
  readonly roleArn: string;
  readonly roleName: string;
  readonly sessionName: string;
  /** The account that asked for it. */
  readonly requestedBy: string;
}

/** A credential to add, and if wanted the purchase state of its account. */
export interface NewCredential {
  readonly secretId: string;
  readonly secretKey: string;
  /** Default: the emulator's first account. */
  readonly accountId?: string;
  readonly token?: string;
  readonly expiresAt?: Date;
  /** The account's own scenario, or the fields of its reply. Default: as the first account's. */
  readonly scenario?: string | Fields;
}

/** What an account answers at present. */
export interface AccountState {
  /** A scenario's name, or `custom` for given fields. */
  readonly scenario: string;
  /** The purchase state. */
  readonly fields: Fields;
  readonly assets: readonly Asset[];
  /** How the scenario misbehaves. */
  readonly fault?: ScenarioFault;
}

/** The accounts that one emulator serves. */
export class Accounts {
  readonly #credentials = new Map<string, Credential>();
  readonly #states = new Map<string, AccountState>();
  /** Ids of temporary credentials, oldest first. */
  readonly #issued = new Set<string>();
  readonly #sizes = new Map<string, number>();
  readonly #now: () => Date;
  /** The account that answers for every account without a state of its own. */
  readonly mainAccountId: string;

  constructor(mainAccountId: string, now: () => Date) {
    this.mainAccountId = mainAccountId;
    this.#now = now;
  }

  /** @throws Error when the scenario is unknown */
  add(credential: NewCredential): void {
    const { scenario, accountId = this.mainAccountId, ...rest } = credential;
    if (this.#credentials.size - this.#issued.size >= MAX_ENTRIES && !this.#credentials.has(rest.secretId))
      throw new Error(`at most ${MAX_ENTRIES} credentials can be added`);
    if (scenario !== undefined) this.setScenario(scenario, accountId);
    tellSecrets(rest.secretKey, rest.token);
    this.#credentials.set(rest.secretId, { ...rest, accountId });
  }

  /** False when there was no such credential. */
  remove(secretId: string): boolean {
    this.#issued.delete(secretId);
    return this.#credentials.delete(secretId);
  }

  find(secretId: string): Credential | undefined {
    return this.#credentials.get(secretId);
  }

  list(): Credential[] {
    return [...this.#credentials.values()];
  }

  /** A temporary credential, known from now on, that expires after `lifetimeSeconds`. */
  issue(accountId: string, session: RoleSession, lifetimeSeconds: number): Required<Credential> {
    const credential = {
      secretId: `AKID-emulator-tmp-${randomBytes(8).toString("hex")}`,
      secretKey: `emulator-tmp-key-${randomBytes(8).toString("hex")}`,
      token: `emulator-tmp-token-${randomBytes(16).toString("hex")}`,
      accountId,
      // whole seconds, as the API gives the time in both of its forms.
      expiresAt: new Date((Math.floor(this.#now().getTime() / 1000) + lifetimeSeconds) * 1000),
      session,
    };
    this.#credentials.set(credential.secretId, credential);
    this.#issued.add(credential.secretId);
    tellSecrets(credential.secretKey, credential.token);
    const [oldest] = this.#issued;
    if (this.#issued.size > MAX_ISSUED && oldest !== undefined) this.remove(oldest);
    return credential;
  }

  stateOf(accountId: string): AccountState {
    return this.#states.get(accountId) ?? this.#states.get(this.mainAccountId) ?? this.#healthy();
  }

  /** @throws Error when there is no scenario of that name */
  setScenario(scenario: string | Fields, accountId = this.mainAccountId): void {
    this.#keep(accountId, this.#stateFor(scenario));
  }

  /** Sets the given fields and removes those that are undefined; the others stay, and so does the scenario's fault. */
  setFields(changes: Fields, accountId = this.mainAccountId): void {
    const state = this.stateOf(accountId);
    const fields = Object.fromEntries(
      Object.entries({ ...state.fields, ...changes }).filter(([, value]) => value !== undefined),
    );
    this.#keep(accountId, { ...state, fields });
  }

  /** Sets what the account has, and the cores of the purchase state that follow from it; the other fields stay. */
  setAssets(assets: readonly Asset[], accountId = this.mainAccountId): void {
    const state = this.stateOf(accountId);
    this.#keep(accountId, { ...state, assets, fields: { ...state.fields, ...countsOf(assets) } });
  }

  #keep(accountId: string, state: AccountState): void {
    assertDepth(state.fields, "a state");
    assertDepth(state.assets, "the assets");
    const size = JSON.stringify(state.fields).length + JSON.stringify(state.assets).length;
    const all = new Map(this.#sizes).set(accountId, size);
    const total = [...all.values()].reduce((sum, each) => sum + each, 0);
    if (total > MAX_STATE_SIZE || all.size > MAX_ENTRIES)
      throw new Error(
        `at most ${MAX_ENTRIES} accounts can have a state of their own, of ${MAX_STATE_SIZE} characters in all`,
      );
    this.#sizes.set(accountId, size);
    this.#states.set(accountId, state);
  }

  #healthy(): AccountState {
    return this.#stateFor("healthy");
  }

  // built once, when it is set: an unchanged account gives the same dates at every call, and its license expires
  #stateFor(scenario: string | Fields): AccountState {
    if (typeof scenario !== "string") return stateOfFields(scenario);
    const { name, build, assets, fault } = scenarioNamed(scenario);
    return { scenario: name, fields: build(this.#now()), assets, ...(fault && { fault }) };
  }
}

/**
 * The state for the fields of one reply, which are served word for word. The API has no field `assets`: what stands there
 * are the assets, from which the cores that are not given follow. Without it, assets follow from the cores.
 */
function stateOfFields({ assets: given, ...fields }: Fields): AccountState {
  if (given === undefined) return { scenario: "custom", fields, assets: assetsFor(fields) };
  const assets = parseAssets(given);
  return { scenario: "custom", fields: { ...countsOf(assets), ...fields }, assets };
}
