import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { defaultCredential } from "../../emulator/src";
import { CAPTURED, capturedFile, keepSecret, knownSecrets } from "../support/runFolder";
import { SecretSearch } from "../support/secretSearch";

const ROOT = join(__dirname, "../..");
/** What stands in the repository as an example of an output. */
const RECORDED = ["test/golden", "test/bench/recorded.json", "docs", "examples"].map((path) =>
  join(ROOT, path),
);

/** Where a user would write a key, so that it may be found there. */
const MEANT_FOR_KEYS = /[/\\](\.tccli|node_modules|venv)[/\\]/;

interface Found {
  readonly file: string;
  /** How the secret is written there; never the secret. */
  readonly form: string;
}

// mocharc.json names this file last: what the tests before it have left is what it looks at.
describe("the whole run", function () {
  this.timeout(300_000);

  it("has left no secret in any output, state, log, project, report or record of the emulator", () => {
    keepSecret(PLANTED);
    const planted = capturedFile("planted");
    writeFileSync(planted, `{"body":"${Buffer.from(`user:${PLANTED}`).toString("base64")}"}`);
    const found = secretsBelow([CAPTURED], new SecretSearch(knownSecrets()));
    // the next stage of the run searches the same folder
    rmSync(planted);
    // the search finds what is there
    assert.deepEqual(
      found.filter(({ file }) => file === planted).map(({ form }) => form.replace(/ \d$/, "")),
      ["base64"],
    );
    assert.deepEqual(
      found.filter(({ file }) => file !== planted),
      [],
    );
  });

  it("has used no secret that stands in what the repository shows as an output", () => {
    const secrets = knownSecrets();
    // documents tell the emulator's key, which opens nothing else
    secrets.delete(defaultCredential.secretKey);
    assert.deepEqual(secretsBelow(RECORDED, new SecretSearch(secrets)), []);
  });
});

/** Put together here, so that it stands in no file of the checkout. */
const PLANTED = ["planted", "only", "to", "be", "found"].join("/");

function secretsBelow(folders: readonly string[], search: SecretSearch): Found[] {
  return folders.flatMap(filesAt).flatMap((file) => {
    const hit = search.findIn(readFileSync(file));
    return hit === undefined
      ? []
      : [{ file: file.startsWith(ROOT) ? relative(ROOT, file) : file, form: hit.form }];
  });
}

function filesAt(path: string): string[] {
  if (!/^(?!.*\.json$)/.test(path)) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !MEANT_FOR_KEYS.test(file));
}
