import type { PlannedAsset } from "pulumi-tcss/internal";
import { hclLiteral, jsonLiteral } from "./literals";

/** Code that protects clusters; there is no resource for hosts. */
export interface Snippet {
  readonly name: string;
  /** Name of the language, for formats that color code. */
  readonly language: "typescript" | "hcl";
  readonly code: string;
}

/** The clusters of `assets` as code of Pulumi and of Terraform. Empty where there is no cluster. */
export function snippetsOf(assets: readonly PlannedAsset[]): Snippet[] {
  const clusters = named(assets.filter(({ kind }) => kind === "cluster").map(({ id }) => id));
  if (clusters.length === 0) return [];
  return [
    { name: "Pulumi (TypeScript)", language: "typescript", code: pulumi(clusters) },
    { name: "Terraform", language: "hcl", code: terraform(clusters) },
  ];
}

interface NamedCluster {
  readonly id: string;
  /** Name of its resource: an identifier of Terraform's, and no other's. */
  readonly name: string;
}

function pulumi(clusters: readonly NamedCluster[]): string {
  return [
    "// tencentcloud:Tcss/clusterAccess:ClusterAccess",
    'import * as tencentcloud from "@tencentcloud_iac/pulumi";',
    "",
    ...clusters.map(
      ({ id, name }) =>
        `new tencentcloud.tcss.ClusterAccess("${name}", { clusterId: ${jsonLiteral(id)}, switchOn: true });`,
    ),
  ].join("\n");
}

function terraform(clusters: readonly NamedCluster[]): string {
  return clusters
    .map(
      ({ id, name }) =>
        `resource "tencentcloud_tcss_cluster_access" "${name}" {\n  cluster_id = ${hclLiteral(id)}\n  switch_on  = true\n}`,
    )
    .join("\n\n");
}

function named(ids: readonly string[]): NamedCluster[] {
  const taken = new Set<string>();
  return ids.map((id) => {
    const plain = id.replace(/[^\w-]/g, "_");
    const start = /^[a-z]/i.test(plain) ? plain : `cluster_${plain}`;
    let name = start;
    for (let count = 2; taken.has(name); count += 1) name = `${start}_${count}`;
    taken.add(name);
    return { id, name };
  });
}
