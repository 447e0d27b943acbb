import assert from "node:assert/strict";
import { join } from "node:path";
import { serveTencentCloud } from "../../support/tencentcloudProvider";
import { describeWithEngines, type InProcess, TerraformModule } from "../../support/terraform";
import { Place } from "./run";

/** Container hosts of every kind that refer to each other, with so many nodes in each pool. */
function moduleText(pools: Readonly<Record<string, number>>, workers: number): string {
  const sizes = Object.entries(pools).map(([name, nodes]) => `${name} = ${nodes}`);
  return `
resource "tencentcloud_kubernetes_cluster" "shop" {}
resource "tencentcloud_tcss_cluster_access" "shop" {
  cluster_id = tencentcloud_kubernetes_cluster.shop.id
  switch_on  = true
}
resource "tencentcloud_kubernetes_node_pool" "pool" {
  for_each         = { ${sizes.join(", ")} }
  cluster_id       = tencentcloud_kubernetes_cluster.shop.id
  desired_capacity = each.value
  min_size         = 1
  max_size         = 10
  auto_scaling_config {
    instance_type = "S5.2XLARGE16"
    password      = "hush-hush"
  }
}
resource "tencentcloud_kubernetes_node_pool" "scaled" {
  cluster_id = tencentcloud_kubernetes_cluster.shop.id
  min_size   = 1
  max_size   = 4
  auto_scaling_config {
    instance_type = "S5.LARGE8"
  }
}
resource "tencentcloud_kubernetes_scale_worker" "extra" {
  cluster_id = "cls-elsewhere"
  worker_config {
    count         = ${workers}
    instance_type = "S5.LARGE8"
  }
}
resource "tencentcloud_instance" "vm" {
  instance_type = "S5.MEDIUM4"
}
resource "tencentcloud_kubernetes_cluster_attachment" "vm" {
  cluster_id  = tencentcloud_kubernetes_cluster.shop.id
  instance_id = tencentcloud_instance.vm.id
}
resource "tencentcloud_as_scaling_config" "batch" {
  instance_types = ["S5.LARGE8"]
}
resource "tencentcloud_as_scaling_group" "batch" {
  configuration_id = tencentcloud_as_scaling_config.batch.id
  desired_capacity = 2
  min_size         = 0
  max_size         = 5
}
`;
}

const NAME = /^(?:tencentcloud_)?(?:kubernetes_)?(.*)$/;

/** Encrypts saved plans, of OpenTofu. */
const ENCRYPTION = `
key_provider "pbkdf2" "test" {
  passphrase = "not-a-secret-of-anybody"
}
method "aes_gcm" "test" {
  keys = key_provider.pbkdf2.test
}
plan {
  method = method.aes_gcm.test
}
`;

