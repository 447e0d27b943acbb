import assert from "node:assert/strict";
import { type Forecast, forecast } from "../../../../../core/forecast";
import { changesInPlan, type PlannedChanges } from "../../../../../core/forecast/plans";
import { UNKNOWN } from "../../../../../core/forecast/properties";

type Json = Record<string, unknown>;

/** An entry of `resource_changes`. */
function change(type: string, name: string, actions: string[], sides: Json, more: Json = {}): Json {
  return {
    address: `tencentcloud_${type}.${name}`,
    mode: "managed",
    type: `tencentcloud_${type}`,
    name,
    provider_name: "registry.terraform.io/tencentcloudstack/tencentcloud",
    change: { actions, before: null, after: null, after_unknown: {}, ...sides },
    ...more,
  };
}

function planOf(changes: readonly Json[], more: Json = {}): string {
  return JSON.stringify({
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: { root_module: {} },
    resource_changes: changes,
    ...more,
  });
}

const read = (changes: readonly Json[], more: Json = {}): PlannedChanges =>
  changesInPlan(planOf(changes, more), "plan.json");

function forecastOf(changes: readonly Json[], more: Json = {}): Forecast {
  const plan = read(changes, more);
  return forecast(plan.changes, { stated: plan.statedCores });
}

const pool = (desired: unknown, more: Json = {}): Json => ({
  cluster_id: "cls-1",
  min_size: 1,
  max_size: 6,
  auto_scaling_config: [{ instance_type: "S5.2XLARGE16", password: "hush-hush" }],
  ...(desired === undefined ? {} : { desired_capacity: desired }),
  ...more,
});

/** What the configuration of a root module gives. */
const configured = (resources: Record<string, Json>, more: Json = {}): Json => ({
  configuration: {
    root_module: {
      resources: Object.entries(resources).map(([address, expressions]) => ({ address, expressions })),
      ...more,
    },
  },
});

