import type { Connection, TcssError } from "../../core/internal";

const ADVICE =
  "A refresh uses the stack's configuration of the last update: after a change of it, run pulumi up first.";

/**
 * `error` of a refresh with what the engine does not say: it passes on the configuration of the last update, so that
 * a key or an endpoint that has been corrected since is not used yet.
 * @param connection what was asked; undefined where the configuration itself is wrong.
 */
export function withRefreshAdvice(
  error: TcssError,
  connection: Pick<Connection, "usesConfiguration"> | undefined,
): TcssError {
  if (error.kind === "internal" || !mayBeOutdated(error, connection)) return error;
  return error.advising(ADVICE);
}

function mayBeOutdated(
  { kind, property = "", credentialSource }: TcssError,
  connection: Pick<Connection, "usesConfiguration"> | undefined,
): boolean {
  if (connection?.usesConfiguration) return true;
  // a key that was set after the last update is not there yet
  if (kind === "credentials") return credentialSource === undefined;
  return kind === "configuration" && /^(tcss|tencentcloud):/.test(property);
}
