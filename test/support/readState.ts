import { AccountReader, type AccountReading, type Connection } from "../../core/internal";

/** Something that reads accounts: `AccountReader`, from any copy of the package. */
interface Reader {
  purchaseState(connection: Connection, signal?: AbortSignal): Promise<AccountReading>;
}

/**
 * The purchase state alone, without its origin.
 * @param reader Default: one that shares nothing with other reads.
 */
export async function readState(
  connection: Connection,
  reader: Reader = new AccountReader({ remember: false }),
  signal?: AbortSignal,
): Promise<AccountReading["purchaseState"]> {
  return (await reader.purchaseState(connection, signal)).purchaseState;
}
