import assert from "node:assert/strict";
import { PLUGIN_TYPE, STACK_TYPE, TcssError } from "pulumi-tcss/internal";
import { observationsIn } from "../../../../report/src/sources/parse";
import { secretInState } from "../../support/secretInState";
import { assertNoControl, EXAMPLE, HOSTILE, STACK } from "../support";
import { context, exported, FILE, failure, only, parse, purchaseState, values } from "./observed";

describe("observationsIn a state", () => {
  it("finds a PurchaseState that nothing exports", () => {
    const found = only(exported({ type: STACK_TYPE, outputs: {} }, { inputs: { purchaseState } }));
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
    const type = PLUGIN_TYPE;
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
    const found = only(exported({ type: STACK_TYPE, outputs: { purchaseState } }), STACK);
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

  it("cannot verify values that an update of long ago has read, and shows them", () => {
    const found = only(exported({ inputs: { purchaseState } }));
    assert.match(found.ageError?.message ?? "", /holds values of 2024-09-29T08:00:00Z, longer ago than/);
    const [fresh] = observationsIn(exported({ inputs: { purchaseState } }), STACK, {
      ...context,
      updatedAt: "2024-09-30T12:00:00Z",
    });
    assert.equal(fresh?.ageError, undefined);
    const read = { ...purchaseState, observedAt: "2024-09-30T20:00:00Z" };
    assert.equal(only(exported({ inputs: { purchaseState: read } })).ageError, undefined);
  });

  it("names what does not count by the gate's evidence", () => {
    const gate = { maxStaleHours: 24, evidence: { accounts: ["100"] } };
    const why = (content: unknown, origin = FILE): (string | undefined)[] =>
      observationsIn(content, origin, { ...context, gate }).map(({ exclusion }) => exclusion);
    const mine = { ...purchaseState, accountId: "100" };
    const theirs = { ...purchaseState, accountId: "200" };
    const found = why(
      exported(
        { name: "a", inputs: { purchaseState: mine } },
        { name: "b", inputs: { purchaseState: theirs } },
      ),
    );
    assert.equal(found[0], undefined);
    assert.match(found[1] ?? "", /PurchaseState b does not count: it is of account 200/);
    assert.match(why({ prod: theirs })[0] ?? "", /PurchaseState prod does not count/);
    assert.match(why({ purchaseState })[0] ?? "", /the id of its account is unknown/);
    assert.match(why({ Response: EXAMPLE })[0] ?? "", /in some\.json does not count/);
    const stacks = { ...context, gate: { maxStaleHours: 24, evidence: { stacks: ["acme/network/prod"] } } };
    assert.match(
      observationsIn({ purchaseState }, STACK, stacks)[0]?.exclusion ?? "",
      /reads stack acme\/security\/prod/,
    );
    const listed = { kind: "stack", name: "acme/network/prod" } as const;
    assert.equal(observationsIn({ purchaseState }, listed, stacks)[0]?.exclusion, undefined);
  });

  it("says how to get at secret values", () => {
    const state = exported({ inputs: { purchaseState: secretInState({ ciphertext: "v1:abc" }) } });
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
      values(only(exported({ inputs: { purchaseState: secretInState({ plaintext }) } }))),
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

it("overlooks nothing, however deep, and does not lose itself there", () => {
  let deep: unknown = { purchaseState: { ...purchaseState, state: 4 } };
  for (let depth = 0; depth < 20_000; depth++) deep = depth % 2 === 0 ? { deep } : [deep];
  const found = parse({ purchaseState, deep });
  assert.deepEqual(
    found.map((each) => values(each).state),
    [3, 4],
  );
});

it("overlooks none that stands within another, or beside a reply", () => {
  const lapsed = { ...purchaseState, state: 4 };
  const states = (content: unknown): unknown[] => parse(content).map((each) => values(each).state);
  assert.deepEqual(states({ purchaseState: { ...purchaseState, more: lapsed } }), [3, 4]);
  assert.deepEqual(states({ Response: EXAMPLE, other: lapsed }), [3, 4]);
  assert.deepEqual(states({ Response: EXAMPLE, ...EXAMPLE, State: 4 }), [3, 4]);
  assert.deepEqual(
    states({ prod: { Response: EXAMPLE }, test: { Response: { ...EXAMPLE, State: 4 } } }),
    [3, 4],
  );
  assert.deepEqual(states([{ Response: EXAMPLE }, { ...EXAMPLE, State: 4 }]), [3, 4]);
});
