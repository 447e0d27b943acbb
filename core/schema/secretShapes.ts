import { holdsSecretId } from "../base/names";
import { PULUMI_WORDS, type Vocabulary } from "../base/vocabulary";
import { changedIssue, unknownName, type ValidationIssue } from "./schema";

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
 */
export function withSecretsExplained(issues: readonly ValidationIssue[], args: unknown): ValidationIssue[] {
  const misplaced = pathsOfSecretIds(args, [])
    .filter((property) => !issues.some((issue) => issue.property === property))
    .map((property) => asMisplacedSecret({ property, problem: "" }));
  const explained = issues.map((issue) =>
    issue.isUnknown && issue.property.split(".").some(isSecretName) ? asMisplacedSecret(issue) : issue,
  );
  return [...explained, ...misplaced];
}

/** `issue` as one about a secret. It has Pulumi's words until {@link problemIn} gives it others. */
function asMisplacedSecret(issue: ValidationIssue): ValidationIssue {
  return changedIssue(issue, { problem: PULUMI_WORDS.misplacedSecret, isMisplacedSecret: true });
}

/** What is wrong, in a caller's words. */
export function problemIn(issue: ValidationIssue, words: Vocabulary): string {
  const { property, problem, isMisplacedSecret, validNames } = issue;
  if (isMisplacedSecret) return words.misplacedSecret;
  if (validNames === undefined) return problem;
  const name = property.slice(property.lastIndexOf(".") + 1);
  return unknownName(words.property(name), validNames.map(words.property));
}

function pathsOfSecretIds(value: unknown, path: readonly string[]): string[] {
  if (typeof value === "string") return holdsSecretId(value) ? [path.join(".")] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => pathsOfSecretIds(part, [...path, key]));
}
