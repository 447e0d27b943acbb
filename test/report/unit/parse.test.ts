import assert from "node:assert/strict";
import { type PurchaseState, parsePurchaseState, TcssError } from "pulumi-tcss/core";
import type { Observation, Origin } from "../../../report/src/document";
import { observationsIn } from "../../../report/src/sources/parse";
import { assertNoControl, DURING_LICENCE, EXAMPLE, HOSTILE, STACK, STORED } from "./support";

const FILE: Origin = { kind: "file", name: "some.json" };
const SAVED = "2024-09-30T00:00:00Z";
const context = { observedAt: SAVED, gate: { maxStaleHours: 24 }, now: DURING_LICENCE };
const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

function parse(content: unknown, origin = FILE): Observation[] {
  return observationsIn(content, origin, context);
}

/** The only purchase state in `content`. */
function only(content: unknown, origin = FILE): Observation {
  const [first, ...rest] = parse(content, origin);
  assert.equal(rest.length, 0);
  return first ?? assert.fail("there is one");
}

function values({ reading }: Observation): PurchaseState {
  if (reading instanceof TcssError) assert.fail(reading.message);
  return reading;
}

function failure({ reading }: Observation): string {
  return reading instanceof TcssError ? reading.message : assert.fail("it could be read");
}

interface Resource {
  readonly type?: string;
  readonly name?: string;
  readonly inputs?: unknown;
  readonly outputs?: unknown;
  readonly delete?: boolean;
}

const TYPE = "pulumi-nodejs:dynamic/tcss:PurchaseState";
const UPDATED = "2024-09-29T08:00:00.123456789Z";

function exported(...resources: Resource[]) {
  return { version: 3, deployment: { manifest: { time: UPDATED }, resources: resources.map(stateOf) } };
}

function stateOf({ type = TYPE, name = "tcss", ...rest }: Resource) {
  return { urn: `urn:pulumi:prod::security::${type}::${name}`, type, ...rest };
}

const purchaseState = STORED;

