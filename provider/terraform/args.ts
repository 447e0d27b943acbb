// Which account a data source asks: its own arguments over those of the provider block.
import {
  type ConfigLookup,
  type ConfigNaming,
  type ConnectionArgs,
  configLookup,
  type GateSettingsArgs,
  isStackName,
  SECRET_KEYS,
  selecting,
  type ValidationIssue,
  without,
} from "../../core/internal";
import { snake } from "./names";

/** Name of the session of a role whose user gives none. */
export const SESSION_NAME = "terraform-provider-tcss";

const NAMING: ConfigNaming = {
  source: "provider configuration",
  nameOf: (_, key) => snake(key),
  completeOrRemove: (_, key) =>
    `Set secret_id and secret_key in the provider block, or remove ${snake(key)} there.`,
  sessionName: SESSION_NAME,
};

/** The account's key of a provider block, as the core looks it up. */
export function secretsLookup(secrets: Readonly<Record<string, unknown>>): ConfigLookup {
  return configLookup(
    (fullKey) => {
      const value = secrets[fullKey.replace(/^tcss:/, "")];
      return typeof value === "string" ? value : undefined;
    },
    () => Object.keys(secrets).map((key) => `tcss:${key}`),
    NAMING,
  );
}

/** Whose credentials are used, and how the account is called. */
const IDENTITY = ["account", "profile", "camRoleName", "assumeRole"] as const;

/**
 * The arguments of a data source over those of its provider block. A profile or a machine's role says whose credentials
 * are used, and no others: it takes the place of everything in the block that says so, and of the account's name there.
 */
export function mergedArgs(ofProvider: ConnectionArgs, own: ConnectionArgs): ConnectionArgs {
  const selectsIdentity = own.profile !== undefined || own.camRoleName !== undefined;
  const below: ConnectionArgs = selectsIdentity ? without(ofProvider, ...IDENTITY) : ofProvider;
  return { ...(own.site === undefined ? below : without(below, "domain")), ...own };
}

/** What is wrong with arguments that are right each by itself. */
export function issuesOfIdentity(
  args: ConnectionArgs,
  secrets: Readonly<Record<string, unknown>> = {},
): ValidationIssue[] {
  if (args.profile !== undefined && args.camRoleName !== undefined)
    return [{ property: "camRoleName", problem: excludes("profile") }];
  const [secret] = SECRET_KEYS.filter((key) => key in secrets);
  const identity = (["profile", "camRoleName"] as const).find((key) => args[key] !== undefined);
  if (secret === undefined || identity === undefined) return [];
  return [{ property: identity, problem: excludes(snake(secret)) }];
}

/**
 * What is wrong with the arguments of `data "tcss_gate"` beside each other. A selector takes the place of the accounts
 * that a file of settings names, but in one block with them it would make them count for nothing.
 */
export function issuesOfGateArgs(
  selectors: ConnectionArgs,
  { accounts }: GateSettingsArgs,
  stackName: unknown,
): ValidationIssue[] {
  const [selector] = selecting(selectors).filter((name) => name !== "account");
  return [
    ...(selector !== undefined && Array.isArray(accounts) && accounts.length > 0
      ? [
          {
            property: selector,
            problem: "and accounts exclude each other: give it in each of the accounts that it is for",
          },
        ]
      : []),
    ...(typeof stackName === "string" && !isStackName(stackName)
      ? [{ property: "stackName", problem: "must be the name of a stack, ORGANIZATION/PROJECT/STACK" }]
      : []),
  ];
}

function excludes(other: string): string {
  return `and ${other} exclude each other: each names whose credentials are used`;
}

/** What is wrong with the parts of a key. @param unknown parts that are not known before apply. */
export function issuesOfSecrets(
  secrets: Readonly<Record<string, unknown>>,
  unknown: readonly string[],
): ValidationIssue[] {
  const others = SECRET_KEYS.filter((key) => key in secrets && typeof secrets[key] !== "string");
  if (others.length > 0) return others.map((property) => ({ property, problem: "must be a string" }));
  const empty = SECRET_KEYS.filter((key) => typeof secrets[key] === "string" && secrets[key].trim() === "");
  if (empty.length > 0)
    return empty.map((property) => ({
      property,
      problem: "must not be empty; null is as if it were not set",
    }));
  const isGiven = (key: string): boolean => key in secrets || unknown.includes(key);
  const pair = ["secretId", "secretKey"] as const;
  if (!SECRET_KEYS.some(isGiven)) return [];
  return pair
    .filter((key) => !isGiven(key))
    .map((property) => ({
      property,
      problem: "is missing: secret_id and secret_key belong together",
    }));
}