describe("a plan of Terraform", () => {
  const before = pool(2);
  const actions: [what: string, actions: string[], sides: Json, added: number, removed: number][] = [
    ["create", ["create"], { after: pool(2) }, 16, 0],
    ["update", ["update"], { before, after: pool(5) }, 24, 0],
    ["shrinking", ["update"], { before, after: pool(1) }, 0, 8],
    ["replacement", ["delete", "create"], { before, after: pool(3) }, 24, 16],
    ["replacement, the new one first", ["create", "delete"], { before, after: pool(3) }, 24, 16],
    ["delete", ["delete"], { before }, 0, 16],
    ["no change", ["no-op"], { before, after: before }, 0, 0],
    ["forgetting, which leaves the machines", ["forget"], { before }, 0, 0],
    ["replacement that leaves the old one", ["create", "forget"], { before, after: pool(3) }, 24, 0],
  ];
  for (const [what, list, sides, added, removed] of actions)
    it(`counts ${what}`, () => {
      const found = forecastOf([change("kubernetes_node_pool", "web", list, sides)]);
      assert.deepEqual([found.added.certain, found.removed.certain], [added, removed]);
    });

  it("refuses an action that is not known, with the resource's name", () =>
    assert.throws(
      () => read([change("kubernetes_node_pool", "web", ["explode"], { after: pool(2) })]),
      /tencentcloud_kubernetes_node_pool\.web.*not known/,
    ));

  it("keeps type, count and relations alone", () => {
    const { changes } = read([
      change("kubernetes_node_pool", "web", ["create"], {
        after: pool(2, { user_data: "hush-hush", labels: { a: "hush-hush" }, name: "hush-hush" }),
      }),
    ]);
    assert.doesNotMatch(JSON.stringify(changes), /hush/);
  });

  it("does not show what is sensitive, and does not count it", () => {
    const found = forecastOf([
      change("kubernetes_node_pool", "web", ["create"], {
        after: pool(2),
        after_sensitive: { desired_capacity: true, auto_scaling_config: [{ password: true }] },
      }),
      change("kubernetes_node_pool", "jobs", ["create"], {
        after: pool(2),
        after_sensitive: { auto_scaling_config: true },
      }),
    ]);
    assert.deepEqual(
      found.unknown.map(({ name, what }) => [name, what]),
      [
        ["tencentcloud_kubernetes_node_pool.web", "count"],
        ["tencentcloud_kubernetes_node_pool.jobs", "instanceType"],
      ],
    );
    assert.equal(found.added.certain, 0);
  });

  describe("with values that are not known yet", () => {
    const unknownCount = change("kubernetes_node_pool", "web", ["create"], {
      after: pool(undefined),
      after_unknown: { desired_capacity: true, node_count: true, id: true },
    });

    it("does not count what the configuration gives", () => {
      const given = configured({
        "tencentcloud_kubernetes_node_pool.web": { desired_capacity: { references: ["var.n"] } },
      });
      assert.deepEqual(
        forecastOf([unknownCount], given).unknown.map(({ what }) => what),
        ["count"],
      );
    });

    it("takes what the cloud computes as not given: the pool starts with its minimum", () => {
      const found = forecastOf([unknownCount], configured({ "tencentcloud_kubernetes_node_pool.web": {} }));
      assert.deepEqual(found.net, { certain: 8, possible: 0, maximum: 48 });
    });

    it("takes everything as given where the configuration is not known", () =>
      assert.equal(forecastOf([unknownCount]).unknown.length, 1));

    it("takes blocks as given, since dynamic ones are not in the configuration", () => {
      const cluster = change("kubernetes_cluster", "c", ["create"], {
        after: { vpc_id: "vpc-1" },
        after_unknown: { worker_config: true },
      });
      assert.equal(
        forecastOf([cluster], configured({ "tencentcloud_kubernetes_cluster.c": {} })).unknown.length,
        2,
      );
    });

    it("finds unknown values within blocks", () => {
      const { changes } = read([
        change("kubernetes_native_node_pool", "n", ["create"], {
          after: { native: [{ instance_types: ["S5.LARGE8"], scaling: [{ min_replicas: 1 }] }] },
          after_unknown: { native: [{ replicas: true, scaling: [{ max_replicas: true }] }] },
        }),
      ]);
      assert.deepEqual(changes[0]?.after, {
        native: [
          {
            instance_types: ["S5.LARGE8"],
            scaling: [{ min_replicas: 1, max_replicas: UNKNOWN }],
            replicas: UNKNOWN,
          },
        ],
      });
    });

    it("does not take an old count of machines for the new one", () => {
      const found = forecastOf([
        change("kubernetes_node_pool", "web", ["update"], {
          before: pool(4, { node_count: 4 }),
          after: pool(7, { node_count: 4 }),
        }),
        change("instance", "vm", ["update"], {
          before: { instance_type: "S5.LARGE8", cpu: 4 },
          after: { instance_type: "S5.2XLARGE16", cpu: 4 },
        }),
      ]);
      assert.deepEqual(found.added, { certain: 24, possible: 4 });
    });
  });

  describe("of an update that leaves the number of nodes to automatic scaling", () => {
    const given = configured({ "tencentcloud_kubernetes_node_pool.web": { min_size: {}, max_size: {} } });
    const update = (after: Json, afterUnknown: Json = {}): Forecast =>
      forecastOf(
        [
          change("kubernetes_node_pool", "web", ["update"], {
            before: pool(4),
            after,
            after_unknown: afterUnknown,
          }),
        ],
        given,
      );

    it("removes none where the new number is not known yet", () =>
      assert.deepEqual(
        [update(pool(undefined), { desired_capacity: true })].map(({ added, removed }) => [
          added,
          removed,
        ])[0],
        [
          { certain: 0, possible: 0 },
          { certain: 0, possible: 0 },
        ],
      ));

    it("adds what a larger lower limit demands", () =>
      assert.equal(update(pool(4, { min_size: 6 })).added.certain, 16));
  });

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

  it("takes cores of types from data sources that the plan has read", () => {
    const type = { instance_type: "X9.ODD", cpu_core_count: 12 };
    const found = forecastOf(
      [
        change("kubernetes_node_pool", "web", ["create"], {
          after: pool(1, { auto_scaling_config: [{ instance_type: "X9.ODD" }] }),
        }),
      ],
      {
        prior_state: {
          values: {
            root_module: {
              child_modules: [
                { resources: [{ type: "tencentcloud_instance_types", values: { instance_types: [type] } }] },
              ],
            },
          },
        },
      },
    );
    assert.deepEqual([found.added.certain, found.resources[0]?.origin], [12, "stated"]);
  });

  it("names the regions of the provider, of constants and variables", () => {
    const provider = (region: Json): Json => ({
      full_name: "registry.terraform.io/tencentcloudstack/tencentcloud",
      expressions: { region },
    });
    const { regions } = read([], {
      variables: { region: { value: "ap-singapore" } },
      configuration: {
        provider_config: {
          tencentcloud: provider({ constant_value: "ap-guangzhou" }),
          "tencentcloud.other": provider({ references: ["var.region"] }),
          aws: {
            full_name: "registry.terraform.io/hashicorp/aws",
            expressions: { region: { constant_value: "us-east-1" } },
          },
        },
      },
    });
    assert.deepEqual(regions, ["ap-guangzhou", "ap-singapore"]);
  });

  it("is not complete with deferred changes, and counts none of them", () => {
    const deferred = change("kubernetes_node_pool", "later", ["create"], { after: pool(2) });
    const plan = read([], {
      complete: false,
      deferred_changes: [{ reason: "resource_config_unknown", resource_change: deferred }],
    });
    const found = forecast(plan.changes, {}, { incompletePlan: "plan.json" });
    assert.deepEqual(
      found.unknown.map(({ name, what }) => [name, what]),
      [
        ["tencentcloud_kubernetes_node_pool.later", "deferred"],
        ["plan.json", "plan"],
      ],
    );
    assert.equal(found.added.certain, 0);
    assert.equal(plan.isIncomplete, true);
  });

  it("of no changes adds nothing", () => {
    const text = JSON.stringify({ format_version: "1.2", planned_values: {}, configuration: {} });
    assert.deepEqual(changesInPlan(text).changes, []);
  });
});
