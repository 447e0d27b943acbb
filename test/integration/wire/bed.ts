import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import type { IncomingMessage, RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  asTcssError,
  configLookup,
  type ResourceArgs,
  resolveConnection,
  type TcssError,
} from "../../../core/internal";
import { readState } from "../../support/readState";
import { type FaultServer, startServer } from "../support/faultServers";

export const OWN = { secretId: "AKIDownOwnOwnOwn0123456789", secretKey: "ownKeyOwnKeyOwnKey0123456789" };

export const TEMPORARY = {
  TmpSecretId: "AKIDtmpTmpTmpTmp0123456789",
  TmpSecretKey: "tmpKey+tmpKey/tmpKey0123456789=",
  Token: "tmpToken-tmpToken_tmpToken+tmpToken/0123456789",
};

export const ROLE = {
  roleArn: "qcs::cam::uin/100000000001:roleName/reader",
  externalId: "external id of / the partner",
  policy: '{"version":"2.0","statement":[{"effect":"allow","action":"tcss:*","resource":"*"}]}',
};

export const KEYS = { TENCENTCLOUD_SECRET_ID: OWN.secretId, TENCENTCLOUD_SECRET_KEY: OWN.secretKey };

/** A server that answers as a test says, and a home of its own for each test. */
export function useWire() {
  let server: FaultServer;
  let home: string;
  const asked: string[] = [];

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "tcss-wire-"));
    asked.length = 0;
  });

  afterEach(async () => {
    await server?.close();
    rmSync(home, { recursive: true });
  });

  async function serve(
    answer: (action: string, body: string, request: IncomingMessage) => string | [number, string],
  ): Promise<void> {
    const listener: RequestListener = async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      const action = String(request.headers["x-tc-action"] ?? request.url);
      asked.push(action);
      const answered = answer(action, body, request);
      const [status, text] = typeof answered === "string" ? [200, answered] : answered;
      response.writeHead(status, { "Content-Type": "application/json" }).end(text);
    };
    server = await startServer(listener);
  }

  async function failureOf(
    env: Record<string, string>,
    args: ResourceArgs = {},
    config: Record<string, string> = {},
  ): Promise<TcssError> {
    try {
      const connection = resolveConnection({
        args: { maxRetries: 0, ...args },
        config: configLookup((key) => config[key]),
        env: {
          HOME: home,
          TENCENTCLOUD_TCSS_ENDPOINT: server.endpoint,
          TENCENTCLOUD_STS_ENDPOINT: server.endpoint,
          TENCENTCLOUD_METADATA_ENDPOINT: server.endpoint,
          ...env,
        },
      });
      await readState(connection);
    } catch (error) {
      return asTcssError(error);
    }
    return assert.fail("it was read");
  }

  return {
    get home() {
      return home;
    },
    serve,
    failureOf,
    asked,
  };
}
