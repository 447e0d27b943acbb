import * as pulumi from "@pulumi/pulumi";
import * as tcss from "pulumi-tcss";

const profiles = new pulumi.Config().requireObject<string[]>("profiles");

// Each resource asks with the credentials of its own profile, in a refresh too: the name of the profile is
// kept in state, its credentials are not. `account` is how messages call it.
const accounts = profiles.map((profile) => ({
  profile,
  purchase: new tcss.PurchaseState(profile, { profile, account: profile }),
}));

export const undefendedCores = Object.fromEntries(
  accounts.map(({ profile, purchase }) => [profile, purchase.undefendCoresCnt]),
);

export const undefendedInAll = pulumi
  .all(accounts.map(({ purchase }) => purchase.undefendCoresCnt))
  .apply((counts) => counts.reduce<number>((sum, count = 0) => sum + count, 0));
