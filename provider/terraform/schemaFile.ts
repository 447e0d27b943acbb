import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** In a single executable build/release puts it inside. */
const FILE = join(__dirname, "schema.bin");

/** The schema's bytes, which the build leaves beside the bundle; undefined where nothing was built. */
export function keptSchema(): Uint8Array | undefined {
  return existsSync(FILE) ? readFileSync(FILE) : undefined;
}