describeWithEngines("a plan of container hosts", (engine) => {
  let place: Place;
  let provider: InProcess;
  let module: TerraformModule | undefined;
  before(async () => {
    place = await Place.create("healthy");
    provider = await serveTencentCloud();
    place.write("mandatory.json", { all: "disabled", "planned-cores-covered": "mandatory" });
  });
  after(async () => {
    module?.remove();
    provider.close();
    await place.close();
  });

  /** Plans, and writes the JSON of the plan where the command finds it. */
  async function planned(tf: TerraformModule): Promise<void> {
    await tf.output("plan", "-out=saved.plan", "-input=false");
    place.write("plan.json", await tf.output("show", "-json", "saved.plan"));
  }

  async function forecast(): Promise<{
    readonly added: object;
    readonly removed: object;
    readonly changed: Readonly<Record<string, number | null>>;
    readonly unknown: readonly unknown[];
  }> {
    const { code, out, err } = await place.tcss("forecast", "--plan", "plan.json", "--format", "json");
    assert.deepEqual([code, err], [0, ""]);
    assert.doesNotMatch(out, /hush/);
    const { added, removed, resources, unknown } = JSON.parse(out);
    const changed = resources
      .filter(({ action }: { action: string }) => action !== "none")
      .map(({ name, action, after }: { name: string; action: string; after: { cores: number } | null }) => [
        `${action} ${NAME.exec(name)?.[1]}`,
        after?.cores ?? null,
      ]);
    return { added, removed, changed: Object.fromEntries(changed), unknown };
  }

  it("is counted at creation and when it changes, and blocks by a mandatory TCSS010", async () => {
    module = new TerraformModule({
      engine,
      text: moduleText({ web: 3, jobs: 2 }, 1),
      env: { TF_REATTACH_PROVIDERS: provider.reattach },
    });
    await planned(module);
    assert.deepEqual(await forecast(), {
      added: { certain: 24 + 16 + 4 + 4 + 2, possible: 8 },
      removed: { certain: 0, possible: 0 },
      changed: {
        "create cluster.shop": 0,
        'create node_pool.pool["web"]': 24,
        'create node_pool.pool["jobs"]': 16,
        "create node_pool.scaled": 4,
        "create scale_worker.extra": 4,
        "create cluster_attachment.vm": 2,
        "create as_scaling_group.batch": 8,
      },
      unknown: [],
    });
    const check = () => place.tcss("check", "--policy-pack-config", "mandatory.json", "--plan", "plan.json");
    const blocked = await check();
    assert.equal(blocked.code, 1, blocked.err);
    assert.match(
      blocked.out,
      /adds 50 cores of container hosts \(node pool pool\["web"\]: 3 × S5\.2XLARGE16;/,
    );

    await module.output("apply", "-input=false", "saved.plan");
    await planned(module);
    assert.deepEqual((await forecast()).added, { certain: 0, possible: 0 });
    assert.equal((await check()).code, 0);

    // a pool grows, another is gone, and a worker is replaced
    module.change(moduleText({ web: 5 }, 2));
    await planned(module);
    assert.deepEqual(await forecast(), {
      added: { certain: 16 + 8, possible: 0 },
      removed: { certain: 16 + 4, possible: 0 },
      changed: {
        'update node_pool.pool["web"]': 40,
        'delete node_pool.pool["jobs"]': null,
        "replace scale_worker.extra": 8,
      },
      unknown: [],
    });
    assert.match((await check()).out, /and removes 20: 4 more in all/);
  });

  it("is read where resources move and all is destroyed, and nothing else that the engine writes", async () => {
    const text = (name: string, nodes: number): string => `
resource "tencentcloud_kubernetes_node_pool" "${name}" {
  desired_capacity = ${nodes}
  min_size         = 1
  max_size         = 10
  auto_scaling_config {
    instance_type = "S5.LARGE8"
  }
}
`;
    const own = new TerraformModule({
      engine,
      text: text("old", 2),
      env: { TF_REATTACH_PROVIDERS: provider.reattach, TF_ENCRYPTION: ENCRYPTION },
    });
    try {
      await own.output("apply", "-input=false", "-auto-approve");
      const moved =
        "moved {\n  from = tencentcloud_kubernetes_node_pool.old\n  to = tencentcloud_kubernetes_node_pool.new\n}\n";
      own.change(text("new", 5) + moved);
      await planned(own);
      assert.deepEqual(await forecast(), {
        added: { certain: 12, possible: 0 },
        removed: { certain: 0, possible: 0 },
        changed: { "update node_pool.new": 20 },
        unknown: [],
      });
      await own.output("plan", "-destroy", "-out=saved.plan", "-input=false");
      place.write("plan.json", await own.output("show", "-json", "saved.plan"));
      assert.deepEqual((await forecast()).removed, { certain: 8, possible: 0 });

      place.write("log.json", await own.output("plan", "-json", "-input=false"));
      place.write("state.json", await own.output("show", "-json"));
      const refused = {
        // OpenTofu writes it encrypted, by the configuration above, which Terraform does not know
        [join(own.folder, "saved.plan")]: engine.name === "OpenTofu" ? /is encrypted/ : /binary plan file/,
        "log.json": /is the log of terraform plan -json/,
        "state.json": /is not a plan, but a state of Terraform/,
      };
      for (const [file, message] of Object.entries(refused)) {
        const { code, out, err } = await place.tcss("check", "--plan", file);
        assert.deepEqual([code, out], [2, ""], file);
        assert.match(err, message);
      }
    } finally {
      own.remove();
    }
  });
});
