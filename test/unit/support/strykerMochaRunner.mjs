// Stryker's mocha runner requires mocha's own files without their ending, which is .cjs since mocha 12.
import { createRequire } from "node:module";

const { extensions } = createRequire(import.meta.url);
extensions[".cjs"] ??= extensions[".js"];

// imported once `.cjs` is known, not before
export const { strykerPlugins, strykerValidationSchema } = await import("@stryker-mutator/mocha-runner");
