/** Settings that can change while the emulator runs. */
export interface Settings {
  /** The life of every temporary credential issued from now on, in seconds, whatever the request asks for. */
  readonly credentialLifetimeSeconds?: number;
  /** The role of the "CVM" that the metadata endpoint plays; absent: a CVM without a role. */
  readonly metadataRole?: MetadataRole;
  /** Added to the clock, in seconds: lets credentials expire and signatures go stale without waiting. */
  readonly clockOffsetSeconds?: number;
}

export interface MetadataRole {
  readonly roleName: string;
  /** The account of the role. Default: the emulator's first account. */
  readonly accountId?: string;
}
