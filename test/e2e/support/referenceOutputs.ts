import assert from "node:assert/strict";
import type { Project } from "./project";

/**
 * What examples/reference exports of the API document's example, and examples/python with it.
 * @param more what the project exports besides.
 */
export async function assertReferenceOutputs(
  project: Project,
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const { expirationTimeUtc, ...outputs } = await project.outputs();
  assert.match(String(expirationTimeUtc), /^20\d\d-.*Z$/);
  assert.deepEqual(outputs, {
    protectionStatus: "active",
    undefendedCores: 86,
    idleCores: 79,
    missingCores: 7,
    summary: "86 cores undefended, 79 idle, 7 to buy",
    renewsItself: false,
    unlicensedImages: 3453,
    ...more,
  });
}
