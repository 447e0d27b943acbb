import type { ResourceChange } from "../model";

/** What a plan says. */
export interface PlannedChanges {
  /** The tool that made the plan; OpenTofu's plans are Terraform's. */
  readonly source: "terraform" | "pulumi";
  readonly changes: readonly ResourceChange[];
  /** Cores by instance type that the plan itself states, of data sources. Unit: cores. */
  readonly statedCores: Readonly<Record<string, number>>;
  /** Regions of the providers that the plan names. */
  readonly regions: readonly string[];
  /** Whether the plan leaves changes for a later run. */
  readonly isIncomplete: boolean;
}
