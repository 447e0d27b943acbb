import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as published from "pulumi-tcss/internal";
import { configLookup } from "../../../core/base/config";
import * as own from "../../../core/internal";
import { Gate } from "../../../policy-pack/src/gate";
import { PluginProvider } from "../../../provider/plugin/PluginProvider";
import { criteriaOf } from "../../../report/src/document";
import { readLive } from "../../../report/src/sources/live";
import { getPurchaseState } from "../../../sdk";
import { CheckedResource } from "../../support/CheckedResource";
import { gateSettings } from "../../unit/support/gateSettings";

const ENV = {
  HOME: "/nowhere",
  TENCENTCLOUD_SECRET_ID: "AKIDtest",
  TENCENTCLOUD_SECRET_KEY: "key-of-the-test",
};
const STACK = { type: "pulumi:pulumi:Stack", name: "p-dev", props: {} };

/** Who has an account read, with a deadline in the stack's configuration or none. */
const CALLERS: readonly [who: string, seconds: number, ask: (seconds?: number) => Promise<unknown>][] = [
  [
    "the gate",
    15,
    (seconds) => {
      const gate = new Gate({
        settings: () => gateSettings(),
        env: ENV,
        now: () => new Date(),
        note: () => {},
      });
      gate.begin({ preview: true, name: "acme/p/dev", config: configOf(seconds) });
      return gate.evaluateResource(published.rules[0] as published.Rule, {}, STACK);
    },
  ],
  [
    "a resource",
    15,
    (seconds) => {
      const provider = new CheckedResource(ENV);
      provider.configure(configLookup(configOf(seconds)));
      return provider.check({}, {});
    },
  ],
  [
    "the plugin's function",
    15,
    (seconds) => {
      const plugin = new PluginProvider(ENV);
      plugin.configure(seconds === undefined ? {} : { deadlineSeconds: String(seconds) });
      return plugin.getPurchaseState({});
    },
  ],
  [
    "the SDK's function",
    15,
    (seconds) => {
      pulumi.runtime.setAllConfig(seconds === undefined ? {} : { "tcss:deadlineSeconds": String(seconds) });
      return getPurchaseState();
    },
  ],
  [
    "the command",
    30,
    () => {
      const gate = gateSettings();
      const criteria = criteriaOf({ gate, settings: {}, now: new Date() });
      return readLive({ selectors: {}, gate, criteria, env: ENV });
    },
  ],
];

function configOf(seconds: number | undefined): (key: string) => string | undefined {
  return (key) => (key === "tcss:deadlineSeconds" ? seconds?.toString() : undefined);
}

describe("the deadline of a read", () => {
  const readers = [own.AccountReader.prototype, published.AccountReader.prototype];
  const originals = readers.map(({ purchaseState }) => purchaseState);
  /** Deadlines of the reads that were asked for. */
  let deadlines: number[];
  beforeEach(() => {
    // mocks that other tests have set would be asked instead
    pulumi.runtime.resetOptions("project", "stack", -1, "", "", false, "");
    deadlines = [];
    for (const reader of readers)
      reader.purchaseState = async (connection: { readonly deadlineSeconds: number }) => {
        deadlines.push(connection.deadlineSeconds);
        return { purchaseState: {}, origin: {} } as own.AccountReading;
      };
  });
  afterEach(() => {
    for (const [index, reader] of readers.entries())
      Object.assign(reader, { purchaseState: originals[index] });
    pulumi.runtime.setAllConfig({});
  });

  for (const [who, seconds, ask] of CALLERS) {
    it(`is ${seconds} s for ${who} where none is set`, async () => {
      await ask().catch(() => {});
      assert.deepEqual(deadlines, [seconds]);
    });
    if (who !== "the command")
      it(`is the user's for ${who}`, async () => {
        await ask(7).catch(() => {});
        assert.deepEqual(deadlines, [7]);
      });
  }
});
