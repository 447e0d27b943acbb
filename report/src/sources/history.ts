import { readdirSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { asTcssError, isRecord, restorePurchaseState } from "pulumi-tcss/internal";
import type { HistoryOfStack, HistoryPoint } from "../document";
import { utc } from "./json";
import { pulumiJson } from "./stack";
import { deploymentIn, purchaseStatesIn } from "./state";

/** How many updates are looked at, the latest ones: each is one call of `pulumi`. */
const MAX_UPDATES = 50;

/** An update whose state can be read. */
interface Update {
  readonly version: number;
  /** When it ended; absent where the state itself says so. */
  readonly time?: string | undefined;
  readonly state: () => Promise<unknown>;
}

/**
 * Reads coverage over time from the checkpoints of a stack's updates. A service has them by
 * `pulumi stack export --version`; a backend of files keeps them in a folder for which `pulumi` has no command.
 * @param stack `ORGANIZATION/PROJECT/STACK`.
 * @param notice is given what was left out.
 * @returns why there are no points, rather than an error: a report is worth having without them.
 */
export async function readHistory(
  stack: string,
  notice: (line: string) => void = () => {},
): Promise<HistoryOfStack> {
  try {
    const updates = await updatesOf(stack, notice);
    if (updates.length === 0)
      return { stack, points: [], problem: "The stack has no successful update yet." };
    const points: HistoryPoint[] = [];
    for (const update of updates) points.push(...(await pointsOf(stack, update, notice)));
    return points.length > 0
      ? { stack, points }
      : { stack, points, problem: "No checkpoint of the stack holds the values of a PurchaseState." };
  } catch (error) {
    return { stack, points: [], problem: asTcssError(error).message };
  }
}

/** The successful updates, oldest first: one that failed has read nothing, or kept what was read before. */
async function updatesOf(stack: string, notice: (line: string) => void): Promise<Update[]> {
  const page = ["--page=1", `--page-size=${MAX_UPDATES + 1}`];
  const listed = await pulumiJson("stack", "history", "--json", `--stack=${stack}`, ...page);
  const entries = Array.isArray(listed) ? listed.filter(isRecord) : [];
  if (entries.length > MAX_UPDATES)
    notice(`the history of ${stack} shows its last ${MAX_UPDATES} updates; there are more`);
  const latest = entries.slice(0, MAX_UPDATES).filter(({ result }) => result === "succeeded");
  // a backend of files numbers nothing
  if (latest.length > 0 && latest.every(({ version }) => version === 0)) return updatesInFiles(stack);
  return latest
    .map(({ version, endTime }): Update => {
      const number = Number(version);
      return {
        version: number,
        time: utc(endTime),
        state: () => pulumiJson("stack", "export", `--stack=${stack}`, `--version=${number}`),
      };
    })
    .reverse();
}

/** The checkpoints that a backend of files keeps below `.pulumi/history`. */
async function updatesInFiles(stack: string): Promise<Update[]> {
  const user = await pulumiJson("whoami", "--json");
  const url = isRecord(user) ? String(user["url"]) : "";
  if (!url.startsWith("file://"))
    throw new Error(`pulumi cannot export earlier states from the backend ${url}`);
  const folder = folderOf(stack, join(pathOf(url), ".pulumi/history"));
  const names = readdirSync(folder)
    .filter((name) => /\.history\.json(\.gz)?$/.test(name))
    .sort();
  return names
    .map((name, index) => ({ version: index + 1, file: join(folder, name) }))
    .slice(-MAX_UPDATES)
    .filter(({ file }) => Object(readJson(file))["result"] === "succeeded")
    .map(({ version, file }) => ({
      version,
      state: async () => readJson(file.replace(".history.json", ".checkpoint.json")),
    }));
}

function pathOf(url: string): string {
  const path = url.slice("file://".length);
  if (path.startsWith("~")) return join(homedir(), path.slice(1));
  return path.startsWith("/") ? fileURLToPath(url) : path;
}

/** File backends before project-scoped stacks have no folder for each project. */
function folderOf(stack: string, root: string): string {
  const [name = "", project = ""] = stack.split("/").reverse();
  return existing(join(root, project, name)) ?? join(root, name);
}

function existing(folder: string): string | undefined {
  try {
    readdirSync(folder);
    return folder;
  } catch {
    return undefined;
  }
}

const MAX_CHECKPOINT_BYTES = 256 * 1024 * 1024;

function readJson(file: string): unknown {
  const stats = statSync(file);
  if (!stats.isFile() || stats.size > MAX_CHECKPOINT_BYTES)
    throw new Error(`${file} is not a file, or too large for a checkpoint`);
  const content = readFileSync(file);
  const text = file.endsWith(".gz")
    ? gunzipSync(content, { maxOutputLength: MAX_CHECKPOINT_BYTES })
    : content;
  return JSON.parse(text.toString("utf8"));
}

async function pointsOf(
  stack: string,
  { version, time, state }: Update,
  notice: (line: string) => void,
): Promise<HistoryPoint[]> {
  try {
    const content = await state();
    const deployment = isRecord(content) ? deploymentIn(content) : undefined;
    if (deployment === undefined) return [];
    const { manifest } = deployment;
    const at = time ?? utc(isRecord(manifest) ? manifest["time"] : undefined);
    if (at === undefined) return [];
    return purchaseStatesIn(deployment).flatMap(({ name, properties: { purchaseState } }): HistoryPoint[] => {
      const stored = isRecord(purchaseState) ? restorePurchaseState(purchaseState) : {};
      const { allCoresCnt, coresCnt, undefendCoresCnt, stale } = stored;
      const counts = Object.entries({ allCoresCnt, coresCnt, undefendCoresCnt }).filter(
        ([, count]) => count !== undefined,
      );
      // last known values were not read by this update
      if (counts.length === 0 || stale) return [];
      return [{ time: at, version, resource: name, ...Object.fromEntries(counts) }];
    });
  } catch (error) {
    notice(`update ${version} of ${stack} cannot be read: ${asTcssError(error).message}`);
    return [];
  }
}
