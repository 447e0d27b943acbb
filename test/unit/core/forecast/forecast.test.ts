import assert from "node:assert/strict";
import { type Forecast, forecast } from "../../../../core/forecast/forecast";
import { UNKNOWN } from "../../../../core/forecast/properties";
import { created } from "./changes";
import { LARGE, type Properties, SMALL } from "./spellings";

describe("forecast", () => {
  describe("automatic scaling", () => {
    const pool = (properties: Properties): Forecast =>
      forecast([
        created("kubernetes_node_pool", "web", {
          auto_scaling_config: [{ instance_type: LARGE }],
          min_size: 1,
          max_size: 6,
          ...properties,
        }),
      ]);

    it("counts the desired number, and tells the maximum", () => {
      const { net } = pool({ desired_capacity: 2 });
      assert.deepEqual(net, { certain: 16, possible: 0, maximum: 48 });
    });

    it("counts the least without a desired number", () => {
      assert.deepEqual(pool({}).net, { certain: 8, possible: 0, maximum: 48 });
    });

    it("has no maximum where nothing scales", () => {
      assert.deepEqual(pool({ desired_capacity: 2, enable_auto_scale: false }).net, {
        certain: 16,
        possible: 0,
        maximum: 16,
      });
    });

    it("does not know the number where nothing scales and none is given", () => {
      assert.deepEqual(
        pool({ enable_auto_scale: false }).unknown.map(({ what }) => what),
        ["count"],
      );
    });

    it("takes the pool's type, and the largest of those that stand in for it as the most", () => {
      const { net, resources } = pool({
        desired_capacity: 2,
        auto_scaling_config: [{ instance_type: SMALL, backup_instance_types: [LARGE] }],
      });
      assert.deepEqual(net, { certain: 8, possible: 0, maximum: 48 });
      assert.equal(resources[0]?.after?.instanceType, SMALL);
    });
  });

  describe("resources that refer to others", () => {
    it("follows a scaling group to its configuration by reference, which is not known at creation", () => {
      const { net } = forecast([
        created("as_scaling_config", "config", { instance_types: [SMALL, LARGE] }),
        created(
          "as_scaling_group",
          "group",
          { configuration_id: UNKNOWN, desired_capacity: 2, min_size: 1, max_size: 3 },
          { references: { configuration_id: ["config"] } },
        ),
      ]);
      assert.deepEqual(net, { certain: 0, possible: 16, maximum: 24 });
    });

    it("counts a machine that is attached once, as a container host", () => {
      const { added, resources } = forecast([
        created("instance", "vm", { instance_type: LARGE }),
        created(
          "kubernetes_cluster_attachment",
          "node",
          { cluster_id: "cls-a", instance_id: UNKNOWN },
          { references: { instance_id: ["vm"] } },
        ),
      ]);
      assert.deepEqual(added, { certain: 8, possible: 0 });
      assert.deepEqual(
        resources.map(({ name }) => name),
        ["node"],
      );
    });

    it("finds an existing machine by its id, with the cores that it states", () => {
      const vm = { id: "ins-1", instance_type: "X.ODD", cpu: 6 };
      const { added, resources } = forecast([
        created("instance", "vm", vm, { action: "none", before: vm }),
        created("kubernetes_cluster_attachment", "node", { instance_id: "ins-1" }),
      ]);
      assert.deepEqual(added, { certain: 6, possible: 0 });
      assert.equal(resources[0]?.origin, "stated");
    });

    it("does not know a machine that is not in the plan", () => {
      const { unknown } = forecast([
        created("kubernetes_cluster_attachment", "node", { instance_id: "ins-elsewhere" }),
      ]);
      assert.deepEqual(unknown, [
        {
          name: "node",
          type: "tencentcloud_kubernetes_cluster_attachment",
          what: "instanceType",
          certainty: "certain",
          action: "create",
        },
      ]);
    });

    it("counts machines that join a cluster", () => {
      const { added } = forecast([
        created("instance", "vm", { id: "ins-1", instance_type: SMALL }),
        created("kubernetes_cluster", "cluster", {
          exist_instance: [{ instances_para: [{ instance_ids: ["ins-1"] }] }],
        }),
      ]);
      assert.deepEqual(added, { certain: 4, possible: 0 });
    });
  });

  it("tells that a node pool's machines outlive it, unless it is told not to keep them", () => {
    const pool = (deleteKeepInstance: unknown) =>
      forecast([
        {
          type: "tencentcloud_kubernetes_node_pool",
          name: "web",
          action: "delete",
          before: {
            desired_capacity: 2,
            auto_scaling_config: [{ instance_type: SMALL }],
            delete_keep_instance: deleteKeepInstance,
          },
        },
      ]);
    assert.equal(pool(undefined).resources[0]?.keepsInstances, true);
    assert.equal(pool(true).resources[0]?.keepsInstances, true);
    assert.equal(pool(false).resources[0]?.keepsInstances, undefined);
    assert.deepEqual(pool(undefined).removed, { certain: 8, possible: 0 });
  });

  it("does not know the cores of what never tells them", () => {
    const { added, unknown } = forecast([
      created("lighthouse_instance", "lh", { bundle_id: "bundle_x" }),
      created("kubernetes_serverless_node_pool", "pods", {}),
    ]);
    assert.deepEqual(added, { certain: 0, possible: 0 });
    assert.deepEqual(
      unknown.map(({ name, what }) => [name, what]),
      [
        ["lh", "cores"],
        ["pods", "cores"],
      ],
    );
  });

  it("names the clusters that protection is switched on for", () => {
    const { switchedOn, resources } = forecast([
      created("tcss_cluster_access", "access", { cluster_id: "cls-a", switch_on: true }),
      created("tcss_cluster_access", "other", { cluster_id: "cls-b", switch_on: false }),
    ]);
    assert.deepEqual(switchedOn, ["cls-a"]);
    assert.deepEqual(resources, []);
  });

  it("leaves out what creates no hosts", () => {
    const { resources, unknown } = forecast([
      created("vpc", "net", { cidr_block: "10.0.0.0/8" }),
      { type: "aws_instance", name: "aws", action: "create", after: { instance_type: LARGE } },
      { type: "kubernetes:core/v1:Pod", name: "pod", action: "create", after: {} },
    ]);
    assert.deepEqual([resources, unknown], [[], []]);
  });
});
