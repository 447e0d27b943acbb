import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type * as Pulumi from "@pulumi/pulumi";

import { SHELL_TEXT } from "../../../../provider/dynamic/shellText.generated";

const GENERATED = join(__dirname, "../../../../provider/dynamic/shellText.generated.ts");

/** The lowest and the highest supported release, and the one that the workspace uses. */
const RELEASES = ["pulumi-lowest", "@pulumi/pulumi", "pulumi-highest"];

/**
 * What this release of `@pulumi/pulumi` stores as `__provider` of a resource: its own `dynamic.Resource` makes
 * the text, from the compiled shell as users install it (run `npm run build` after a change).
 */
async function storedText(release: string): Promise<string> {
  const { dynamic, runtime } = require(release) as typeof Pulumi;
  // compiled apart from this test's loader, which would alter the text of functions
  const { shell } = require("../../../../sdk/dist/provider/dynamic/shell.js");
  const text = new Promise<string>((resolve) => {
    runtime.setMocks({
      newResource: ({ name, inputs }) => {
        resolve(inputs["__provider"]);
        return { id: name, state: inputs };
      },
      call: () => assert.fail("no function is called"),
    });
  });
  class Golden extends dynamic.Resource {}
  new Golden(shell, "golden", {}, undefined, "tcss", "PurchaseState");
  return text;
}

describe("the serialized provider", function () {
  this.timeout(60_000); // three releases of a large package are loaded

  if (process.env["UPDATE_GOLDEN"] !== undefined)
    before(async () => {
      const text = await storedText("@pulumi/pulumi");
      const literal = text.replace(/[\\`$]/g, "\\$&");
      writeFileSync(
        GENERATED,
        readFileSync(GENERATED, "utf8").replace(/`exports.*(?=`;)/s, () => `\`${literal}`),
      );
    });

  // A changed text shows an update of every resource in every stack of every user.
  for (const release of RELEASES)
    it(`is the golden text, letter by letter, with ${release}`, async () => {
      assert.equal(await storedText(release), SHELL_TEXT);
    });

  it("takes at most 2,250 bytes of each resource's inputs, and of its outputs", () => {
    const bytes = Buffer.byteLength(JSON.stringify(SHELL_TEXT));
    assert.ok(bytes <= 2250, `${bytes} bytes`);
  });

  it("requires the installed package and nothing else", () => {
    const required = [...SHELL_TEXT.matchAll(/require\((.*?)\)/g)].map(([, name]) => name);
    assert.deepEqual(required, ['"pulumi-tcss/provider"']);
  });

  it("captures nothing but its own functions, and no path of the machine that made it", () => {
    const captured = [...SHELL_TEXT.matchAll(/with\(\{ (.*?) \}\)/g)].map(([, names]) => names);
    const nothing = "this: undefined, arguments: undefined";
    const call = `call: __f2, ${nothing}`;
    assert.deepEqual(captured, [...Array(6).fill(call), `provider: __provider, ${nothing}`]);
    // each variable is one of the functions, or the object that holds them
    const variables = [...SHELL_TEXT.matchAll(/^(?:var|let|const) (\w+)/gm)].map(([, name]) => name);
    assert.deepEqual(variables, ["__provider"]);
    assert.doesNotMatch(SHELL_TEXT, /["'`](\/|[A-Za-z]:\\|file:)/);
  });
});
