import type { dynamic } from "@pulumi/pulumi";

/**
 * The dynamic provider as the engine stores it: Pulumi's serializer makes shellText.ts of this object. The engine
 * shows an update whenever that text changes; so each method only calls the installed package, captures nothing,
 * and must stay as it is, letter by letter. There is nothing to delete, and so no `delete`.
 */
export const shell: dynamic.ResourceProvider = {
  configure: (request) => require("pulumi-tcss/provider").provider.configure(request),
  check: (olds, news) => require("pulumi-tcss/provider").provider.check(olds, news),
  diff: (id, olds, news) => require("pulumi-tcss/provider").provider.diff(id, olds, news),
  create: (inputs) => require("pulumi-tcss/provider").provider.create(inputs),
  read: (id, state) => require("pulumi-tcss/provider").provider.read(id, state),
  update: (id, olds, news) => require("pulumi-tcss/provider").provider.update(id, olds, news),
};
