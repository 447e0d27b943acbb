// Runs inside the single executable, which has no files: what the provider loads on demand are assets.
import { wrap } from "node:module";
import { dirname, posix } from "node:path";
import { getAsset, getRawAsset } from "node:sea";
import { Script } from "node:vm";

type Require = (id: string) => unknown;

const loaded = new Map<string, { exports: unknown }>();

/** Loads a CommonJS module from the executable, as `require` does from a folder. @param name its path in the build. */
export function loadEmbedded(name: string): unknown {
  const known = loaded.get(name);
  if (known !== undefined) return known.exports;
  const module = { exports: {} };
  loaded.set(name, module);
  const requireFrom: Require = (id) =>
    id.startsWith(".") ? loadEmbedded(posix.join(dirname(name), id)) : builtin(id);
  const run = new Script(wrap(getAsset(name, "utf8")), { filename: name }).runInThisContext() as (
    exports: object,
    require: Require,
    module: { exports: unknown },
  ) => void;
  run(module.exports, requireFrom, module);
  return module.exports;
}

/** The bytes of an asset. They must not be changed: they are the executable's own memory. */
export function embeddedBytes(name: string): Uint8Array {
  const bytes = getRawAsset(name);
  return typeof bytes === "string" ? Buffer.from(bytes) : new Uint8Array(bytes);
}

function builtin(id: string): unknown {
  const found: unknown = process.getBuiltinModule(id);
  if (found === undefined) throw new Error(`${id} is not part of this executable`);
  return found;
}
