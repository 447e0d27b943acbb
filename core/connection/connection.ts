import type { ApiAccess } from "../api/access";
import type { FoundCredential } from "../credentials/chain";
import type { AccountFilter } from "./accountFilter";
import type { Site } from "./connectionArgs";

/** Everything that is needed to read one account. */
export interface Connection extends ApiAccess, AccountFilter {
  readonly timeZone: string;
  /** The site of the endpoint; for a gateway the one that the settings name. Absent: unknown. */
  readonly site: Site | undefined;
  readonly deadlineSeconds: number;
  readonly resolveAccountId: boolean;
  readonly sts: ApiAccess;
  /** Looks for credentials, source by source, and assumes the role where one is set. */
  readonly findCredential: (signal: AbortSignal) => Promise<FoundCredential>;
  /** Equal where everything that decides the reply is equal: such connections may share a reply. Holds no secret. */
  readonly key: string;
  /** Equal where everything that decides which credentials are found is equal. Holds no secret. */
  readonly credentialKey: string;
  /** Whether the stack's configuration takes part in deciding who asks, and where. */
  readonly usesConfiguration: boolean;
  readonly onUnavailable: "fail" | "lastKnown";
  readonly recordObservedAt: boolean;
  /** The role that is assumed with the credentials that are found, where the settings name one. */
  readonly roleArn: string | undefined;
}
