import type { Action } from "./action";
import { ApiError, missingParameter } from "./errors";
import type { Fields } from "./scenarios/purchaseStates";

/** Cores and memory (GB) of a few types: ordinary ones, exceptions from what names say, and one that no table has. */
const TYPES: Readonly<Record<string, readonly [cores: number, memory: number]>> = {
  "S5.SMALL2": [1, 2],
  "S5.MEDIUM4": [2, 4],
  "S5.LARGE8": [4, 8],
  "S5.2XLARGE16": [8, 16],
  "S5.4XLARGE32": [16, 32],
  "S5.8XLARGE64": [32, 64],
  "S6.MEDIUM8": [2, 8],
  "S6.LARGE8": [4, 8],
  "S6.2XLARGE16": [8, 16],
  "SA3.LARGE8": [4, 8],
  "SA5.4XLARGE32": [16, 32],
  "M6.2XLARGE64": [8, 64],
  "C6.4XLARGE32": [16, 32],
  "GN7.2XLARGE40": [10, 40],
  "GN10Xp.2XLARGE40": [10, 40],
  "GT4.20XLARGE474": [82, 474],
  "BMS5.32XLARGE512": [208, 512],
  "X9.HUGE96": [24, 96],
};

/** Filters and the field that each compares. */
const FILTERS: Readonly<Record<string, string>> = {
  zone: "Zone",
  "instance-family": "InstanceFamily",
  "instance-type": "InstanceType",
  "instance-charge-type": "InstanceChargeType",
};

const MAX_FILTERS = 10;
const MAX_VALUES = 100;
const CHARGE_TYPES = ["PREPAID", "POSTPAID_BY_HOUR"];

/** The action of Cloud Virtual Machine that tells how many cores an instance type has. */
export const CVM_ACTIONS: Record<string, Action> = {
  DescribeZoneInstanceConfigInfos: {
    service: "cvm",
    version: "2017-03-12",
    parameters: ["Filters"],
    perSecond: 20,
    run({ params, region }) {
      if (region === "") throw missingParameter("Region");
      if (!/^[a-z]{2,4}-[a-z]+(-[a-z0-9]+)*$/.test(region))
        throw new ApiError("UnsupportedRegion", `The region \`${region}\` is not supported.`);
      const tests = filtersIn(params["Filters"]);
      const items = itemsIn(region).filter((item) => tests.every((test) => test(item)));
      return { InstanceTypeQuotaSet: items };
    },
  },
};

/** Every type in both zones of the region, by both ways of paying. */
function itemsIn(region: string): Fields[] {
  return Object.entries(TYPES).flatMap(([type, [cores, memory]]) =>
    [1, 2].flatMap((zone) =>
      CHARGE_TYPES.map((chargeType) => ({
        Zone: `${region}-${zone}`,
        InstanceType: type,
        InstanceChargeType: chargeType,
        NetworkCard: 25,
        Externals: {},
        Cpu: cores,
        Memory: memory,
        InstanceFamily: type.split(".", 1)[0],
        TypeName: `Emulated ${type}`,
        LocalDiskTypeList: [],
        Status: "SELL",
        Price: {},
        SoldOutReason: "",
        InstanceBandwidth: 1.5,
        InstancePps: 25,
        StorageBlockAmount: 0,
        CpuType: "",
        Gpu: 0,
        Fpga: 0,
        Remark: "",
        GpuCount: 0,
        Frequency: "",
        StatusCategory: "EnoughStock",
      })),
    ),
  );
}

function filtersIn(value: unknown): ((item: Fields) => boolean)[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value))
    throw new ApiError("InvalidParameter", "The parameter `Filters` must be an array.");
  if (value.length > MAX_FILTERS)
    throw new ApiError("InvalidParameterValue.LimitExceeded", `At most ${MAX_FILTERS} filters are allowed.`);
  return value.map((each: unknown) => {
    const { Name: name, Values: values } = Object(each) as Fields;
    const field = typeof name === "string" && Object.hasOwn(FILTERS, name) ? FILTERS[name] : undefined;
    if (field === undefined)
      throw new ApiError("InvalidFilter", `The specified filter \`${String(name)}\` is not supported.`);
    if (!Array.isArray(values) || !values.every((text) => typeof text === "string"))
      throw new ApiError("InvalidParameter", `The filter \`${name}\` needs \`Values\`, an array of strings.`);
    if (values.length > MAX_VALUES)
      throw new ApiError(
        "InvalidFilterValue.LimitExceeded",
        `At most ${MAX_VALUES} values are allowed in a filter.`,
      );
    return (item) => values.includes(String(item[field]));
  });
}
