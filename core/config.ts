/** Reads one key of the stack's configuration (without its namespace); undefined where it is not set. */
export type ConfigLookup = (key: string) => string | undefined;

/** No configuration: outside a Pulumi program. */
export const noConfig: ConfigLookup = () => undefined;

/**
 * A lookup over full keys (`tcss:endpoint`): the namespace `tcss`, then `tencentcloud`, which users of the
 * Tencent Cloud provider have set already.
 */
export function configLookup(get: (fullKey: string) => string | undefined): ConfigLookup {
  return (key) => get(`tcss:${key}`) ?? get(`tencentcloud:${key}`);
}
