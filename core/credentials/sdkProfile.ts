import { join } from "node:path";
import { assembleCredential, type CredentialSource, type Environment } from "./credential";
import { homeOf, readIfThere } from "./files";

/**
 * The profile file of Tencent's SDKs: INI, section `default`, with `secret_id`, `secret_key`, `token`.
 * The SDK's own class hides every mistake in the file, hence this one.
 */
export function sdkProfileCredentials(env: Environment): CredentialSource {
  const name = "SDK profile";
  return {
    name,
    async find() {
      const files = [join(homeOf(env), ".tencentcloud", "credentials"), "/etc/tencentcloud/credentials"];
      for (const file of files) {
        const text = await readIfThere(name, file);
        if (text === undefined) continue;
        // loaded where there is a file to read
        const { parse } = require("ini") as typeof import("ini");
        const section = parse(text)["default"] as Record<string, unknown> | undefined;
        const field = (key: string): string | undefined => {
          const value = typeof section === "object" ? section[key] : undefined;
          return typeof value === "string" ? value : undefined;
        };
        return assembleCredential(name, {
          secretId: field("secret_id"),
          secretKey: field("secret_key"),
          token: field("token"),
          names: [`secret_id in ${file}`, `secret_key in ${file}`],
        });
      }
      return { absent: `there is no file ${files.join(" or ")}` };
    },
  };
}
