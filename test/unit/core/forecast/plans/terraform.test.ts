import assert from "node:assert/strict";
import { type Forecast, forecast } from "../../../../../core/forecast";
import { changesInPlan } from "../../../../../core/forecast/plans";
import { UNKNOWN } from "../../../../../core/forecast/properties";
import { change, configured, forecastOf, type Json, pool, read } from "./terraformPlan";

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
