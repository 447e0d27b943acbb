// `tsx preparePackages.ts FOLDER`: what the processes of one run share. `npm test` calls it once, before they start.
import { preparePackages } from "./packages";

void preparePackages(process.argv[2] ?? "");
