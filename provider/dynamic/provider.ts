import { configLookup, endWithEngine, staleWarning } from "../../core/internal";
import { type CheckFailure, checkFailures, idOf, isMove, unknownInputs, withoutShell } from "../pulumi";
import { PurchaseStateResource } from "../resource/PurchaseStateResource";
import type { Properties } from "../resource/properties";

/** The part of Pulumi's `dynamic.ConfigureRequest` that is used: keys of any namespace, secrets decrypted. */
export interface ConfigureRequest {
  readonly config: { get(fullKey: string): string | undefined };
}

type Request = ConfigureRequest | undefined;

// Pulumi's process for dynamic providers would live on without the engine
if (/[/\\]cmd[/\\]dynamic-provider\b/.test(process.argv[1] ?? "")) endWithEngine();

const NOT_CONFIGURED: ConfigureRequest = { config: { get: () => undefined } };

/** One resource a request: the engine sends one for each stack's configuration, and a process may serve several. */
const resources = new WeakMap<ConfigureRequest, PurchaseStateResource>();

function resourceFor(request: ConfigureRequest = NOT_CONFIGURED): PurchaseStateResource {
  let resource = resources.get(request);
  if (resource === undefined) {
    resource = new PurchaseStateResource({ env: process.env, takesFromStack: true });
    resource.configure(
      configLookup(
        (key) => request.config.get(key),
        () => keysOf(request),
      ),
    );
    resources.set(request, resource);
  }
  return resource;
}

/** The keys that are set. Pulumi's class lists none, but holds them in a field; a release without it lists none. */
function keysOf({ config }: ConfigureRequest): string[] {
  const { rawConfig } = config as { readonly rawConfig?: unknown };
  return typeof rawConfig === "object" && rawConfig !== null ? Object.keys(rawConfig) : [];
}

/**
 * What the text in every dynamic resource's state calls (shell.ts), in the process that the engine starts for it.
 *
 * **This object is a permanent contract.** The text never changes, so that an old state works with a newer package and
 * a new one with an older package: each method keeps its name, takes the configure request and the list of the
 * engine's arguments, and answers what the engine reads. It may answer more, never less. What else a later version
 * needs goes behind these methods; a state's text calls no other.
 */
export const provider = {
  /** Validates the arguments and asks the account. It never throws. */
  check: async (
    request: Request,
    [olds, news]: [Properties, Properties],
  ): Promise<{ inputs: Properties; failures: CheckFailure[] }> => {
    const given = withoutShell(news);
    const unknown = unknownInputs(given);
    if (unknown !== undefined) return { inputs: unknown, failures: [] };
    const { inputs, ...found } = await resourceFor(request).check(withoutShell(olds), given);
    return { inputs, failures: checkFailures(found) };
  },

  create: async (request: Request, [inputs]: [Properties]): Promise<{ id: string; outs: Properties }> => ({
    id: idOf(inputs),
    outs: resourceFor(request).outputsOf(withoutShell(inputs)),
  }),

  /**
   * Asks the account again, for a refresh.
   * @throws Error without a stack when the account cannot be read: the engine's provider process would print it.
   */
  read: async (
    request: Request,
    [id, state]: [string, Properties],
  ): Promise<{ id: string; props: Properties; inputs: Properties }> => {
    try {
      const { outputs, inputs } = await resourceFor(request).read(withoutShell(state));
      const warning = staleWarning(inputs);
      // the engine shows what a dynamic provider's process writes there; at a refresh no program runs that could warn
      if (warning !== undefined) console.error(warning);
      return { id, props: outputs, inputs };
    } catch (thrown) {
      throw withoutStack((thrown as Error).message);
    }
  },

  /** Answers both diff (`changes`) and update (`outs`), which have the same arguments. */
  change: async (
    request: Request,
    [, olds, news]: [string, Properties, Properties],
  ): Promise<{ changes: boolean; outs: Properties }> => {
    const [resource, inputs] = [resourceFor(request), withoutShell(news)];
    return {
      changes: isMove(olds, news) || resource.diff(withoutShell(olds), inputs),
      outs: resource.outputsOf(inputs),
    };
  },
};

function withoutStack(message: string): Error {
  // the provider process prints `${error}: ${error.stack}`
  return Object.assign(new Error(message), { toString: () => "TcssError", stack: message });
}
