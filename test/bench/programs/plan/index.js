// Plans for 5,000 assets and as many idle cores as it is told, and prints what that covers and how much memory it took.
// usage: node index.js IDLE_CORES even|odd
const { coverageOf } = require("pulumi-tcss/internal");

// no pattern, and the same in every run
let seed = 7;
function next(most) {
  seed = (seed * 16_807) % 2_147_483_647;
  return 1 + (seed % most);
}

const [idleCoresCnt, sizes] = [Number(process.argv[2]), process.argv[3]];
// odd: a few small machines of an odd size beside many even ones, which alone make up no odd sum
const coresOf = (index) => (sizes === "odd" ? (index % 1000 === 0 ? 1 : 2 * next(350)) : next(64));

const assets = Array.from({ length: 5000 }, (_, index) => ({
  kind: index % 2 === 0 ? "cluster" : "host",
  id: `asset-${next(1e9)}-${index}`,
  listedCores: coresOf(index),
  listedProtectedCores: 0,
  licenseDoubts: [],
  statedStatus: "undefended",
  access: "ok",
  tags: [],
  notUnderstood: [],
}));
const allCoresCnt = assets.reduce((sum, { listedCores }) => sum + listedCores, 0);
const { plan } = coverageOf({ assets, purchaseState: { state: 3, allCoresCnt, idleCoresCnt } });
console.log(`covers ${plan.coveredCores} cores with ${process.resourceUsage().maxRSS} KiB`);
