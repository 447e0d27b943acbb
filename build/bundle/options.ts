// How every file of ours is made.
import type { BuildOptions } from "esbuild";
import { ROOT } from "../root";

export const OPTIONS = {
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  // a file that stands apart has no named exports for import()
  supported: {
    "dynamic-import": false,
    // they become calls: a pattern of Unicode classes takes long to read, even in a function that never runs
    "regexp-unicode-property-escapes": false,
  },
  minifySyntax: true,
  minifyWhitespace: true,
  // the whole licenses go beside the bundles
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
  absWorkingDir: ROOT,
} as const satisfies BuildOptions;
