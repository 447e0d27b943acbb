export const sites = ["international", "mainland"] as const;

export type Site = (typeof sites)[number];

/** Settings that can change while the emulator runs. */
export interface Settings {
  /** The life of every temporary credential issued from now on, in seconds, whatever the request asks for. */
  readonly credentialLifetimeSeconds?: number;
  /** The role of the "CVM" that the metadata endpoint plays; absent: a CVM without a role. */
  readonly metadataRole?: MetadataRole;
  /** Added to the clock, in seconds: lets credentials expire and signatures go stale without waiting. */
  readonly clockOffsetSeconds?: number;
  /** The site that is played: `mainland` alone lists super nodes. Default `international`. */
  readonly site?: Site;
  /** How many of the lists' units make a core. Default 1000, milli-cores; 1 lists cores; any other fits no known unit. */
  readonly unitsPerCore?: number;
  /** The same for the list of hosts alone. Default: as `unitsPerCore`. */
  readonly hostUnitsPerCore?: number;
  /** The most that `Limit` of `DescribeUserCluster` may be, which no document says. Default 100. */
  readonly clusterLimit?: number;
}

export interface MetadataRole {
  readonly roleName: string;
  /** The account of the role. Default: the emulator's first account. */
  readonly accountId?: string;
}
