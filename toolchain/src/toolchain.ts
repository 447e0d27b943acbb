import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { ALL, isComplete, NEEDED } from "./files";
import {
  CACHE_KEY,
  goBuild,
  type InstallContext,
  type Installer,
  link,
  officialInstaller,
  onPath,
  Unavailable,
} from "./installers";
import { MINIMUM_PULUMI } from "./versions";

export interface ToolchainOptions extends InstallContext {
  /** Folder that keeps what was installed or built. */
  readonly cache: string;
  /** What fills an empty cache, in the order in which it is tried. */
  readonly installers?: readonly Installer[];
}

/** There is no tool chain, and no installer works here. The message says what was tried, and what to install. */
export class NoToolchain extends Error {}

/**
 * The folder with `pulumi`, its Node language host and the shims: on PATH, in the cache, or put there.
 * @throws NoToolchain when it cannot be had.
 */
export async function findToolchain(options: ToolchainOptions): Promise<string> {
  const tried: string[] = [];
  try {
    const found = await onPath(options);
    if ("folder" in found) return found.folder;
    const place = { cache: options.cache, key: `path-${CACHE_KEY}`, needed: NEEDED, replace: true };
    return await publish(place, (bin) => link(found.files, bin));
  } catch (error) {
    tried.push(reasonOf("PATH", error));
  }
  const place = { cache: options.cache, key: CACHE_KEY, needed: ALL };
  const kept = await findKept(place, options.installers ?? [officialInstaller, goBuild], options);
  if ("folder" in kept) return kept.folder;
  throw noToolchain(`Pulumi ${MINIMUM_PULUMI} or later is needed and could not be had:`, [
    ...tried,
    ...kept.tried,
  ]);
}

/** The folder in the cache, filled by the first installer that works here; else what was tried. */
export async function findKept(
  place: Place,
  installers: readonly Installer[],
  context: InstallContext,
): Promise<{ folder: string } | { tried: string[] }> {
  const kept = join(place.cache, place.key, "bin");
  if (isComplete(kept, place.needed)) return { folder: kept };
  const tried: string[] = [];
  for (const installer of installers) {
    try {
      return { folder: await publish(place, (bin) => installer.fill(bin, context)) };
    } catch (error) {
      tried.push(reasonOf(installer.name, error));
    }
  }
  return { tried };
}

const PULUMI = "Pulumi (https://www.pulumi.com/docs/install/)";
const GO = "Go (https://go.dev/doc/install)";

/** @param install what helps besides Go, and where that is told. */
export function noToolchain(
  what: string,
  tried: readonly string[],
  install: readonly string[] = [PULUMI],
): NoToolchain {
  return new NoToolchain(
    [
      what,
      ...tried.map((reason) => `  - ${reason}`),
      `Install ${[...install, GO].join(" or ")}, put it on PATH, and try again.`,
    ].join("\n"),
  );
}

/** One line of what was tried. @throws the error itself when it is a defect of ours. */
export function reasonOf(what: string, error: unknown): string {
  if (!(error instanceof Unavailable)) throw error;
  return `${what}: ${error.message.replaceAll("\n", "\n    ")}`;
}

/**
 * Fills a folder beside the cached one and moves it there when it is complete. An interrupted build leaves
 * nothing, and of two builds at the same time the later one finds the place taken.
 */
export async function publish(
  { cache, key, needed, replace = false }: Place,
  fill: (bin: string) => Promise<void>,
): Promise<string> {
  const target = join(cache, key);
  await removeAbandoned(cache);
  await mkdir(cache, { recursive: true });
  const temporary = await mkdtemp(join(cache, `${TEMPORARY}${process.pid}-`));
  try {
    await fill(join(temporary, "bin"));
    if (!isComplete(join(temporary, "bin"), needed))
      throw new Unavailable("a part is missing in what it gave");
    if (replace || !isComplete(join(target, "bin"), needed))
      await rm(target, { recursive: true, force: true });
    await rename(temporary, target).catch((error) => {
      if (!isComplete(join(target, "bin"), needed)) throw error;
    });
    return join(target, "bin");
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** A folder in the cache, what it must hold, and whether what it holds already is put aside. */
interface Place {
  readonly cache: string;
  readonly key: string;
  readonly needed: readonly string[];
  readonly replace?: boolean;
}

const TEMPORARY = ".unfinished-";

/** Removes what killed builds left: the process that its name tells is gone. */
async function removeAbandoned(cache: string): Promise<void> {
  if (!existsSync(cache)) return;
  for (const name of await readdir(cache)) {
    const pid = name.startsWith(TEMPORARY) ? Number.parseInt(name.slice(TEMPORARY.length), 10) : undefined;
    if (pid !== undefined && !isAlive(pid)) await rm(join(cache, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
