// Not a program of Pulumi's but a user of its Automation API: previews an inline program without resources,
// under a policy pack given as a folder, once for each scenario. Prints one JSON object a line.
const { LocalWorkspace } = require("@pulumi/pulumi/automation");

const [policyPack, endpoint, settings, ...scenarios] = process.argv.slice(2);

async function main() {
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: "dev", projectName: "folder-pack", program: async () => {} },
    { workDir: process.cwd() },
  );
  for (const [key, value] of Object.entries(JSON.parse(settings))) await stack.setConfig(key, { value });
  for (const scenario of scenarios) {
    await fetch(`${endpoint}/_emulator/state`, { method: "PUT", body: JSON.stringify({ scenario }) });
    await preview(stack, scenario);
  }
}

async function preview(stack, scenario) {
  const events = [];
  let [passed, output] = [true, ""];
  try {
    await stack.preview({
      policyPacks: [policyPack],
      color: "never",
      onEvent: (event) => event.policyEvent && events.push(event),
      onOutput: (text) => {
        output += text;
      },
      onError: (text) => {
        output += text;
      },
    });
  } catch {
    passed = false;
  }
  console.log(JSON.stringify({ scenario, passed, events, output }));
}

main();
