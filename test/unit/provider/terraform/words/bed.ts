// Every message that a Terraform user can meet: in Terraform's words, whatever went wrong.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DATA_SOURCES } from "../../../../../provider/terraform/shapes";
import type { TerraformProvider } from "../../../../../provider/terraform/TerraformProvider";
import { type ApiServer, startApiServer } from "../../../support/apiServer";
import { config, providerIn } from "../support";

const KEY = { secret_id: "AKIDunittestunittest", secret_key: "unit-test-secret-key" };
export const NOW = new Date("2024-10-01T00:00:00Z");

/** What Pulumi's users read: keys of its configuration, its commands, its stacks. */
const OF_PULUMI = /\btcss:[a-z]|[Pp]ulumi|stack's|--policy-pack-config|policy pack/;
const CAMEL = /(?<![\w/])[a-z]+[A-Z]\w*/g;

/** The file of settings is the same for all tools, and so are its names; `tccli` has its own. */
function withoutFiles(text: string, folder: string): string {
  return text
    .replace(/[\w.]+ in tcss\.gate\.yaml/g, "")
    .replace(/rules: \{.*?\} in tcss\.gate\.yaml/g, "")
    .replace(/the gate's settings in .*? are wrong: .*/g, "")
    .replace(
      /^([\w., -]+ in )?(the arguments of data "tcss_gate" with )?\S+tcss\.gate\.yaml (is|are) not used.*/g,
      "",
    )
    .replaceAll(folder, "FOLDER")
    .replace(/holds neither secretId nor secretKey|\bsecret(Id|Key) in \S+\.credential/g, "");
}

/** A provider for each test, and every message that the test hears of it. */
export function useWords() {
  let api: ApiServer;
  let folder: string;
  let texts: string[];
  beforeEach(async () => {
    api = await startApiServer();
    folder = mkdtempSync(join(tmpdir(), "tcss-words-"));
    texts = [];
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await api.close();
  });

  /** Takes every text in what the provider says. */
  function heard(value: unknown): void {
    if (typeof value === "string") texts.push(value);
    else if (Array.isArray(value)) value.forEach(heard);
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(heard);
  }

  /** @param expected a piece of each message that the test means to meet. */
  function assertInTerms(...expected: readonly RegExp[]): void {
    for (const pattern of expected)
      assert.ok(
        texts.some((text) => pattern.test(text)),
        `no message is like ${pattern}`,
      );
    for (const text of texts) {
      assert.doesNotMatch(text, OF_PULUMI);
      assert.deepEqual(withoutFiles(text, folder).match(CAMEL), null, text);
      assert.doesNotMatch(text, /unit-test-secret-key/);
    }
  }

  function provider(
    block: Record<string, unknown> = {},
    env: Record<string, string> = {},
  ): TerraformProvider {
    const started = providerIn(folder, env, () => NOW);
    heard(started.configure(config({ ...KEY, endpoint: api.endpoint, max_retries: 0, ...block })));
    return started;
  }

  async function reads(
    from: TerraformProvider,
    values: Record<string, unknown> = {},
    names: readonly string[] = Object.keys(DATA_SOURCES),
  ): Promise<void> {
    for (const name of names) {
      const { state, diagnostics } = await from.read(name, config(values));
      heard(diagnostics);
      const { summary, findings } = state ?? {};
      heard([summary, findings]);
    }
  }

  const gates = (from: TerraformProvider, values: Record<string, unknown> = {}): Promise<void> =>
    reads(from, values, ["tcss_gate"]);

  return {
    get api() {
      return api;
    },
    get folder() {
      return folder;
    },
    get texts() {
      return texts;
    },
    heard,
    provider,
    reads,
    gates,
    assertInTerms,
  };
}
