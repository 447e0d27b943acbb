import type { TestBed } from "../support";

export type Item = Record<string, unknown>;

export interface Page {
  items: Item[];
  total: unknown;
  error?: { Code: string; Message: string } | undefined;
}

const LISTS = {
  DescribeUserCluster: "ClusterInfoList",
  DescribeAssetHostList: "List",
  DescribeAssetSuperNodeList: "List",
} as const;

export type ListAction = keyof typeof LISTS;

/** A page of a list of assets, asked for when the limit of requests allows it. */
export async function listed(bed: TestBed, action: ListAction, params: object = {}): Promise<Page> {
  bed.advance(1000);
  const reply = await bed.call({ action, body: JSON.stringify(params) });
  return { items: (reply[LISTS[action]] ?? []) as Item[], total: reply["TotalCount"], error: reply.Error };
}

export const names = ({ items }: Page, field: string) => items.map((item) => item[field]);
