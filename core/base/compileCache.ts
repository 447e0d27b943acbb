import { lstatSync, mkdirSync } from "node:fs";
import * as nodeModule from "node:module";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { loadCompiled } from "./compiledCode";

/** Node ≥ 22.1 has `enableCompileCache`, Node ≥ 22.10 has `flushCompileCache` as well. */
interface CompileCache {
  readonly enableCompileCache?: (folder: string) => unknown;
  readonly flushCompileCache?: () => void;
}

/** The cache is written early, because Pulumi ends its plugins by a signal. Unit: milliseconds. */
const WRITTEN_AFTER = 1000;

/**
 * Loads the file of a command, and keeps its compiled code for the next start: Node.js does that where it can,
 * otherwise `loadCompiled`. The code is kept in the user's own cache folder, because another user could write into a
 * shared one. `NODE_COMPILE_CACHE` names another folder, and `NODE_DISABLE_COMPILE_CACHE` switches the cache off.
 * @param isWorthKeeping what `loadCompiled` asks before it writes. Node.js itself adds to what it has kept.
 */
export function loadKeepingCode(
  file: string,
  env: NodeJS.ProcessEnv,
  cache = nodeModule as CompileCache,
  isWorthKeeping?: () => boolean,
): unknown {
  if (env["NODE_DISABLE_COMPILE_CACHE"]) return require(file);
  if (cache.enableCompileCache === undefined) {
    const folder = privateFolder(env["NODE_COMPILE_CACHE"] ?? cacheFolder(env));
    return folder === undefined
      ? require(file)
      : loadCompiled(file, { folder, writtenAfter: WRITTEN_AFTER, isWorthKeeping });
  }
  try {
    // Node.js itself reads NODE_COMPILE_CACHE
    const folder = env["NODE_COMPILE_CACHE"] === undefined ? privateFolder(cacheFolder(env)) : undefined;
    if (folder !== undefined) cache.enableCompileCache(folder);
    if (cache.flushCompileCache !== undefined) setTimeout(cache.flushCompileCache, WRITTEN_AFTER).unref();
  } catch {
    // a full disk: it starts as it does without a cache
  }
  return require(file);
}

function cacheFolder(env: NodeJS.ProcessEnv): string | undefined {
  const { LOCALAPPDATA, XDG_CACHE_HOME } = env;
  try {
    if (process.platform === "win32") return join(LOCALAPPDATA ?? homedir(), "pulumi-tcss", "cache");
    // the specification of XDG says to ignore a relative path
    const root = XDG_CACHE_HOME !== undefined && isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : undefined;
    return join(root ?? join(homedir(), ".cache"), "pulumi-tcss");
  } catch {
    // there is no home
    return undefined;
  }
}

/** `folder`, made where it is missing; undefined where that fails, or where others can write into it. */
function privateFolder(folder: string | undefined): string | undefined {
  if (folder === undefined) return undefined;
  try {
    // not `recursive`: that never returns below /proc
    for (const each of [dirname(folder), folder]) makePrivate(each);
    return isOurs(folder) ? folder : undefined;
  } catch {
    return undefined;
  }
}

function makePrivate(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

function isOurs(folder: string): boolean {
  if (process.getuid === undefined) return true;
  const found = lstatSync(folder);
  return found.isDirectory() && found.uid === process.getuid() && (found.mode & 0o022) === 0;
}
