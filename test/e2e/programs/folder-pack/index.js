// Not a program of Pulumi's but a user of its Automation API: runs an inline program that creates one file, under a
// policy pack given as a folder, by preview and by up, once for each scenario. Prints one JSON object a line.
const { existsSync, rmSync } = require("node:fs");
const { join } = require("node:path");
const pulumi = require("@pulumi/pulumi");
const { LocalWorkspace } = require("@pulumi/pulumi/automation");

const [policyPack, endpoint, settings, ...scenarios] = process.argv.slice(2);
const EFFECT = join(process.cwd(), "inline.effect");

async function program() {
  const provider = {
    create: async ({ path }) => {
      require("node:fs").writeFileSync(path, "created");
      return { id: path, outs: { path } };
    },
  };
  class TextFile extends pulumi.dynamic.Resource {}
  new TextFile(provider, "file", { path: EFFECT });
}

async function main() {
  for (const scenario of scenarios) {
    const stack = await LocalWorkspace.createOrSelectStack(
      { stackName: scenario, projectName: "folder-pack", program },
      { workDir: process.cwd() },
    );
    for (const [key, value] of Object.entries(JSON.parse(settings))) await stack.setConfig(key, { value });
    for (const command of ["preview", "up"]) {
      await fetch(`${endpoint}/_emulator/state`, { method: "PUT", body: JSON.stringify({ scenario }) });
      await run(stack, scenario, command);
    }
  }
}

async function run(stack, scenario, command) {
  const events = [];
  let [passed, output] = [true, ""];
  const collect = (text) => {
    output += text;
  };
  rmSync(EFFECT, { force: true });
  try {
    await stack[command]({
      policyPacks: [policyPack],
      color: "never",
      onEvent: (event) => event.policyEvent && events.push(event),
      onOutput: collect,
      onError: collect,
    });
  } catch {
    passed = false;
  }
  console.log(JSON.stringify({ scenario, command, passed, created: existsSync(EFFECT), events, output }));
}

main();
