import { configLookup, endWithEngine } from "../core/internal";
import { PurchaseStateProvider } from "./resource/PurchaseStateProvider";

export {
  type CheckFailure,
  type PurchaseStateProperties,
  PurchaseStateProvider,
} from "./resource/PurchaseStateProvider";

/** The part of Pulumi's `dynamic.ConfigureRequest` that is used: keys of any namespace, secrets decrypted. */
export interface ConfigureRequest {
  readonly config: { get(fullKey: string): string | undefined };
}

type Properties = Record<string, unknown>;
type AnswerOf<Method extends "check" | "create" | "read"> = ReturnType<PurchaseStateProvider[Method]>;

// Pulumi's process for dynamic providers would live on without the engine
if (/[/\\]cmd[/\\]dynamic-provider\b/.test(process.argv[1] ?? "")) endWithEngine();

const NOT_CONFIGURED: ConfigureRequest = { config: { get: () => undefined } };

/** One provider a request: the engine sends one for each stack's configuration, and may serve several of a process. */
const providers = new WeakMap<ConfigureRequest, PurchaseStateProvider>();

function providerOf(request: ConfigureRequest = NOT_CONFIGURED): PurchaseStateProvider {
  let provider = providers.get(request);
  if (provider === undefined) {
    provider = new PurchaseStateProvider(process.env);
    provider.configure(
      configLookup(
        (key) => request.config.get(key),
        () => keysOf(request),
      ),
    );
    providers.set(request, provider);
  }
  return provider;
}

/** The keys that are set. Pulumi's class lists none, but holds them in a field; a release without it lists none. */
function keysOf({ config }: ConfigureRequest): string[] {
  const { rawConfig } = config as { readonly rawConfig?: unknown };
  return typeof rawConfig === "object" && rawConfig !== null ? Object.keys(rawConfig) : [];
}

/**
 * What the text in every dynamic resource's state calls (shell.ts), in the process that the engine starts for it.
 *
 * **This object is a contract for ever.** The text never changes, so that an old state works with a newer package and
 * a new one with an older package: each method keeps its name, takes the configure request and the list of the
 * engine's arguments, and answers what the engine reads. It may answer more, never less. What else a later version needs
 * goes behind these methods; a state's text calls no other.
 */
export const provider = {
  check: (request: ConfigureRequest | undefined, [olds, news]: [Properties, Properties]): AnswerOf<"check"> =>
    providerOf(request).check(olds, news),

  create: (request: ConfigureRequest | undefined, [inputs]: [Properties]): AnswerOf<"create"> =>
    providerOf(request).create(inputs),

  read: (request: ConfigureRequest | undefined, [id, state]: [string, Properties]): AnswerOf<"read"> =>
    providerOf(request).read(id, state),

  /** Answers both diff (`changes`) and update (`outs`), which have the same arguments. */
  change: async (
    request: ConfigureRequest | undefined,
    [id, olds, news]: [string, Properties, Properties],
  ): Promise<{ changes: boolean; outs: Properties }> => {
    const purchaseStates = providerOf(request);
    const { changes } = await purchaseStates.diff(id, olds, news);
    const { outs } = await purchaseStates.update(id, olds, news);
    return { changes, outs };
  },
};
