import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installForAll, packAll, type Tarballs } from "./installation";

/** The packages as a user gets them. */
export interface Packages {
  readonly tarballs: Tarballs;
  /** Folder with the packages installed from the tarballs by npm; projects below it use them. */
  readonly installed: string;
}

/** Packs and installs into `folder`, and notes there what is where. */
export async function preparePackages(folder: string): Promise<Packages> {
  const installed = join(folder, "installed");
  const tarballs = await packAll(join(folder, "tarballs"));
  await installForAll(installed, tarballs);
  const packages: Packages = { tarballs, installed };
  writeFileSync(noteIn(folder), JSON.stringify(packages));
  return packages;
}

/** What `preparePackages` has put into `folder`; it is called where nobody has. */
export async function packagesIn(folder: string): Promise<Packages> {
  const note = noteIn(folder);
  return existsSync(note) ? (JSON.parse(readFileSync(note, "utf8")) as Packages) : preparePackages(folder);
}

function noteIn(folder: string): string {
  return join(folder, "packages.json");
}
