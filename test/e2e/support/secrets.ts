import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { keepSecret } from "../../support/runFolder";
import type { Emulator } from "./emulators";
import type { Project } from "./project";

export { keepSecret };

/** An account with a key of its own, which stands in a profile of the project's user. */
export function addProfile(
  emulator: Emulator,
  { home }: Project,
  profile: string,
  account: { readonly accountId: string; readonly scenario: string },
): void {
  const credential = { secretId: `AKID-${profile}`, secretKey: `secret-key-of-${profile}` };
  keepSecret(credential.secretKey);
  emulator.addCredential({ ...credential, ...account });
  mkdirSync(join(home, ".tccli"), { recursive: true });
  writeFileSync(join(home, `.tccli/${profile}.credential`), JSON.stringify(credential));
}
