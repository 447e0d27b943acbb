// `npm run --silent toolchain`: prints the folder to put on PATH, on a fresh clone as well.
import { asScript, ensureBuilt, ensureInstalled, ensureToolchain } from "./setup.mjs";

await asScript(async () => {
  await ensureInstalled();
  await ensureBuilt();
  console.log(await ensureToolchain());
  return 0;
});
