import type { PlannedAsset } from "pulumi-tcss/internal";
import type { CommandAccess } from "../../coverageDocument";
import { jsonLiteral, shellWord } from "./literals";

/** How many ids one command names: a command of thousands can be neither read nor copied. */
const IDS_IN_A_COMMAND = 100;

/** What tccli asks where no endpoint is given. */
const ENDPOINT_OF_TCCLI = "tcss.tencentcloudapi.com";

/** Names of the API for the kinds of assets whose protection it switches. */
const INSTANCE_TYPE = { cluster: "Cluster", host: "Node" } as const;

/** The kinds of assets that a command switches. */
export type SwitchedKind = keyof typeof INSTANCE_TYPE;

/** Commands of tccli for a POSIX shell, which switch the protection of all `assets` of one kind on. */
export function switchOnCommands(
  assets: readonly PlannedAsset[],
  kind: SwitchedKind,
  access: CommandAccess | undefined,
): string[] {
  const ids = assets.filter((asset) => asset.kind === kind).map(({ id }) => id);
  return inChunks(ids).map((chunk) =>
    [
      "tccli tcss ModifyDefendStatus --SwitchOn true",
      `--InstanceType ${INSTANCE_TYPE[kind]} --IsAll false`,
      `--InstanceIDs '[${chunk.map(jsonLiteral).join(", ")}]'`,
      ...optionsOf(access),
    ].join(" "),
  );
}

function inChunks<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / IDS_IN_A_COMMAND) }, (_, index) =>
    items.slice(index * IDS_IN_A_COMMAND, (index + 1) * IDS_IN_A_COMMAND),
  );
}

/** What makes tccli ask the account that was read. */
function optionsOf(access: CommandAccess | undefined): string[] {
  if (access === undefined) return [];
  const { endpoint, region, profile } = access;
  const { host } = new URL(endpoint);
  return [
    ...(host === ENDPOINT_OF_TCCLI ? [] : [`--endpoint ${shellWord(host)}`]),
    ...(region === undefined ? [] : [`--region ${shellWord(region)}`]),
    ...(profile === undefined ? [] : [`--profile ${shellWord(profile)}`]),
  ];
}
