// What a team would write for `data "external"`: reads the account through the core, and prints its fields as texts.
const { AccountReader, resolveConnection } = require("pulumi-tcss/core");

async function main() {
  const reader = new AccountReader({ remember: false });
  const { purchaseState } = await reader.purchaseState(resolveConnection({ env: process.env }));
  const fields = Object.entries(purchaseState).map(([name, value]) => [name, String(value)]);
  console.log(JSON.stringify(Object.fromEntries(fields)));
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
