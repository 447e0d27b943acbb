import { TestBed } from "../support";

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

/** An emulator of the example's account for each test, and its lists, asked for when the limit of requests allows it. */
export function useAssets() {
  let bed: TestBed;
  beforeEach(async () => {
    bed = await TestBed.start({ scenario: "example" });
  });
  afterEach(() => bed.emulator.close());

  async function list(action: ListAction, params: object = {}): Promise<Page> {
    bed.advance(1000);
    const reply = await bed.call({ action, body: JSON.stringify(params) });
    return { items: (reply[LISTS[action]] ?? []) as Item[], total: reply["TotalCount"], error: reply.Error };
  }

  return { bed: () => bed, list };
}

export const names = ({ items }: Page, field: string) => items.map((item) => item[field]);
