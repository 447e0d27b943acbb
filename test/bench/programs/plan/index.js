// Plans for 5,000 assets and 100,000 idle cores, and prints what that covers and how much memory it took.
const { coverageOf } = require("pulumi-tcss/internal");

// no pattern, and the same in every run
let seed = 7;
function next(most) {
  seed = (seed * 16_807) % 2_147_483_647;
  return 1 + (seed % most);
}

const assets = Array.from({ length: 5000 }, (_, index) => ({
  kind: index % 2 === 0 ? "cluster" : "host",
  id: `asset-${next(1e9)}-${index}`,
  listedCores: next(64),
  listedProtectedCores: 0,
  licenseDoubts: [],
  statedStatus: "undefended",
  access: "ok",
  tags: [],
  notUnderstood: [],
}));
const allCoresCnt = assets.reduce((sum, { listedCores }) => sum + listedCores, 0);
const { plan } = coverageOf({ assets, purchaseState: { state: 3, allCoresCnt, idleCoresCnt: 100_000 } });
console.log(`covers ${plan.coveredCores} cores with ${process.resourceUsage().maxRSS} KiB`);
