import type { dynamic } from "@pulumi/pulumi";

// biome-ignore lint/suspicious/noExplicitAny: the package answers to each method what the engine expects of it
type Answer = any;
type Call = ((method: string, args: readonly unknown[]) => Answer) & { request?: unknown };

/**
 * Calls the installed package with what `configure` was given. Where it cannot be loaded, the user gets one sentence:
 * from `check` as a failure, from the others as an error without the stack that the engine's provider process prints.
 */
const call = (method: string, args: readonly unknown[]): Answer => {
  try {
    return require("pulumi-tcss/provider").provider[method]((call as Call).request, args);
  } catch (error) {
    const reason = `${(error as Error).message.split("\n")[0]}: run npm install pulumi-tcss in the program's folder`;
    if (method === "check") return { failures: [{ property: "", reason }] };
    throw Object.assign(new Error(reason), { name: "", stack: "" });
  }
};

/** `diff` takes `changes` of the answer and `update` takes `outs`: one function less in each resource's state. */
const change = (id: string, olds: unknown, news: unknown): Answer => call("change", [id, olds, news]);

/**
 * The dynamic provider as the engine stores it: Pulumi's serializer makes shellText.generated.ts of this object. The engine
 * shows an update whenever that text changes, and states of users hold it for years; so it must stay as it is,
 * letter by letter. To delete loads no package: there is no `delete`, and `configure` only keeps the request.
 */
export const shell: Omit<dynamic.ResourceProvider, "configure"> & {
  configure(request: dynamic.ConfigureRequest): void;
} = {
  configure: (request) => {
    (call as Call).request = request;
  },
  check: (olds, news) => call("check", [olds, news]),
  diff: change,
  create: (inputs) => call("create", [inputs]),
  read: (id, state) => call("read", [id, state]),
  update: change,
};
