// `npm run test:matrix`: the end-to-end tests under other versions of Node. The last line is "N passed, N failed".
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { asScript, ensureBuilt, ensureToolchain, optionsOf, run, SetupError } from "../../scripts/setup.mjs";
import { REPORTER, runStages } from "../../scripts/totals.mjs";
import { ROOT } from "../root";
import { environmentOf, fetchNode, newestPackages } from "./nodes";

const HELP = `Usage: npm run test:matrix [-- OPTIONS]

Runs the end-to-end tests once with each version of Node: mocha, and all that the Pulumi engine starts. The
versions come from the package registry, and with each the newest @pulumi/pulumi and @pulumi/policy that it takes.

Options:
  --node VERSION   a version (22.23.3), or a major (22) for its newest; repeatable; default: 22 and 24
  --files NAMES    only these files of test/e2e, such as gate,plugin
  --grep PATTERN   only tests whose names match
  --help           show this text

Whatever is chosen, test/e2e/runtime.test.ts runs too: it tells that the engine's processes are that Node.`;

// newest and not pinned, as in a user's fresh installation; --node repeats the version of an earlier run
const NODES = ["22", "24"];
// the file and the title of the tests that always run
const ALWAYS = { file: "runtime", title: "what the engine starts" };

asScript(async () => {
  const { help, node: versions = NODES, files, grep } = readOptions();
  if (help) {
    console.log(HELP);
    return 0;
  }
  const mocha = mochaCommand(files, grep);
  await ensureBuilt();
  const toolchain = await ensureToolchain();
  const stages: Stage[] = [];
  for (const version of versions) stages.push(await stageOf(version, toolchain, mocha));
  return runStages(stages);
});

function readOptions() {
  const string = { type: "string" } as const;
  return optionsOf("npm run test:matrix", {
    node: { ...string, multiple: true },
    files: string,
    grep: string,
    help: { type: "boolean", default: false },
  });
}

type Stage = [title: string, run: (env: NodeJS.ProcessEnv) => Promise<number>];

interface MochaConfig {
  readonly timeout: number;
  readonly require: readonly string[];
  readonly spec: readonly string[];
}

/**
 * The arguments for mocha. They repeat its configuration, because mocha adds files to those of a configuration file,
 * but never removes any.
 */
function mochaCommand(files: string | undefined, grep: string | undefined): string[] {
  const config = JSON.parse(readFileSync(join(ROOT, "test/e2e/.mocharc.json"), "utf8")) as MochaConfig;
  return [
    join(ROOT, "node_modules/mocha/bin/mocha.js"),
    "--no-config",
    "--forbid-only",
    ...["--timeout", String(config.timeout)],
    ...config.require.flatMap((module) => ["--require", module]),
    ...REPORTER,
    ...(grep === undefined ? [] : ["--grep", `${grep}|${ALWAYS.title}`]),
    ...(files === undefined ? config.spec : chosen(files)),
  ];
}

function chosen(files: string): string[] {
  const names = new Set([...files.split(","), ALWAYS.file]);
  return [...names].map((name) => {
    const file = `test/e2e/${name}.test.ts`;
    if (!existsSync(join(ROOT, file))) throw new SetupError(`There is no ${file}.`);
    return file;
  });
}

async function stageOf(version: string, toolchain: string, mocha: readonly string[]): Promise<Stage> {
  const node = await fetchNode(version);
  const packages = await newestPackages(node);
  const title = `Node ${node.version}, ${packages.join(", ")}`;
  const own = { TCSS_TOOLCHAIN: toolchain, TCSS_TEST_PACKAGES: packages.join(" ") };
  const env = { ...environmentOf(node), ...own };
  // mocha also runs under that Node: it starts the `tcss` command, and everything else, by its own executable
  const stage = async (added: NodeJS.ProcessEnv): Promise<number> =>
    (await run(node.executable, mocha, { env: { ...added, ...env }, stdio: "inherit" })).code;
  return [title, stage];
}
