import type { Output } from "@pulumi/pulumi";

/** What an output resolves or rejects to. */
export function resolved<T>(output: Output<T>): Promise<T> {
  // Pulumi's own way for tests; its types keep it to itself
  return (output as unknown as { promise(): Promise<T> }).promise();
}
