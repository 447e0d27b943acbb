import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Place } from "./run";

const ROOT = join(__dirname, "../../../..");

/** Commands of `tcss` in a document that need the account alone, without what a shell adds behind them. */
function commandsIn(file: string): string[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  const commands = [
    ...text.matchAll(/^[ -]*npx (?:--no-install )?pulumi-tcss-report ([^\n]*?)(?: +#.*| \|\| .*)?$/gm),
  ];
  return [...new Set(commands.map(([, command = ""]) => command.trim()))].filter(
    (command) => !command.includes("--stack"),
  );
}

describe("commands in the documents", () => {
  let place: Place;
  before(async () => {
    place = await Place.create();
  });
  after(() => place.close());

  for (const file of ["README.md", "report/README.md", "docs/ci.md", "docs/rollout.md"])
    for (const command of commandsIn(file))
      it(`${file}: tcss ${command}`, async () => {
        const { code, err } = await place.tcss(...command.split(/\s+/));
        // the API document's account: the gate blocks
        assert.equal(code, command.startsWith("check") ? 1 : 0, err);
        for (const [, name = ""] of command.matchAll(/--format \w+=(\S+)/g))
          assert.notEqual(readFileSync(join(place.folder, name), "utf8"), "", name);
      });

  it("are there to be run", () => {
    assert.ok(commandsIn("docs/ci.md").length >= 3);
    assert.ok(commandsIn("docs/rollout.md").length >= 2);
  });
});