describe("observationsIn", () => {
  describe("a reply", () => {
    for (const [how, content] of [
      ["within Response", { Response: EXAMPLE }],
      ["bare, as tccli prints it", EXAMPLE],
    ] as const)
      it(`reads it ${how}, as old as its file`, () => {
        const found = only(content);
        assert.deepEqual(values(found), parsePurchaseState(EXAMPLE));
        assert.deepEqual([found.origin, found.observedAt, found.place], [FILE, SAVED, {}]);
      });

    it("keeps the API's error as why there is none", () => {
      const refusal = { Code: "UnauthorizedOperation", Message: "no" };
      const found = only({ Response: { Error: refusal, RequestId: "e40c" } });
      assert.equal(failure(found), "Tencent Cloud answered UnauthorizedOperation: no (request id e40c).");
      assert.equal(found.observedAt, undefined);
    });

    it("takes control characters out of the API's error", () => {
      assertNoControl(
        failure(only({ Response: { Error: { Code: HOSTILE, Message: HOSTILE }, RequestId: HOSTILE } })),
      );
    });

    it("refuses another API's reply", () => {
      assert.throws(
        () => parse({ Response: { InstanceSet: [], RequestId: "e40c" } }),
        /holds no purchase state/,
      );
    });
  });

  describe("outputs", () => {
    it("reads a purchase state's fields among them", () => {
      const found = only({ ...purchaseState, url: "https://example.org" });
      assert.deepEqual([values(found), found.origin], [purchaseState, FILE]);
    });

    it("reads a whole purchase state, without naming it twice", () => {
      const found = only({ purchaseState, undefended: 86 });
      assert.deepEqual([values(found), found.origin], [purchaseState, FILE]);
    });

    it("reads several, by their names, nested ones too", () => {
      const found = parse({ prod: purchaseState, others: { test: purchaseState, list: [purchaseState] } });
      assert.deepEqual(
        found.map(({ origin }) => origin.resource),
        ["prod", "others.test", "others.list.0"],
      );
    });

    it("derives anew what follows from a reply: edited values do not count", () => {
      assert.equal(values(only({ purchaseState: { ...purchaseState, idleCoresCnt: 0 } })).idleCoresCnt, 79);
    });

    it("believes what they say of their own age", () => {
      const observedAt = "2024-09-01T00:00:00Z";
      assert.equal(only({ purchaseState: { ...purchaseState, observedAt } }).observedAt, observedAt);
    });

    it("judges last known values by their age, as the gate does", () => {
      const stale = { ...purchaseState, stale: true, observedAt: "2024-09-01T00:00:00Z" };
      assert.match(failure(only({ purchaseState: stale })), /longer ago than the gate accepts/);
      assert.equal(
        values(only({ purchaseState: { ...stale, observedAt: "2024-09-30T12:00:00Z" } })).stale,
        true,
      );
    });

    it("says how to get at secret ones", () => {
      assert.throws(() => parse({ purchaseState: "[secret]" }), /pulumi stack output --json --show-secrets/);
    });
  });

  describe("a state", () => {
    it("finds a PurchaseState that nothing exports", () => {
      const found = only(
        exported({ type: "pulumi:pulumi:Stack", outputs: {} }, { inputs: { purchaseState } }),
      );
      assert.deepEqual(values(found), purchaseState);
      assert.deepEqual(found.origin, { ...FILE, resource: "tcss" });
      assert.equal(found.observedAt, "2024-09-29T08:00:00Z");
      assert.deepEqual(found.place, {
        stack: "organization/security/prod",
        resource: "tcss",
        accountId: undefined,
      });
    });

    it("knows a stack by the name that the user gave", () => {
      assert.equal(only(exported({ inputs: { purchaseState } }), STACK).place.stack, STACK.name);
    });

    it("completes a name that is short", () => {
      const origin = { kind: "stack", name: "prod" } as const;
      assert.equal(
        only(exported({ inputs: { purchaseState } }), origin).place.stack,
        "organization/security/prod",
      );
    });

    it("reads the state file of a local backend", () => {
      const { deployment } = exported({ inputs: { purchaseState } });
      assert.deepEqual(
        values(only({ version: 3, checkpoint: { stack: "x", latest: deployment } })),
        purchaseState,
      );
    });

    it("finds several, and those of other languages", () => {
      const type = "tcss:index:PurchaseState";
      const found = parse(
        exported({ inputs: { purchaseState } }, { type, name: "second", outputs: { purchaseState } }),
      );
      assert.deepEqual(
        found.map(({ origin }) => origin.resource),
        ["tcss", "second"],
      );
    });

    it("takes inputs before outputs: an update that changes nothing keeps the latter", () => {
      const inputs = { purchaseState: { ...purchaseState, undefendCoresCnt: 1 } };
      assert.equal(values(only(exported({ inputs, outputs: { purchaseState } }))).undefendCoresCnt, 1);
    });

    it("leaves out what waits to be deleted", () => {
      const found = only(
        exported({ inputs: { purchaseState }, delete: true }, { name: "b", inputs: { purchaseState } }),
      );
      assert.equal(found.origin.resource, "b");
    });

    it("reads the stack's outputs where there is no PurchaseState", () => {
      const found = only(exported({ type: "pulumi:pulumi:Stack", outputs: { purchaseState } }), STACK);
      assert.deepEqual(values(found), purchaseState);
      assert.deepEqual([found.place.stack, found.observedAt], [STACK.name, "2024-09-29T08:00:00Z"]);
    });

    it("reads times in the resource's own zone, and knows its site", () => {
      const found = only(exported({ inputs: { purchaseState, timeZone: "UTC", site: "mainland" } }));
      assert.equal(values(found).expirationTimeUtc, "2024-12-24T13:01:18Z");
      assert.equal(found.site, "mainland");
    });

    it("says that an account could not be read", () => {
      assert.match(
        failure(only(exported({ inputs: { profile: "prod" } }))),
        /PurchaseState tcss holds no values/,
      );
    });

    it("judges another stack's values by the age that is accepted", () => {
      const fromStack = { stack: "acme/network/prod", maxAgeHours: 1 };
      const found = only(exported({ inputs: { purchaseState, fromStack } }));
      assert.match(failure(found), /values of stack acme\/network\/prod of unknown age/);
      assert.equal(found.observedAt, undefined);
      const fresh = { ...purchaseState, observedAt: "2024-09-30T23:30:00Z" };
      assert.equal(
        only(exported({ inputs: { purchaseState: fresh, fromStack } })).observedAt,
        fresh.observedAt,
      );
    });

    it("does not take the update's time for that of last known values", () => {
      assert.equal(
        only(exported({ inputs: { purchaseState: { ...purchaseState, stale: true } } })).observedAt,
        undefined,
      );
    });

    it("prefers what the stack's history says of the last time of reading", () => {
      const [found] = observationsIn(exported({ inputs: { purchaseState } }), STACK, {
        ...context,
        updatedAt: "2024-09-20T00:00:00Z",
      });
      assert.equal(found?.observedAt, "2024-09-20T00:00:00Z");
    });

    it("says how to get at secret values", () => {
      const state = exported({ inputs: { purchaseState: { ...SECRET, ciphertext: "v1:abc" } } });
      assert.match(
        failure(only(state)),
        /are secret in this state\. Export it with: pulumi stack export --show-secrets/,
      );
      assert.match(
        failure(only(state, STACK)),
        /--show-secrets --stack acme\/security\/prod \| tcss status --file -/,
      );
    });

    it("reads values that were exported with --show-secrets", () => {
      const plaintext = JSON.stringify(purchaseState);
      assert.deepEqual(
        values(only(exported({ inputs: { purchaseState: { ...SECRET, plaintext } } }))),
        purchaseState,
      );
    });

    it("takes control characters out of names", () => {
      assertNoControl(failure(only(exported({ name: HOSTILE, inputs: {} }))));
    });

    it("says what a stack lacks", () => {
      assert.throws(
        () => parse(exported(), STACK),
        /holds no purchase state\. Its program needs a PurchaseState/,
      );
      assert.throws(() => parse({ version: 3, deployment: {} }), /holds no purchase state/);
    });
  });

  for (const content of [null, 3, "text", [], {}, { a: { b: 1 } }, { Response: null }, { resources: "x" }])
    it(`refuses ${JSON.stringify(content)}`, () => {
      assert.throws(
        () => parse(content),
        (error) =>
          error instanceof TcssError &&
          error.kind === "configuration" &&
          error.message.startsWith("some.json holds no purchase state. It should be a reply of"),
      );
    });

  it("does not lose itself in what is deep", () => {
    let deep: unknown = purchaseState;
    for (let depth = 0; depth < 100; depth++) deep = { deep };
    assert.throws(() => parse(deep), /holds no purchase state/);
  });
});
