import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { defaultCredential } from "../../emulator/src";
import { shared } from "./support/hooks";
import { filesWithSecrets } from "./support/secrets";

// Its name puts this file last: what the tests before it have left is what it looks at.
describe("the whole run", () => {
  it("has left no secret in any state, log, output, project or record of the emulator", () => {
    const { folder } = shared();
    const planted = join(folder, "planted");
    writeFileSync(planted, `a key: ${defaultCredential.secretKey}`);
    const { searched, found } = filesWithSecrets(folder);
    assert.ok(searched > 10, `only ${searched} files were searched`);
    // the search finds what is there
    assert.deepEqual(found, [planted]);
  });
});
