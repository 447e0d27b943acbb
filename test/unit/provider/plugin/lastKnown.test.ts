import assert from "node:assert/strict";
import { type PluginServer, serve } from "../../../../provider/plugin/server";
import type { Properties } from "../../../../provider/resource/properties";
import { KEY, usePlugin } from "./bed";
import { PluginClient, URN } from "./client";

describe("the provider plugin", () => {
  const bed = usePlugin();

  describe("with last known values", () => {
    const news = { onUnavailable: "lastKnown", maxRetries: 0 };
    const said: [message: string, urn: string][] = [];
    let warned: PluginServer;
    let client: PluginClient;
    let olds: Properties;
    beforeEach(async () => {
      said.length = 0;
      warned = await serve({ HOME: bed.home }, (message, urn) => void said.push([message, urn]));
      client = new PluginClient(warned.port);
      await client.configure({ ...KEY, endpoint: bed.api.endpoint });
      olds = (await client.check(news)).inputs;
      bed.api.answerStatus(502, "<html>");
      await client.configure({ ...KEY, endpoint: bed.api.endpoint });
    });
    afterEach(() => {
      client.close();
      warned.close();
    });
    const WARNING =
      /^TCSS could not be asked: these are the last known values, of 20.*Z \(onUnavailable: lastKnown\)\. The reason: .*502.*\.$/;

    it("warns each time, by the resource, and marks them as stale", async () => {
      assert.equal(said.length > 0, false);
      for (let run = 1; run <= 2; run += 1) {
        const { inputs, failures } = await client.check(news, olds);
        assert.deepEqual(failures, []);
        assert.equal((inputs["purchaseState"] as Properties)["stale"], true);
        assert.equal(said.length, run);
      }
      for (const [message, urn] of said) {
        assert.match(message, WARNING);
        assert.equal(urn, URN);
      }
    });

    it("warns once at refresh", async () => {
      const { props } = await client.read("default", olds);
      assert.equal((props["purchaseState"] as Properties)["stale"], true);
      assert.equal(said.length, 1);
      assert.match(said[0]?.[0] ?? "", WARNING);
    });

    it("refuses those of another provider's key", async () => {
      await client.configure({ secretId: "AKIDanother", secretKey: "another", endpoint: bed.api.endpoint });
      const { failures } = await client.check(news, olds);
      assert.match(failures[0]?.reason ?? "", /do not count: they were read by another identity/);
      assert.equal(said.length > 0, false);
    });
  });
});
