// Who may import whom: the table of rooms, as rules. `core` knows nobody, the rest know only what they need.
const room = (from, allowed) => ({
  name: `${from}-imports-only-${allowed.join("-and-").replaceAll("/", "-") || "itself"}`,
  severity: "error",
  from: { path: `^${from}/` },
  to: {
    path: "^(core|provider|sdk|policy-pack|report|emulator|toolchain|examples|test|build|scripts)/",
    pathNot: [from, ...allowed].map((name) => `^${name}[/.]`),
  },
});

/**
 * The rooms inside core/, and what each may import. Arrows are transitive: a room may also import what those import.
 */
const CORE_ROOMS = {
  base: [],
  pulumiFormat: [],
  model: ["base"],
  schema: ["base"],
  api: ["base", "model"],
  credentials: ["api"],
  connection: ["credentials", "schema"],
  account: ["connection", "model"],
  forecast: ["model"],
  rules: ["model", "forecast", "schema"],
  words: ["model", "rules"],
  assess: ["rules"],
  gate: ["account", "assess", "words"],
};

/** What a room may import besides, and those that import the room may not. */
const ALONE_IN_CORE = { forecast: ["pulumiFormat"] };

function allowedInCore(room) {
  return new Set(CORE_ROOMS[room].flatMap((each) => [each, ...allowedInCore(each)]));
}

function insideCore() {
  return Object.keys(CORE_ROOMS).map((room) => {
    const allowed = [room, ...allowedInCore(room), ...(ALONE_IN_CORE[room] ?? [])];
    return {
      name: `core-${room}-imports-only-${allowed.slice(1).join("-and-") || "itself"}`,
      severity: "error",
      from: { path: `^core/${room}[/.]` },
      to: { path: "^core/", pathNot: allowed.map((each) => `^core/${each}[/.]`) },
    };
  });
}

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    room("core", []),
    ...insideCore(),
    {
      name: "every-file-of-core-has-a-room",
      severity: "error",
      from: {},
      to: { path: "^core/", pathNot: `^core/(index|internal|${Object.keys(CORE_ROOMS).join("|")})[/.]` },
    },
    // the serialized provider requires the package that the user installed
    room("provider", ["core", "sdk/dist/provider"]),
    room("sdk", ["core", "provider/dynamic"]),
    // The packages see each other as users do: through what `pulumi-tcss` publishes (it resolves into sdk/).
    room("policy-pack", ["sdk/dist/core/internal"]),
    room("report", ["sdk/dist/core/internal"]),
    room("emulator", []),
    room("toolchain", []),
    {
      name: "examples-import-only-published-names",
      comment: "They are copied out and run as they stand.",
      severity: "error",
      from: { path: "^examples/([^/]+)/" },
      to: {
        dependencyTypesNot: ["core"],
        pathNot: ["^examples/$1/", "^node_modules/", "^sdk/dist/sdk/index", "^policy-pack/dist/types/index"],
      },
    },
    {
      name: "wires-do-not-know-each-other",
      severity: "error",
      from: { path: "^provider/(dynamic|plugin|terraform)/" },
      to: { path: "^provider/(dynamic|plugin|terraform)/", pathNot: "^provider/$1/" },
    },
    {
      name: "resource-knows-no-wire",
      severity: "error",
      from: { path: "^provider/resource/" },
      to: { path: "^provider/", pathNot: "^provider/resource/" },
    },
    {
      name: "one-core-for-all-parts",
      comment:
        "The parts of pulumi-tcss share one core: what they import past this list would be a second copy.",
      severity: "error",
      from: { path: "^(provider|sdk)/" },
      to: { path: "^core/", pathNot: "^core/internal\\." },
    },
    {
      name: "build-imports-no-tests",
      severity: "error",
      from: { path: "^build/" },
      to: { path: "^(test|examples)/" },
    },
    {
      name: "scripts-import-only-node",
      comment: "They run on a fresh clone, where nothing is installed.",
      severity: "error",
      from: { path: "^scripts/.*[.]mjs$" },
      // `npm start` uses two packages of ours, once they are built
      to: { pathNot: "^(scripts|sdk/dist|emulator/dist)/", dependencyTypesNot: ["core"] },
    },
    {
      name: "core-knows-no-pulumi",
      comment: "core/ holds the model and the rules; it must run where no Pulumi is.",
      severity: "error",
      from: { path: "^core/" },
      to: { path: "@pulumi/" },
    },
    {
      // the others are bundles, which hold what they need: a unit test checks that each names its own
      name: "published-code-does-not-need-dev-dependencies",
      severity: "error",
      from: { path: "^emulator/" },
      to: {
        dependencyTypes: ["npm-dev"],
        // types are gone once compiled
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "every-package-is-named",
      // core/, provider/ and sdk/ are one package whose package.json stands in sdk/: a unit test checks theirs
      comment: "What is found by chance, as a dependency of another package, may be gone tomorrow.",
      severity: "error",
      from: { path: "^(policy-pack|report|emulator|toolchain|build)/" },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "every-import-is-there",
      comment: "The packages import each other's compiled files: build first (npm run build).",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
  ],
  options: {
    // not excluded: an import that ends in either must still be seen
    doNotFollow: { path: "(^|/)(node_modules|dist)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["types", "require", "default"] },
    combinedDependencies: true,
  },
};
