import assert from "node:assert/strict";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import type { PlannedAsset } from "pulumi-tcss/internal";
import { transpile } from "typescript";
import { snippetsOf } from "../../../../../report/src/present/coverage/snippets";
import { HOSTILE } from "../../formats/hostile";

function clusters(ids: readonly string[]): PlannedAsset[] {
  return ids.map((id) => ({ kind: "cluster", id, cores: 1 }));
}

function codeOf(ids: readonly string[], language: "typescript" | "hcl"): string {
  return snippetsOf(clusters(ids)).find((snippet) => snippet.language === language)?.code ?? "";
}

/** The resources that the program makes, by running it. */
function made(code: string): [string, unknown][] {
  const resources: [string, unknown][] = [];
  class ClusterAccess {
    constructor(name: string, args: unknown) {
      resources.push([name, args]);
    }
  }
  const require = (name: string): unknown => {
    assert.equal(name, "@tencentcloud_iac/pulumi");
    return { tcss: { ClusterAccess } };
  };
  // CommonJS: the module is a stub
  runInNewContext(transpile(code, { module: 1, target: 9 }), { require, exports: {} });
  return JSON.parse(JSON.stringify(resources)) as [string, unknown][];
}

describe("the code of the plan", () => {
  it("is a resource a cluster, in Pulumi and in Terraform", () => {
    const [pulumi, terraform, ...others] = snippetsOf([
      ...clusters(["cls-a1b2"]),
      { kind: "host", id: "h-1", cores: 4 },
    ]);
    assert.deepEqual(others, []);
    assert.match(pulumi?.code ?? "", /tencentcloud:Tcss\/clusterAccess:ClusterAccess/);
    assert.deepEqual(made(pulumi?.code ?? ""), [["cls-a1b2", { clusterId: "cls-a1b2", switchOn: true }]]);
    assert.equal(
      terraform?.code,
      'resource "tencentcloud_tcss_cluster_access" "cls-a1b2" {\n  cluster_id = "cls-a1b2"\n  switch_on  = true\n}',
    );
  });

  it("is none without a cluster: nothing protects a host as code", () => {
    assert.deepEqual(snippetsOf([{ kind: "host", id: "h-1", cores: 4 }]), []);
  });

  it("has every id as it is, and a name of its own for each, in a program of Pulumi", () => {
    const resources = made(codeOf(HOSTILE, "typescript"));
    assert.deepEqual(
      resources.map(([, args]) => args),
      HOSTILE.map((clusterId) => ({ clusterId, switchOn: true })),
    );
    assert.equal(new Set(resources.map(([name]) => name)).size, HOSTILE.length);
  });

  it("has nothing in Terraform's language that is a template, or leaves its text (property)", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" }), { minLength: 1, maxLength: 4 }), (ids) => {
        const code = codeOf(ids, "hcl");
        const block =
          /resource "tencentcloud_tcss_cluster_access" "([a-z][\w-]*)" \{\n {2}cluster_id = "((?:[\w.:/ -]|\\u[0-9a-f]{4}|\\U[0-9a-f]{8})*)"\n {2}switch_on {2}= true\n\}/gi;
        const blocks = [...code.matchAll(block)];
        assert.equal(blocks.map(([text]) => text).join("\n\n"), code);
        const read = blocks.map(([, , text = ""]) =>
          text.replace(/\\u([0-9a-f]{4})|\\U([0-9a-f]{8})/g, (_, short, long) =>
            String.fromCodePoint(Number.parseInt(short ?? long, 16)),
          ),
        );
        assert.deepEqual(
          read,
          ids.map((id) => id.replace(/\p{Surrogate}/gu, "\ufffd")),
        );
        assert.equal(new Set(blocks.map(([, name]) => name)).size, ids.length);
      }),
    );
  });
});
