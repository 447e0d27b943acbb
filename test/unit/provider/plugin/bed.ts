import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parsePurchaseState } from "../../../../core/internal";
import { type PluginServer, serve } from "../../../../provider/plugin/server";
import type { Properties } from "../../../../provider/resource/properties";
import { type ApiServer, startApiServer } from "../../support/apiServer";
import { EXAMPLE } from "../../support/replies";
import { PluginClient } from "./client";

export const KEY = { secretId: "AKIDunittestunittest", secretKey: "unit-test-secret-key" };
const ADDRESS_IN_VAIN = "http://127.0.0.1:9";

// as over the wire as in a state: undefined is absent
export const example = JSON.parse(JSON.stringify(parsePurchaseState(EXAMPLE))) as Properties;

/** The values in `properties`, which always hold the time of the reading as inputs. */
export function valuesIn(properties: Properties): Properties {
  const { observedAt, ...values } = properties["purchaseState"] as Properties;
  assert.match(String(observedAt), /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  return { ...properties, purchaseState: values };
}

/** A reply of the API to a wrong key. */
export const REFUSED = {
  Error: { Code: "AuthFailure.SignatureFailure", Message: "The credentials could not be validated." },
  RequestId: "r-refused",
};

const { Empty } = require("google-protobuf/google/protobuf/empty_pb.js") as { Empty: new () => object };

/** The message without a field, which some calls take. */
export const empty = (): object => new Empty();

/** For each test a plugin that is configured for an API server of its own, in an empty home. */
export function usePlugin() {
  let api: ApiServer;
  let home: string;
  let server: PluginServer;
  let plugin: PluginClient;
  beforeEach(async () => {
    api = await startApiServer();
    home = mkdtempSync(join(tmpdir(), "tcss-plugin-test-"));
    server = await serve({ HOME: home, TENCENTCLOUD_METADATA_ENDPOINT: ADDRESS_IN_VAIN });
    plugin = new PluginClient(server.port);
    await plugin.configure({ ...KEY, endpoint: api.endpoint });
  });
  afterEach(async () => {
    plugin.close();
    server.close();
    rmSync(home, { recursive: true });
    await api.close();
  });

  return {
    get api() {
      return api;
    },
    get home() {
      return home;
    },
    get plugin() {
      return plugin;
    },
  };
}
