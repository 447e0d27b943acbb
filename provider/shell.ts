import type { dynamic } from "@pulumi/pulumi";

/**
 * The dynamic provider as the engine stores it. Pulumi serializes this object into every resource, and shows
 * an update whenever its text changes; so each method only calls the installed package, captures nothing, and
 * must stay as it is, letter by letter (test/golden/shell.txt).
 */
export const shell: dynamic.ResourceProvider = {
  configure: (request) => require("pulumi-tcss/provider").provider.configure(request),
  check: (olds, news) => require("pulumi-tcss/provider").provider.check(olds, news),
  diff: (id, olds, news) => require("pulumi-tcss/provider").provider.diff(id, olds, news),
  create: (inputs) => require("pulumi-tcss/provider").provider.create(inputs),
  read: (id, state) => require("pulumi-tcss/provider").provider.read(id, state),
  update: (id, olds, news) => require("pulumi-tcss/provider").provider.update(id, olds, news),
  delete: (id, state) => require("pulumi-tcss/provider").provider.delete(id, state),
};
