import assert from "node:assert/strict";
import { TcssError } from "../../../core/base/errors";
import { UNKNOWN } from "../../../core/pulumiFormat";
import { checkFailures, idOf, isMove, unknownInputs, withoutShell } from "../../../provider/pulumi";

describe("what Pulumi's wires have in common", () => {
  it("names the property in a failure's reason alone: the engine prints the value of a property that it is told", () => {
    const issues = [
      { property: "site", problem: "must be one of international, mainland", given: "hunter2" },
      { property: "", problem: "stack a/b/c exports nothing" },
    ];
    const error = new TcssError("no answer", { kind: "network" });
    assert.deepEqual(checkFailures({ issues, error }), [
      { property: "", reason: "site must be one of international, mainland" },
      { property: "", reason: "stack a/b/c exports nothing" },
      { property: "", reason: "no answer." },
    ]);
    assert.deepEqual(checkFailures({ issues: [] }), []);
  });

  it("makes the values unknown while an argument is, and drops what is absent", () => {
    const role = { roleArn: UNKNOWN };
    assert.deepEqual(unknownInputs({ assumeRole: role, site: null, purchaseState: { state: 3 } }), {
      assumeRole: role,
      purchaseState: UNKNOWN,
    });
    assert.equal(unknownInputs({ account: "prod", purchaseState: UNKNOWN }), undefined);
  });

  it("keeps the shell's text apart from the resource, and sees where it appears or disappears", () => {
    const [dynamic, plugin] = [{ __provider: "text", account: "prod" }, { account: "prod" }];
    assert.deepEqual(withoutShell(dynamic), plugin);
    assert.deepEqual(
      [isMove(dynamic, plugin), isMove(plugin, dynamic), isMove(dynamic, { __provider: "another" })],
      [true, true, false],
    );
  });

  it("takes the account's label as the id, else the profile", () => {
    assert.deepEqual([{ account: "prod", profile: "p" }, { profile: "p" }, {}].map(idOf), [
      "prod",
      "p",
      "default",
    ]);
  });
});
