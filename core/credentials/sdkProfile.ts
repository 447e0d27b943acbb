import { join } from "node:path";
import { brokenSource, type Credential } from "../api/credential";
import { expandHome, homeOf, readIfThere } from "./files";
import { readSections, type Section } from "./iniFile";
import { misunderstood, shownNames } from "./names";
import { SOURCE_VARIABLES } from "./settings";
import { type Absent, assembleCredential, type CredentialSource, type Environment } from "./source";

const ID = "secret_id";
const KEY = "secret_key";
const TOKEN = "token";
const SECTION = "default";

/**
 * The profile file of Tencent's SDKs: section `default`, with `secret_id`, `secret_key`, `token`. The file is
 * `TENCENTCLOUD_CREDENTIALS_FILE`, else the one in the home folder, else the one in `/etc`. The SDK's own class hides
 * every mistake in the file, hence this one.
 * @param systemFile the file in `/etc`.
 */
export function sdkProfileCredentials(
  env: Environment,
  systemFile = "/etc/tencentcloud/credentials",
): CredentialSource {
  const name = "SDK profile";
  return {
    name,
    async find() {
      const named = env[SOURCE_VARIABLES.sdkProfileFile];
      const files =
        named === undefined || named === ""
          ? [join(homeOf(env), ".tencentcloud", "credentials"), systemFile]
          : [expandHome(named, env)];
      for (const file of files) {
        const text = await readIfThere(name, file);
        if (text !== undefined && text.trim() !== "") return credentialIn(name, file, text);
      }
      if (!named) return { absent: `there is no file ${files.join(" or ")}` };
      throw brokenSource(
        name,
        `there is no file ${named}, or it is empty`,
        "Correct TENCENTCLOUD_CREDENTIALS_FILE, or unset it.",
      );
    },
  };
}

function credentialIn(source: string, file: string, text: string): Credential | Absent {
  const broken = (problem: string): Error =>
    brokenSource(
      source,
      `${file} ${problem}`,
      `It needs a line [${SECTION}], then ${ID} = … and ${KEY} = ….`,
    );
  const { sections, faults } = readSections(text);
  const [fault] = faults;
  if (fault !== undefined) throw broken(fault);
  const section = sections.find(({ name }) => name === SECTION);
  if (section === undefined) throw broken(whatStandsThere(sections));
  const names = [...section.values.keys()];
  const wrong = misunderstood(names, [ID, KEY, TOKEN]);
  if (wrong !== undefined)
    throw broken(
      `has ${shownNames([wrong.name])} in [${SECTION}], which is not understood here${wrong.meant === undefined ? "" : `: write ${wrong.meant}`}`,
    );
  const value = (key: string): string | undefined => section.values.get(key);
  if (value(ID) === undefined && value(KEY) === undefined)
    throw broken(
      `has no ${ID} and ${KEY} in [${SECTION}]${names.length === 0 ? "" : `, but ${shownNames(names)}`}`,
    );
  if (value(ID) === "" && value(KEY) === "") throw broken(`has ${ID} and ${KEY} without a value`);
  return assembleCredential(source, {
    secretId: value(ID),
    secretKey: value(KEY),
    token: value(TOKEN),
    names: [`${ID} in ${file}`, `${KEY} in ${file}`],
  });
}

function whatStandsThere(sections: readonly Section[]): string {
  const named = sections.filter(({ name }) => name !== undefined);
  const [loose] = sections.filter(({ name, values }) => name === undefined && values.size > 0);
  const found = [
    ...(named.length === 0 ? [] : [`the sections ${shownNames(named.map(({ name = "" }) => name))}`]),
    ...(loose === undefined ? [] : [`${shownNames([...loose.values.keys()])} before any section`]),
  ];
  return `has no section [${SECTION}]: it holds ${found.length === 0 ? "comments only" : found.join(", and ")}`;
}
