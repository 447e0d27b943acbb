import { lstatSync, mkdirSync } from "node:fs";
import * as nodeModule from "node:module";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";

/** What Node.js has of it: nothing before 22.1, and the second from 22.10. */
interface CompileCache {
  readonly enableCompileCache?: (folder: string) => unknown;
  readonly flushCompileCache?: () => void;
}

/** When it is written: the engine ends its plugins by a signal, after which nothing is. Unit: milliseconds. */
const WRITTEN_AFTER = 1000;

/**
 * Lets Node.js keep the compiled code of what is loaded from here on, where it can, from one start to the next. It
 * is kept in the user's own cache folder: what lies in a shared one, another user could have written.
 * `NODE_COMPILE_CACHE` names another folder and `NODE_DISABLE_COMPILE_CACHE` switches it off; Node.js sees to both.
 */
export function keepCompiledCode(env: NodeJS.ProcessEnv, cache = nodeModule as CompileCache): void {
  if (cache.enableCompileCache === undefined || env["NODE_DISABLE_COMPILE_CACHE"]) return;
  try {
    if (env["NODE_COMPILE_CACHE"] === undefined) {
      const folder = cacheFolder(env);
      makePrivate(dirname(folder));
      makePrivate(folder);
      if (!isOurs(folder)) return;
      cache.enableCompileCache(folder);
    }
    if (cache.flushCompileCache !== undefined) setTimeout(cache.flushCompileCache, WRITTEN_AFTER).unref();
  } catch {
    // no home, one that is only read, a full disk: it starts as it does without
  }
}

function cacheFolder(env: NodeJS.ProcessEnv): string {
  const { LOCALAPPDATA, XDG_CACHE_HOME } = env;
  if (process.platform === "win32") return join(LOCALAPPDATA ?? homedir(), "pulumi-tcss", "cache");
  // the specification of XDG says to pass over a relative path
  const root = XDG_CACHE_HOME !== undefined && isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : undefined;
  return join(root ?? join(homedir(), ".cache"), "pulumi-tcss");
}

/** Not `recursive`: below /proc and the like that does not come back. */
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
