import { createRequire } from "node:module";

/** Version of the package that this is part of. In a bundle build/bundle puts it here. */
export const { version } = createRequire(__filename)("pulumi-tcss/package.json") as { version: string };
