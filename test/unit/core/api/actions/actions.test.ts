import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ACTIONS } from "../../../../../core/api/actions";

const FOLDER = join(__dirname, "../../../../../core/api/actions");

describe("The actions", () => {
  it("are all files of their folder but the index and what STS's share", () => {
    const files = readdirSync(FOLDER).map((file) => file.replace(/\.ts$/, ""));
    const names = ACTIONS.map(({ name }) => `${name[0]?.toLowerCase()}${name.slice(1)}`);
    assert.deepEqual(names.sort(), files.filter((file) => !["index", "stsReply"].includes(file)).sort());
  });

  for (const { name, service, camAction, requestsPerSecond } of ACTIONS)
    it(`${name} is one of the SDK's, with a limit and, where CAM asks for it, a permission of its own service`, () => {
      const client = new (service.sdkClient())({ credential: {} });
      assert.equal(typeof (client as unknown as Record<string, unknown>)[name], "function");
      assert.match(client.apiVersion, /^\d{4}-\d\d-\d\d$/);
      assert.ok(Number.isInteger(requestsPerSecond) && requestsPerSecond > 0);
      if (camAction !== undefined) assert.equal(camAction, `${service.product}:${name}`);
    });
});
