import assert from "node:assert/strict";
import { TcssError } from "pulumi-tcss/internal";
import { stepsOf } from "../../../../../report/src/present/coverage/steps";
import { notesOf } from "../../../../../report/src/present/coverage/words";
import { account, cluster, EXAMPLE_STATE, host } from "../../formats/coverage/samples";

type Options = Parameters<typeof account>[0];

function textsOf(options: Options): string[] {
  const covered = account(options);
  assert.ok(!(covered.coverage instanceof TcssError));
  return stepsOf(covered, covered.coverage).map(({ text }) => text);
}

function notes(options: Options): string[] {
  const { coverage } = account(options);
  assert.ok(!(coverage instanceof TcssError));
  return notesOf(coverage);
}

const ONE = [cluster("cls-a", 8000, 0)];

describe("the steps of the plan", () => {
  it("start with agents, then switch on, then repair, then pay", () => {
    assert.deepEqual(
      textsOf({}).map((text) => text.split(" ")[0]),
      ["Install", "Switch", "Repair", "Decide"],
    );
  });

  it("say that nothing is idle, that nothing fits, and that nothing is undefended", () => {
    const state = { ...EXAMPLE_STATE, allCoresCnt: 8 };
    assert.match(
      textsOf({ assets: ONE, state: { ...state, idleCoresCnt: 0 } })[0] ?? "",
      /^No bought core is idle/,
    );
    assert.match(
      textsOf({ assets: ONE, state: { ...state, idleCoresCnt: 7 } })[0] ?? "",
      /no undefended asset fits into the idle cores \(up to 7 bought cores are idle\)/,
    );
    assert.deepEqual(textsOf({ assets: [cluster("cls-a", 8000, 8000)], state }), [
      "Nothing is undefended: there is nothing to switch on.",
    ]);
  });

  it("say what is left, by elastic billing and bought in advance", () => {
    const left = (state: object): string | undefined =>
      textsOf({ assets: ONE, state: { allCoresCnt: 8, idleCoresCnt: 0, ...state } }).at(-1);
    assert.equal(
      left({ state: 3, flexibleCoresLimit: 10, currentFlexibleCoresCnt: 0 }),
      "Decide about the 8 undefended cores that are left: elastic billing has room for them and costs USD 2.00 a day; bought in advance: USD 54.00 a month.",
    );
    assert.match(
      left({ flexibleCoresLimit: 10, currentFlexibleCoresCnt: 5 }) ?? "",
      /has room for 5 of them/,
    );
    assert.match(left({}) ?? "", /the limit of elastic billing is unknown/);
  });

  it("compare whole cores with whole cores, also where assets have parts of one", () => {
    const parts = [cluster("cls-a", 500, 100), host("h", 2250, 0)];
    assert.match(
      textsOf({ assets: parts, state: { ...EXAMPLE_STATE, allCoresCnt: 3, idleCoresCnt: 100 } })[0] ?? "",
      /that covers 4 of 4 undefended cores at no cost/,
    );
  });

  it("are none where no unit fits", () => {
    assert.deepEqual(textsOf({ state: { allCoresCnt: 3 } }), []);
  });

  it("warn that the id of a host is not documented, once", () => {
    const covered = account({});
    assert.ok(!(covered.coverage instanceof TcssError));
    const commands = stepsOf(covered, covered.coverage).flatMap((step) => step.commands);
    const noted = commands.filter(({ note }) => note !== undefined);
    assert.equal(noted.length, 1);
    assert.match(noted[0]?.line ?? "", /InstanceType Node/);
    assert.match(noted[0]?.note ?? "", /does not document which id/);
  });
});

describe("the notes on the coverage", () => {
  it("tell the unit with its deviation", () => {
    assert.match(notes({})[0] ?? "", /milli-cores .*: their sum is AllCoresCnt/);
    assert.match(notes({ state: { ...EXAMPLE_STATE, allCoresCnt: 150 } })[0] ?? "", /differs .* by 2\.7%/);
    assert.match(notes({ state: { idleCoresCnt: 1 } })[0] ?? "", /no sum to compare/);
  });

  it("tell why no unit fits, with both numbers", () => {
    assert.match(
      notes({ state: { allCoresCnt: 3 } })[0] ?? "",
      /the lists add up to 154,000, which fits AllCoresCnt \(3\) neither as cores nor as milli-cores/,
    );
    assert.match(notes({ assets: [host("h", 8, 0)], state: {} })[0] ?? "", /no usable AllCoresCnt/);
    const mixed = [host("h", 4, 0), host("i", 4000, 0)];
    assert.match(
      notes({ assets: mixed, state: { allCoresCnt: 8 } })[0] ?? "",
      /some assets can only be counted in cores/,
    );
  });

  it("tell what is in no sum, in no command, and not understood", () => {
    const assets = [
      cluster(undefined, 4000, 0),
      cluster("cls-b", 4000, 0, { DefenderStatus: "Later" }),
      cluster("cls-c", -1, 0),
      cluster("cls-d", 4000, 0),
      cluster("cls-d", 4000, 4000),
    ];
    const all = notes({ assets, state: { allCoresCnt: 12, idleCoresCnt: 1 }, exempt: ["cls-b"] }).join("\n");
    for (const part of [
      /1 asset is exempt by assets\.exempt, and in no sum and no plan \(4 undefended cores\)/,
      /1 asset is without an id in its list/,
      /1 asset is without a count of cores/,
      /do(es)? not document, which count as unknown: cluster\.DefenderStatus, cluster\.CoresCnt/,
      /1 asset came again with other values, of which the last count \(cls-d\)/,
    ])
      assert.match(all, part);
  });
});
