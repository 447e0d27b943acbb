import { isRecord } from "../../base/record";
import { type ApiAction, defineAction, type ListFilter } from "../action";
import { notThisApi } from "../notThisApi";
import { CVM } from "../services";

/**
 * How many cores instance types have, by type. A type that zones answer with different numbers is left out, as one that
 * the region does not have: it stays unknown.
 * @see https://www.tencentcloud.com/document/product/213/33258 (DescribeZoneInstanceConfigInfos)
 */
export const describeZoneInstanceConfigInfos: ApiAction<
  { Filters?: ListFilter[] },
  Readonly<Record<string, number>>
> = defineAction(CVM, {
  name: "DescribeZoneInstanceConfigInfos",
  requestsPerSecond: 20,
  camAction: "cvm:DescribeZoneInstanceConfigInfos",
  parse(fields, access): Readonly<Record<string, number>> {
    // an empty list may be null
    const items: unknown = fields["InstanceTypeQuotaSet"] ?? [];
    if (!Array.isArray(items))
      throw notThisApi("the reply holds no InstanceTypeQuotaSet that is a list", access, fields);
    const found = new Map<string, Set<unknown>>();
    for (const item of items) {
      if (!isRecord(item) || typeof item["InstanceType"] !== "string") continue;
      const { InstanceType: type, Cpu: cores } = item;
      found.set(type as string, (found.get(type as string) ?? new Set()).add(cores));
    }
    return Object.fromEntries(
      [...found].flatMap(([type, [cores, ...others]]) =>
        others.length === 0 && Number.isSafeInteger(cores) && (cores as number) > 0
          ? [[type, cores as number]]
          : [],
      ),
    );
  },
});
