import assert from "node:assert/strict";
import type { RequestListener } from "node:http";
import { configLookup } from "../../../core/base/config";
import { CheckedResource } from "../../support/CheckedResource";
import { EXAMPLE } from "../../unit/support/replies";
import { type FaultServer, listenerOf, SERVER_FAULTS, startServer } from "../support/faultServers";

const SETTINGS: Readonly<Record<string, string>> = {
  "tcss:onUnavailable": "lastKnown",
  "tcss:maxRetries": "0",
  "tcss:requestTimeoutSeconds": "0.5",
};

const WHOLE = JSON.stringify({ Response: EXAMPLE });

function error(code: string): RequestListener {
  return (_, response) =>
    void response.end(
      JSON.stringify({ Response: { Error: { Code: code, Message: "as scripted" }, RequestId: "r" } }),
    );
}

/** What the API says after the first read, and whether the old values may stand in. */
const ANSWERS: readonly [name: string, listener: RequestListener, mayPass: boolean][] = [
  ...SERVER_FAULTS.map(({ name, mayPass }): [string, RequestListener, boolean] => [
    name,
    listenerOf(name),
    mayPass,
  ]),
  ["hang", () => {}, true],
  ["reset", (request) => void request.socket.destroy(), true],
  ["InternalError", error("InternalError"), true],
  ["InternalError.MainDBFail", error("InternalError.MainDBFail"), true],
  ["RequestLimitExceeded", error("RequestLimitExceeded"), true],
  ["InternalError.ErrRoleNotExist", error("InternalError.ErrRoleNotExist"), false],
  ["AuthFailure.SecretIdNotFound", error("AuthFailure.SecretIdNotFound"), false],
  ["UnauthorizedOperation", error("UnauthorizedOperation"), false],
  ["an error without a code", error(""), false],
];

describe("last known values", () => {
  let server: FaultServer;
  let listener: RequestListener;
  beforeEach(async () => {
    listener = (_, response) => void response.end(WHOLE);
    server = await startServer((request, response) => {
      response.setHeader("Connection", "close");
      listener(request, response);
    });
  });
  afterEach(() => server.close());

  for (const [name, answer, mayPass] of ANSWERS)
    it(`${mayPass ? "stand in for" : "never stand in for"} what cannot be read: ${name}`, async () => {
      // each as in a process of its own: one provider reads an account once
      const check = (olds: Record<string, unknown>): ReturnType<CheckedResource["check"]> => {
        const provider = new CheckedResource({
          TENCENTCLOUD_SECRET_ID: "AKIDlastKnown0123456789",
          TENCENTCLOUD_SECRET_KEY: "keyLastKnown0123456789",
          TENCENTCLOUD_TCSS_ENDPOINT: server.endpoint,
        });
        provider.configure(configLookup((key) => SETTINGS[key]));
        return provider.check(olds, {});
      };
      const first = await check({});
      assert.deepEqual(first.failures, []);
      listener = answer;
      const { inputs, failures } = await check(first.inputs);
      const { stale } = (inputs["purchaseState"] ?? {}) as { readonly stale?: boolean };
      assert.equal(failures.length, mayPass ? 0 : 1, JSON.stringify(failures));
      assert.equal(stale, mayPass ? true : undefined);
    });
});
