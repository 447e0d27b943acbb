import assert from "node:assert/strict";
import { forecast, type ResourceChange } from "../../../../core/forecast";
import { UNKNOWN } from "../../../../core/forecast/properties";
import { created, figures, there } from "./changes";
import { LARGE, type Properties, SMALL } from "./spellings";

describe("a forecast of what changes scaling groups", () => {
  const CONFIG = there("as_scaling_config", "config", { id: "asc-1", instance_types: [LARGE] });
  const GROUP = there("as_scaling_group", "group", {
    id: "asg-1",
    configuration_id: "asc-1",
    desired_capacity: 2,
    min_size: 1,
    max_size: 4,
  });
  const scaleOut = (more: Partial<ResourceChange> = {}, properties: Properties = {}): ResourceChange =>
    created(
      "as_scale_out_instances",
      "more",
      { auto_scaling_group_id: "asg-1", scale_out_number: 3, ...properties },
      more,
    );

  it("counts machines that a scale-out adds, by the configuration of the group", () => {
    assert.deepEqual(figures(forecast([CONFIG, GROUP, scaleOut()])), {
      added: [0, 24],
      removed: [0, 0],
      most: 24,
      unknown: [],
    });
  });

  it("finds a new group by reference", () => {
    const references = { auto_scaling_group_id: ["group"] };
    const found = forecast([CONFIG, GROUP, scaleOut({ references }, { auto_scaling_group_id: UNKNOWN })]);
    assert.deepEqual(figures(found).added, [0, 24]);
  });

  it("counts container hosts where the group is a node pool's", () => {
    const pool = there("kubernetes_node_pool", "pool", {
      auto_scaling_group_id: "asg-1",
      desired_capacity: 1,
      auto_scaling_config: [{ instance_type: SMALL }],
    });
    assert.deepEqual(figures(forecast([pool, scaleOut()])).added, [12, 0]);
  });

  it("does not know the type of a group from outside, nor a number that is not known yet", () => {
    assert.deepEqual(figures(forecast([scaleOut()])).unknown, [["more", "instanceType"]]);
    assert.deepEqual(
      figures(forecast([CONFIG, GROUP, scaleOut({}, { scale_out_number: UNKNOWN })])).unknown,
      [["more", "count"]],
    );
  });

  it("removes nothing with a scale-out that is done", () => {
    const before = { auto_scaling_group_id: "asg-1", scale_out_number: 3 };
    const found = figures(
      forecast([CONFIG, GROUP, { ...scaleOut(), action: "delete", before, after: undefined }]),
    );
    assert.deepEqual([found.removed, found.unknown], [[0, 0], []]);
  });

  it("ends where a group refers to itself", () => {
    const references = { configuration_id: ["group"], auto_scaling_group_id: ["more"] };
    const circle = created(
      "as_scaling_group",
      "group",
      { desired_capacity: 1, min_size: 1, max_size: 1 },
      { references },
    );
    const found = forecast([circle, scaleOut({ references }, { auto_scaling_group_id: UNKNOWN })]);
    assert.deepEqual(figures(found).added, [0, 0]);
    assert.equal(found.unknown.length, 2);
  });

  it("counts a schedule's limit as the most alone, as far as it goes beyond the group's own", () => {
    const schedule = (limit: unknown): ResourceChange =>
      created("as_schedule", "nightly", { scaling_group_id: "asg-1", desired_capacity: 5, max_size: limit });
    const found = forecast([CONFIG, GROUP, schedule(7)]);
    assert.deepEqual(figures(found), { added: [0, 0], removed: [0, 0], most: 24, unknown: [] });
    assert.equal(figures(forecast([CONFIG, GROUP, schedule(3)])).most, 0);
    for (const changes of [[schedule(7)], [CONFIG, GROUP, schedule(UNKNOWN)]])
      assert.deepEqual(
        forecast(changes).unknownMaximum.map(({ name }) => name),
        ["nightly"],
      );
  });

  it("does not know what a policy that is run adds", () => {
    const run = created("as_execute_scaling_policy", "now", { auto_scaling_policy_id: "asp-1" });
    assert.deepEqual(figures(forecast([run])).unknown, [["now", "cores"]]);
  });

  for (const type of ["as_attachment", "as_start_instances"])
    it(`counts machines of the plan once, and does not know those from outside: ${type}`, () => {
      const found = forecast([
        created("instance", "vm", { id: "ins-a", instance_type: LARGE }),
        created(type, "joined", { instance_ids: ["ins-a", "ins-b"] }),
      ]);
      assert.deepEqual(figures(found), {
        added: [0, 8],
        removed: [0, 0],
        most: 8,
        unknown: [["joined", "instanceType"]],
      });
      assert.deepEqual(found.unknown[0]?.certainty, "possible");
    });

  it("finds machines that are attached by reference, as many as there are", () => {
    const vms = ["a", "b"].map((name) => created("instance", name, { instance_type: LARGE }));
    const joined = (ids: unknown[]): ResourceChange =>
      created("as_attachment", "joined", { instance_ids: ids }, { references: { instance_ids: ["a", "b"] } });
    assert.deepEqual(figures(forecast([...vms, joined([UNKNOWN, UNKNOWN])])).unknown, []);
    for (const ids of [
      [UNKNOWN, UNKNOWN, UNKNOWN],
      [UNKNOWN, UNKNOWN, "ins-outside"],
    ])
      assert.deepEqual(figures(forecast([...vms, joined(ids)])).unknown, [["joined", "instanceType"]]);
  });

  it("does not know a machine that a service cluster takes", () => {
    const taken = created("tsf_instances_attachment", "taken", { cluster_id: "c", instance_id: "ins-b" });
    assert.deepEqual(figures(forecast([taken])).unknown, [["taken", "instanceType"]]);
  });
});
