import * as pulumi from "@pulumi/pulumi";
import * as tcss from "pulumi-tcss";

// assets that need no protection, as in the gate's settings
const exempt = new pulumi.Config().getObject<string[]>("exempt") ?? [];

// Read now, at preview as at update. Of all that is read, the stack's state keeps what is exported below and nothing else.
const coverage = tcss.getCoverageOutput({ exempt });

/** What is not fully protected, worst first. A cluster in trouble or without an agent says so. */
export const undefendedAssets = coverage.assets.apply((assets) =>
  assets
    .filter(({ status, exempt }) => status !== tcss.AssetStatus.Defended && exempt !== true)
    .map(({ kind, id, name, status, access, undefendedCores }) => ({
      kind,
      id,
      name,
      status,
      access,
      undefendedCores,
    })),
);

/** Protection to switch on at no cost: ids that fit into the idle cores, the set that covers most. */
export const switchOn = coverage.apply(({ plan }) => plan?.switchOn.map(({ id }) => id) ?? []);

/** Those of them that need an agent first. */
export const needAccess = coverage.apply(({ plan }) => plan?.needAccess.map(({ id }) => id) ?? []);

/** The plan in a sentence. */
export const summary = coverage.apply(({ totals, plan }) => {
  // what is unknown is undefined, never 0
  if (plan === undefined) return `${totals.undefended} assets are undefended; their cores are unknown`;
  const { coveredCores, remainingCores, currency, elasticPerDay, prepaidPerMonth } = plan;
  const costs = [
    elasticPerDay === undefined ? undefined : `${elasticPerDay} ${currency} a day by elastic billing`,
    prepaidPerMonth === undefined ? undefined : `${prepaidPerMonth} ${currency} a month when bought`,
  ].filter((cost) => cost !== undefined);
  const rest = [`${remainingCores} remain`, costs.join(" or ")].filter((part) => part !== "").join(", ");
  return `${coveredCores} of ${coveredCores + remainingCores} undefended cores can be protected at no cost; ${rest}`;
});
