import assert from "node:assert/strict";
import { COVERAGE_FUNCTION, SECRET_NAMES, secret, UNKNOWN } from "../../../../core/internal";
import { coverageOutputs, coverageTypes } from "../../../../provider/plugin/coverageSchema";
import type { TypeSpec } from "../../../../provider/plugin/specs";
import type { Properties } from "../../../../provider/resource/properties";
import { FakeEngine } from "../../support/fakeEngine";
import { CLUSTERS, clusterItem, list } from "../../support/listedAssets";
import { EXAMPLE } from "../../support/replies";
import { empty, usePlugin } from "./bed";
import { refusalOf } from "./client";

interface ObjectSpec {
  readonly properties?: Readonly<Record<string, TypeSpec>>;
  readonly required?: readonly string[];
  readonly enum?: readonly { readonly value: string }[];
}

describe("the plugin's function getCoverage", () => {
  const bed = usePlugin();
  beforeEach(() => list(bed.api));

  const invoke = (args: Properties) => bed.plugin.invoke(args, COVERAGE_FUNCTION);

  it("reads assets and plan now, each time", async () => {
    const { result, failures } = await invoke({ account: "prod" });
    assert.deepEqual(failures, []);
    const { account, totals, plan, assets } = result as Record<string, Properties>;
    assert.equal(account, "prod");
    assert.equal(totals?.["undefendedCores"], 86);
    assert.equal(plan?.["coveredCores"], 78);
    assert.deepEqual(
      (assets as unknown as Properties[]).map(({ id }) => id),
      ["cls-a", "cls-b", "cls-c", "host-1"],
    );
    const count = bed.api.requests.length;
    assert.equal(count, 3);
    await invoke({});
    assert.equal(bed.api.requests.length, 2 * count);
  });

  it("leaves absent what is unknown", async () => {
    list(bed.api, { clusters: [clusterItem("cls-a", 300)], hosts: [] });
    const { result } = await invoke({});
    assert.deepEqual(Object.keys(result).sort(), [
      "assets",
      "incomplete",
      "notUnderstood",
      "repeated",
      "totals",
      "unitProblem",
    ]);
  });

  it("takes a list of exempt assets, secret ones too", async () => {
    const { result } = await invoke({ exempt: ["cls-a", secret("cls-b")] });
    assert.equal((result["totals"] as Properties)["undefendedCores"], 8);
  });

  it("refuses wrong arguments by their names, and asks nobody", async () => {
    const { failures } = await invoke({
      site: "moon",
      onUnavailable: "fail",
      token: "hunter2",
      exempt: "cls-a",
    });
    assert.deepEqual(failures.map(({ reason }) => reason.split(" ")[0]).sort(), [
      "exempt",
      "onUnavailable",
      "site",
      "token",
    ]);
    assert.doesNotMatch(JSON.stringify(failures), /hunter2/);
    const pattern = await invoke({ exempt: ["cls-a", "node:x"] });
    assert.match(pattern.failures[0]?.reason ?? "", /^exempt.*Valid kinds: cluster:/);
    for (const args of [{ account: UNKNOWN }, { exempt: ["cls-a", UNKNOWN] }]) {
      const unknown = await invoke(args);
      const [property = ""] = Object.keys(args);
      assert.deepEqual(unknown.failures, [{ property: "", reason: `${property} is not known yet` }]);
    }
    assert.equal(bed.api.requests.length, 0);
  });

  for (const name of SECRET_NAMES)
    it(`refuses a ${name} without a word of its value`, async () => {
      const { failures } = await invoke({ [name]: "hunter2" });
      assert.match(failures[0]?.reason ?? "", new RegExp(`^${name} is a secret`));
      assert.doesNotMatch(JSON.stringify(failures), /hunter2/);
    });

  it("says what the API has refused, without the secrets of the arguments", async () => {
    bed.api.answerTo("DescribeUserCluster", {
      Error: { Code: "UnauthorizedOperation", Message: "not authorized: tcss:DescribeUserCluster" },
      RequestId: "r-refused",
    });
    const message = await refusalOf(invoke({ account: secret("hunter2hunter2") }));
    assert.match(message, /UnauthorizedOperation.*account \[secret\].*r-refused/s);
    assert.doesNotMatch(message, /hunter2|unit-test-secret-key|\n\s+at /);
  });

  it("ends with the deadline where a server hangs", async () => {
    const abyss = await FakeEngine.listen();
    const args = { endpoint: `http://${abyss.address}`, deadlineSeconds: 0.5, requestTimeoutSeconds: 60 };
    assert.match(await refusalOf(invoke(args)), /could not be read within 0\.5 s/);
    await abyss.left();
    await abyss.gone();
  });

  it("ends when the engine cancels, and asks nobody after that", async () => {
    const abyss = await FakeEngine.listen();
    const long = { deadlineSeconds: 60, requestTimeoutSeconds: 60 };
    const connected = abyss.connected();
    const running = refusalOf(invoke({ endpoint: `http://${abyss.address}`, ...long }));
    await connected;
    await bed.plugin.call("cancel", empty());
    assert.match(await running, /cancel/i);
    await abyss.left();
    await abyss.gone();
    await refusalOf(invoke({}));
    assert.equal(bed.api.requests.length, 0);
  });

  it("gives a name that is the engine's mark of an unknown value as a text", async () => {
    const named = { ClusterName: UNKNOWN, AccessedErrorReason: UNKNOWN, AccessedStatus: "AccessedException" };
    list(bed.api, { clusters: [...CLUSTERS.slice(0, 2), clusterItem("cls-c", 8000, named)] });
    const { result } = await invoke({});
    const asset = (result["assets"] as Properties[]).find(({ id }) => id === "cls-c");
    assert.equal(asset?.["name"], `"${UNKNOWN}"`);
    assert.equal(asset?.["accessReason"], `"${UNKNOWN}"`);
  });

  it("gives names as the API does, control characters and halves of characters among them", async () => {
    const name = "\u001b[2J\u202eevil\u0000 <b>";
    list(bed.api, {
      clusters: [...CLUSTERS.slice(0, 2), clusterItem("cls-c", 8000, { ClusterName: `${name}\ud800` })],
    });
    const { result } = await invoke({});
    const asset = (result["assets"] as Properties[]).find(({ id }) => id === "cls-c");
    assert.ok(String(asset?.["name"]).startsWith(name));
  });

  it("gives what its schema tells: every property, no other, those that are required always", async () => {
    const troubled = {
      AccessedStatus: "AccessedException",
      AccessedErrorReason: "no agent",
      ClusterName: null,
    };
    const stranger = clusterItem("cls-d", 2000, { DefenderStatus: "Novel" });
    for (const clusters of [
      CLUSTERS,
      [...CLUSTERS.slice(0, 2), clusterItem("cls-c", 6000, troubled), stranger],
      [clusterItem("cls-a", 300)],
    ]) {
      list(bed.api, { clusters });
      assertTold((await invoke({ account: "prod", exempt: ["host-1"] })).result, coverageOutputs(), "result");
    }
    bed.api.answer({ ...EXAMPLE, FlexibleCoresLimit: 0 });
    assertTold((await invoke({})).result, coverageOutputs(), "result");
  });

  const types = coverageTypes() as Record<string, ObjectSpec>;

  /** That `value` is of the type that `spec` tells. */
  function assertTold(value: unknown, spec: ObjectSpec & TypeSpec, path: string): void {
    const { $ref, type, items } = spec;
    if ($ref !== undefined) {
      assertTold(value, types[$ref.slice("#/types/".length)] as ObjectSpec, path);
      return;
    }
    if (spec.enum !== undefined) {
      const isValue = spec.enum.some((entry) => entry.value === value);
      assert.ok(isValue, `${path} is ${value}`);
    } else if (type === "integer") assert.ok(Number.isInteger(value), path);
    else if (type === "array") {
      for (const [index, item] of (value as unknown[]).entries())
        assertTold(item, items as TypeSpec, `${path}[${index}]`);
    } else assert.equal(typeof value, type, path);
    if (type !== "object") return;
    for (const name of spec.required ?? []) assert.ok(name in (value as object), `${path}.${name} is absent`);
    for (const [name, part] of Object.entries(value as object))
      assertTold(
        part,
        spec.properties?.[name] ?? assert.fail(`${path}.${name} is not told`),
        `${path}.${name}`,
      );
  }
});
