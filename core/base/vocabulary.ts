/**
 * How the users of one caller know what an error is about. Errors carry keys; the caller makes the words: Pulumi users
 * read `tcss:deadlineSeconds`, users of the command `--deadline`.
 */
export interface Vocabulary {
  /** What a user sets for a setting, by its key, such as `deadlineSeconds`. */
  setting(key: string): string;
  /** How a value is called that a user gives where the account is selected: an argument, or an option. */
  argument(key: string): string;
  /** How a property is written of which a user may give several by name, such as `maxUndefendedCores`. */
  property(name: string): string;
  /** Where a user gives a setting of the gate, by its path in `tcss.gate.yaml`, such as `assets.exempt`. */
  gateSetting(path: string): string;
  /** What to do when there are no credentials. One or two whole sentences. */
  readonly provideCredentials: string;
  /** What to do when the site may be the wrong one: a half sentence that begins with a verb. */
  readonly chooseSite: string;
  /** What is wrong with a secret among the arguments, and where it belongs: a half sentence after the argument's name. */
  readonly misplacedSecret: string;
  /** Where a user gives a setting of a rule, by the rule's policy name, and what to write there. */
  ruleSetting(policyName: string, setting: string, value: string): string;
}

/** Text, or how to make it in a caller's words. */
export type Wording = string | ((words: Vocabulary) => string | undefined);

/** The words of Pulumi users; errors have them unless the caller gives others. */
export const PULUMI_WORDS: Vocabulary = {
  setting: (key) => `tcss:${key}`,
  argument: (key) => key,
  property: (name) => name,
  gateSetting: (path) => `${path} in tcss.gate.yaml`,
  provideCredentials:
    "Set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY, name a tccli profile, or set tcss:secretId and (with --secret) tcss:secretKey in the stack's configuration.",
  chooseSite: "set tcss:site (international or mainland)",
  misplacedSecret:
    "is a secret, and arguments are kept in the stack's state: use environment variables, a profile or the stack's configuration (tcss:secretKey with --secret) instead",
  ruleSetting: (policyName, setting, value) =>
    `{"${policyName}": {"${setting}": ${JSON.stringify(value)}}} in the file for --policy-pack-config, or rules: {${policyName}: {${setting}: ${JSON.stringify(value)}}} in tcss.gate.yaml`,
};

/** `wording` in a caller's words. */
export function inWords(wording: Wording | undefined, words: Vocabulary): string | undefined {
  return typeof wording === "function" ? wording(words) : wording;
}
