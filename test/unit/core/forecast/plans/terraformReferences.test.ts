import assert from "node:assert/strict";
import { change, configured, forecastOf, type Json, pool } from "./terraformPlan";

describe("a plan of Terraform", () => {
  describe("with references", () => {
    const group = (name: string, index?: string): Json =>
      change(
        "as_scaling_group",
        name,
        ["create"],
        {
          after: { desired_capacity: 2, min_size: 1, max_size: 3 },
          after_unknown: { configuration_id: true, id: true },
        },
        index === undefined ? {} : { address: `tencentcloud_as_scaling_group.${name}[${index}]` },
      );
    const config = (type: string, address: string): Json =>
      change("as_scaling_config", "c", ["create"], { after: { instance_types: [type] } }, { address });

    it("follows a scaling group to its configuration", () => {
      const found = forecastOf(
        [group("g"), config("S5.LARGE8", "tencentcloud_as_scaling_config.c")],
        configured({
          "tencentcloud_as_scaling_group.g": {
            desired_capacity: {},
            configuration_id: {
              references: ["tencentcloud_as_scaling_config.c.id", "tencentcloud_as_scaling_config.c"],
            },
          },
          "tencentcloud_as_scaling_config.c": {},
        }),
      );
      assert.deepEqual(found.added, { certain: 0, possible: 8 });
    });

    it("follows each instance to that with the same index", () => {
      const found = forecastOf(
        [
          group("g", '"a"'),
          group("g", '"b"'),
          config("S5.LARGE8", 'tencentcloud_as_scaling_config.c["a"]'),
          config("S5.4XLARGE32", 'tencentcloud_as_scaling_config.c["b"]'),
        ],
        configured({
          "tencentcloud_as_scaling_group.g": {
            desired_capacity: {},
            configuration_id: { references: ["tencentcloud_as_scaling_config.c", "each.key"] },
          },
          "tencentcloud_as_scaling_config.c": {},
        }),
      );
      assert.deepEqual(
        found.resources.map(({ added }) => added),
        [8, 32],
      );
    });

    it("follows an index that the configuration names to that instance alone", () => {
      const base = "tencentcloud_as_scaling_config.c";
      const found = forecastOf(
        [group("g"), config("S5.LARGE8", `${base}["a.b"]`), config("S5.4XLARGE32", `${base}["c"]`)],
        configured({
          "tencentcloud_as_scaling_group.g": {
            desired_capacity: {},
            configuration_id: { references: [`${base}["a.b"].id`, `${base}["a.b"]`, base] },
          },
          [base]: {},
        }),
      );
      assert.deepEqual(found.added, { certain: 0, possible: 8 });
    });

    const machine = (name: string, type: string): Json =>
      change("instance", name, ["create"], { after: { instance_type: type }, after_unknown: { id: true } });
    const attachment = (name: string): Json =>
      change("kubernetes_cluster_attachment", name, ["create"], {
        after: {},
        after_unknown: { instance_id: true },
      });

    it("leaves machines alone that stand beside the one that joins a cluster", () => {
      const web = "tencentcloud_instance.web";
      const found = forecastOf(
        [machine("web[0]", "S5.LARGE8"), machine("web[1]", "S5.SMALL1"), attachment("node")],
        configured({
          [web]: { instance_type: {} },
          "tencentcloud_kubernetes_cluster_attachment.node": {
            instance_id: { references: [`${web}[1].id`, `${web}[1]`, web] },
          },
        }),
      );
      assert.deepEqual(found.added, { certain: 1, possible: 4 });
    });

    it("follows each.value to what for_each goes through", () => {
      const found = forecastOf(
        [
          machine('web["a"]', "S5.LARGE8"),
          machine('web["b"]', "S5.SMALL1"),
          attachment('node["a"]'),
          attachment('node["b"]'),
        ],
        {
          configuration: {
            root_module: {
              resources: [
                { address: "tencentcloud_instance.web", expressions: { instance_type: {} } },
                {
                  address: "tencentcloud_kubernetes_cluster_attachment.node",
                  expressions: { instance_id: { references: ["each.value.id", "each.value"] } },
                  for_each_expression: { references: ["tencentcloud_instance.web"] },
                },
              ],
            },
          },
        },
      );
      assert.deepEqual([found.added, found.unknown], [{ certain: 5, possible: 0 }, []]);
      assert.deepEqual(
        found.resources.map(({ added }) => added),
        [4, 1],
      );
    });

    it("follows arguments and outputs of modules", () => {
      const found = forecastOf(
        [
          change(
            "kubernetes_cluster_attachment",
            "node",
            ["create"],
            { after: { cluster_id: "cls-1" }, after_unknown: { instance_id: true } },
            { address: "module.nodes[0].tencentcloud_kubernetes_cluster_attachment.node" },
          ),
          change(
            "instance",
            "vm",
            ["create"],
            { after: { instance_type: "S5.LARGE8" }, after_unknown: { id: true, cpu: true } },
            { address: "module.machines.tencentcloud_instance.vm" },
          ),
        ],
        configured(
          {},
          {
            module_calls: {
              nodes: {
                expressions: { machine: { references: ["module.machines.id", "module.machines"] } },
                module: {
                  resources: [
                    {
                      address: "tencentcloud_kubernetes_cluster_attachment.node",
                      expressions: { instance_id: { references: ["var.machine"] } },
                    },
                  ],
                },
              },
              machines: {
                module: {
                  outputs: { id: { expression: { references: ["tencentcloud_instance.vm.id"] } } },
                  resources: [{ address: "tencentcloud_instance.vm", expressions: {} }],
                },
              },
            },
          },
        ),
      );
      assert.deepEqual(found.added, { certain: 4, possible: 0 });
    });

    it("ends where modules refer to each other in a circle", () => {
      const circle = {
        expressions: { x: { references: ["module.a.y"] } },
        module: {
          outputs: { y: { expression: { references: ["var.x"] } } },
          resources: [
            {
              address: "tencentcloud_kubernetes_cluster_attachment.node",
              expressions: { instance_id: { references: ["var.x"] } },
            },
          ],
        },
      };
      const node = change(
        "kubernetes_cluster_attachment",
        "node",
        ["create"],
        { after: {}, after_unknown: { instance_id: true } },
        { address: "module.a.tencentcloud_kubernetes_cluster_attachment.node" },
      );
      assert.equal(forecastOf([node], configured({}, { module_calls: { a: circle } })).unknown.length, 1);
    });
  });

  it("says where machines join a cluster that the same plan switches on", () => {
    const found = forecastOf(
      [
        change("kubernetes_cluster", "c", ["create"], { after: {}, after_unknown: { id: true } }),
        change("kubernetes_node_pool", "web", ["create"], {
          after: pool(2, { cluster_id: undefined }),
          after_unknown: { cluster_id: true },
        }),
        change("kubernetes_node_pool", "other", ["create"], { after: pool(2, { cluster_id: "cls-2" }) }),
        change("tcss_cluster_access", "a", ["create"], {
          after: { switch_on: true },
          after_unknown: { cluster_id: true },
        }),
      ],
      configured({
        "tencentcloud_kubernetes_cluster.c": {},
        "tencentcloud_kubernetes_node_pool.web": {
          desired_capacity: {},
          cluster_id: { references: ["tencentcloud_kubernetes_cluster.c.id"] },
        },
        "tencentcloud_tcss_cluster_access.a": {
          cluster_id: { references: ["tencentcloud_kubernetes_cluster.c.id"] },
        },
      }),
    );
    assert.deepEqual(
      found.resources.map(({ name, joinsDefended }) => [name, joinsDefended === true]),
      [
        ["tencentcloud_kubernetes_cluster.c", true],
        ["tencentcloud_kubernetes_node_pool.web", true],
        ["tencentcloud_kubernetes_node_pool.other", false],
      ],
    );
  });
});
