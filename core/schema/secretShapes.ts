import { holdsSecretId } from "../base/names";
import { PULUMI_WORDS, type Vocabulary } from "../base/vocabulary";
import { changedIssue, type ValidationIssue } from "./schema";

/** Names of the parts of a key in the stack's configuration, where secrets may stand. */
export const SECRET_NAMES: ReadonlySet<string> = new Set([
  "secretId",
  "secretKey",
  "securityToken",
  "token",
  "sessionToken",
  "password",
]);

const SECRET_WORDS =
  /secret|token|passw|passphrase|credential|accesskey|accessid|apikey|apiid|privatekey|^(ak|sk|key|keys|auth)$/;

/** Whether a property of this name, in any spelling, is meant to hold a secret. */
function isSecretName(name: string): boolean {
  return SECRET_NAMES.has(name) || SECRET_WORDS.test(name.toLowerCase().replace(/[^a-z]/g, ""));
}

/**
 * Tells the user of an argument that seems to be a secret what to do instead.
 * @param issues what is wrong with the arguments by their schema.
 * @param args the arguments; a SecretId in the place of something else is refused as well.
 * @param words how the user knows where secrets belong.
 */
export function withSecretsExplained(
  issues: readonly ValidationIssue[],
  args: unknown,
  { misplacedSecret: problem }: Vocabulary = PULUMI_WORDS,
): ValidationIssue[] {
  const misplaced = pathsOfSecretIds(args, [])
    .filter((property) => !issues.some((issue) => issue.property === property))
    .map((property) => ({ property, problem }));
  const explained = issues.map((issue) =>
    issue.isUnknown && issue.property.split(".").some(isSecretName)
      ? changedIssue(issue, { problem })
      : issue,
  );
  return [...explained, ...misplaced];
}

function pathsOfSecretIds(value: unknown, path: readonly string[]): string[] {
  if (typeof value === "string") return holdsSecretId(value) ? [path.join(".")] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => pathsOfSecretIds(part, [...path, key]));
}
