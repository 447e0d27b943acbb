import assert from "node:assert/strict";
import {
  DYNAMIC_TYPE,
  PLUGIN_TYPE,
  type PurchaseState,
  parsePurchaseState,
  STACK_TYPE,
  TcssError,
} from "pulumi-tcss/internal";
import { describePurchaseStateInfo } from "../../../../core/api/actions/describePurchaseStateInfo";
import { readAnswer } from "../../../../core/api/answer";
import type { Observation, Origin } from "../../../../report/src/document";
import { observationsIn } from "../../../../report/src/sources/parse";
import { secretInState } from "../../support/secretInState";
import { assertNoControl, DURING_LICENCE, EXAMPLE, HOSTILE, STACK, STORED } from "../support";

const FILE: Origin = { kind: "file", name: "some.json" };
const SAVED = "2024-09-30T00:00:00Z";
const context = { observedAt: SAVED, gate: { maxStaleHours: 24 }, now: DURING_LICENCE };

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

const TYPE = DYNAMIC_TYPE;
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
      assert.equal(
        failure(found),
        "Tencent Cloud answered UnauthorizedOperation: no (request id e40c). Allow the action tcss:DescribePurchaseStateInfo to this key's user or role in CAM.",
      );
      assert.equal(found.observedAt, undefined);
    });

    it("finds an error as tccli prints it beside other values as well", () => {
      const refusal = { Error: { Code: "AuthFailure", Message: "no" }, RequestId: "e40c" };
      for (const content of [[EXAMPLE, refusal], { a: EXAMPLE, b: { c: refusal } }]) {
        const [found, failed, ...others] = parse(content);
        assert.equal(values(found ?? assert.fail()).state, 3);
        assert.match(failure(failed ?? assert.fail()), /Tencent Cloud answered AuthFailure: no/);
        assert.deepEqual(others, []);
      }
    });

    it("takes an output with an error of something else for none", () => {
      const job = { Error: { Code: "E1" }, name: "job" };
      assert.equal(parse({ a: EXAMPLE, job }).length, 1);
    });

    it("takes control characters out of the API's error", () => {
      assertNoControl(
        failure(only({ Response: { Error: { Code: HOSTILE, Message: HOSTILE }, RequestId: HOSTILE } })),
      );
    });

    const errors: [what: string, error: unknown, says: RegExp][] = [
      ["text", "AuthFailure", /Tencent Cloud answered an error without a code/],
      ["an empty text", "", /an error without a code/],
      ["a list", [{ Code: "AuthFailure" }], /an error without a code/],
      ["an empty list", [], /an error without a code/],
      ["an object without Code", { Message: "no" }, /an error without a code: no/],
      ["an empty object", {}, /an error without a code/],
      ["an object whose Code is no text", { Code: 7, Message: ["x"] }, /an error without a code/],
      ["a number", 0, /an error without a code/],
      ["false", false, /an error without a code/],
      ["an object", { Code: "AuthFailure", Message: "no" }, /Tencent Cloud answered AuthFailure: no/],
    ];
    for (const [what, error, says] of errors)
      it(`refuses values beside an Error that is ${what}, as a live read does`, () => {
        const places = [
          { Response: { ...EXAMPLE, Error: error } },
          { Response: EXAMPLE, Error: error },
          { ...EXAMPLE, Error: error },
        ];
        for (const content of places) {
          const [first, ...rest] = parse(content);
          assert.deepEqual(rest, []);
          assert.match(failure(first ?? assert.fail()), says);
        }
        const live = (): object =>
          readAnswer(
            {
              httpStatus: 200,
              text: JSON.stringify(places[0]),
              action: describePurchaseStateInfo,
              endpoint: "e",
              account: undefined,
            },
            (text) => text,
          );
        assert.throws(live, says);
      });

    it("takes an Error of null for none", () => {
      for (const content of [{ Response: { ...EXAMPLE, Error: null } }, { ...EXAMPLE, Error: null }])
        assert.equal(values(only(content)).state, 3);
    });

    for (const Response of ["x", [EXAMPLE], null, 1])
      it(`refuses values beside a Response that is ${JSON.stringify(Response)?.slice(0, 20)}`, () => {
        const found = parse({ ...EXAMPLE, Response });
        assert.match(failure(found[0] ?? assert.fail()), /holds no Response that is an object/);
      });

    for (const [what, Response] of [
      ["a list of fields", [EXAMPLE]],
      ["a list of replies", [{ Response: EXAMPLE }]],
    ] as const)
      it(`refuses a Response that is ${what}, as a live read does`, () => {
        for (const found of [parse({ Response }), parse({ prod: { Response } })]) {
          assert.equal(found.length, 1);
          assert.match(failure(found[0] ?? assert.fail()), /holds no Response that is an object/);
        }
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

    it("derives again what follows from a reply: edited values do not count", () => {
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

    for (const [what, observedAt, problem] of [
      ["is long ago", "2024-09-01T00:00:00Z", /of 2024-09-01T00:00:00Z, longer ago than the gate accepts/],
      ["is still to come", "2024-10-01T00:05:01Z", /of unknown age\. observedAt must be a time of the past/],
      ["has no zone", "2024-10-01T00:00:00", /of unknown age\. observedAt must be/],
      ["has a zone that is none", "2024-09-30T23:00:00-99:99", /of unknown age/],
      ["is a day", "2024-09-30", /of unknown age/],
      ["is empty", "", /of unknown age/],
      ["is no text", 1727740800, /of unknown age/],
    ] as const)
      it(`cannot verify values whose observedAt ${what}, and shows them`, () => {
        for (const content of [
          { purchaseState: { ...purchaseState, observedAt } },
          { ...purchaseState, observedAt },
          exported({ inputs: { purchaseState: { ...purchaseState, observedAt } } }),
        ]) {
          const found = only(content);
          assert.match(found.ageError?.message ?? "", problem);
          assert.equal(values(found).state, 3);
        }
      });

    it("takes for stale what is marked so in any way", () => {
      for (const stale of ["true", "false", 1, {}]) {
        const old = { ...purchaseState, stale, observedAt: "2024-09-01T00:00:00Z" };
        assert.match(failure(only({ purchaseState: old })), /holds last known values of 2024-09-01/);
        assert.match(failure(only(exported({ inputs: { purchaseState: old } }))), /holds last known values/);
      }
    });

    it("says how to get at secret ones", () => {
      assert.throws(() => parse({ purchaseState: "[secret]" }), /pulumi stack output --json --show-secrets/);
    });
  });

  describe("a state", () => {
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
});
