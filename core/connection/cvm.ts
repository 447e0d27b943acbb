import type { ApiAccess } from "../api/access";
import { configurationError } from "../base/errors";
import { CVM_ENDPOINT_VARIABLE } from "../credentials/settings";
import type { Environment } from "../credentials/source";
import { httpOrigin } from "../schema/schema";
import type { Connection } from "./connection";
import { siteOf } from "./sites";

/**
 * How CVM is asked for the cores of instance types: at `TENCENTCLOUD_CVM_ENDPOINT`, else at the host beside TCSS's own.
 * @returns undefined where TCSS has an endpoint of the user's own, and CVM has none: no other host is called then.
 * @throws TcssError of kind `configuration` for a variable that is no URL of scheme, host and port.
 */
export function cvmAccess(connection: Connection, env: Environment): ApiAccess | undefined {
  const { region, account, requestTimeoutSeconds, maxRetries } = connection;
  const endpoint = cvmEndpoint(connection.endpoint, env[CVM_ENDPOINT_VARIABLE]);
  return endpoint === undefined
    ? undefined
    : { endpoint, region, account, requestTimeoutSeconds, maxRetries };
}

function cvmEndpoint(tcss: string, given: string | undefined): string | undefined {
  if (given !== undefined && given.trim() !== "") {
    const origin = httpOrigin(given);
    if (origin === undefined)
      throw configurationError(
        CVM_ENDPOINT_VARIABLE,
        `${CVM_ENDPOINT_VARIABLE} is not a URL of scheme, host and port`,
        `Correct ${CVM_ENDPOINT_VARIABLE}, such as https://cvm.tencentcloudapi.com, or leave it out.`,
      );
    return origin;
  }
  const url = new URL(tcss);
  if (siteOf(tcss) === undefined || !url.hostname.startsWith("tcss.")) return undefined;
  return `${url.protocol}//${url.host.replace(/^tcss\./, "cvm.")}`;
}
