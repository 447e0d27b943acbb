import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { changesInPlan, type Forecast, forecast } from "../../../../../core/forecast";

const ROOT = join(__dirname, "../../../../..");

function forecastOf(file: string): Forecast {
  const { changes, isIncomplete } = changesInPlan(readFileSync(join(ROOT, file)), file);
  assert.equal(isIncomplete, false);
  return forecast(changes);
}

/** What counts, by resource. */
function counted({ resources }: Forecast): string[] {
  return resources
    .filter(({ added, removed }) => added + removed > 0)
    .map(
      ({ name, type, action, added, removed }) =>
        `${action} ${type.split(":").at(-1)} ${name} +${added} -${removed}`,
    )
    .sort();
}

// test/fixtures/README.md says how they were recorded
describe("recorded plans", () => {
  for (const form of ["json", "jsonl"]) {
    it(`of new hosts (pulumi preview, ${form}) count all of them, by references where the form has these`, () => {
      const found = forecastOf(`test/fixtures/plans/pulumi-create.${form}`);
      const pools = ["create KubernetesNodePool jobs +8 -0", "create NodePool web +24 -0"];
      const unknown = found.unknown.map(({ name, what }) => `${name} ${what}`).sort();
      if (form === "json") {
        const others = ["create ClusterAttachment worker +4 -0", "create ScalingGroup web +4 -0"];
        assert.deepEqual([counted(found), unknown], [[others[0], ...pools, others[1]], []]);
      }
      // events do not tell which resource an id will come from
      else
        assert.deepEqual(
          [counted(found), unknown],
          [
            ["create Instance worker +4 -0", ...pools],
            ["web instanceType", "worker instanceType"],
          ],
        );
    });

    it(`of hosts that exist (pulumi preview, ${form}) count nothing`, () => {
      const { added, removed, unknown } = forecastOf(`test/fixtures/plans/pulumi-unchanged.${form}`);
      assert.deepEqual(
        { added, removed, unknown },
        {
          added: { certain: 0, possible: 0 },
          removed: { certain: 0, possible: 0 },
          unknown: [],
        },
      );
    });

    it(`of changes (pulumi preview, ${form}) count growth, replacement and removal apart`, () => {
      const found = forecastOf(`test/fixtures/plans/pulumi-change.${form}`);
      const lines = counted(found).filter((line) => !line.includes("worker"));
      const pools = ["replace KubernetesNodePool jobs +8 -8", "update NodePool web +16 -0"];
      const unknown = found.unknown.map(({ name, what }) => `${name} ${what}`);
      assert.deepEqual(
        [lines, unknown],
        form === "json"
          ? // this form leaves out what stays, such as the group's configuration
            [pools, ["web instanceType"]]
          : [[...pools, "update ScalingGroup web +4 -0"], []],
      );
    });
  }

  it("of the example terraform-plan say what its README says", () => {
    const found = forecastOf("examples/terraform-plan/plan.json");
    assert.deepEqual(found.added, { certain: 24, possible: 0 });
    assert.deepEqual(found.removed, { certain: 4, possible: 0 });
    assert.deepEqual(
      found.resources.map(({ name, origin, added, removed }) => [name, origin, added, removed]),
      [
        ["tencentcloud_kubernetes_native_node_pool.batch", "name", 8, 0],
        ['tencentcloud_kubernetes_node_pool.pool["jobs"]', "name", 0, 0],
        ['tencentcloud_kubernetes_node_pool.pool["web"]', "name", 16, 0],
        ["tencentcloud_kubernetes_scale_worker.legacy", "name", 0, 4],
      ],
    );
    assert.doesNotMatch(JSON.stringify(found), /not-to-be-shown/);
  });
});
