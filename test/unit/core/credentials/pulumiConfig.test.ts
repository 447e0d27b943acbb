import assert from "node:assert/strict";
import { configLookup } from "../../../../core/base/config";
import { pulumiConfigCredentials } from "../../../../core/credentials/pulumiConfig";
import { describeBroken } from "./machine";
import { absenceIn, brokenIn, foundIn, ID, KEY } from "./support";

const source = (values: Record<string, string>) =>
  pulumiConfigCredentials(
    configLookup(
      (key) => values[key],
      () => Object.keys(values),
    ),
  );

describe("A key in the stack's configuration", () => {
  it("is that of tcss, else that of tencentcloud, as a whole", async () => {
    const shared = {
      "tencentcloud:secretId": "other",
      "tencentcloud:secretKey": KEY,
      "tencentcloud:securityToken": "t",
    };
    assert.deepEqual(await foundIn(source({ ...shared, "tcss:secretId": ID, "tcss:secretKey": KEY })), {
      secretId: ID,
      secretKey: KEY,
    });
    assert.equal((await foundIn(source(shared))).token, "t");
    await absenceIn(source({}));
  });

  const broken: [values: Record<string, string>, words: RegExp][] = [
    [{ "tcss:secretId": "", "tcss:secretKey": "" }, /tcss:secretId and tcss:secretKey have no value/],
    [{ "tcss:secretId": "" }, /have no value/],
    [{ "tcss:secretId": ID, "tcss:secretKey": "" }, /tcss:secretKey is not/],
    [{ "tcss:secretId": ID, "tencentcloud:secretKey": KEY }, /tcss:secretKey is not/],
    [{ "tencentcloud:securityToken": "t" }, /tencentcloud:securityToken is set/],
  ];
  for (const [values, words] of broken)
    it(`stops the search with ${JSON.stringify(Object.keys(values))} half or empty`, async () =>
      assert.match(await brokenIn(source(values)), words));
});

describeBroken("A key in the stack's configuration", [
  {
    how: "Pulumi configuration with an id and no key",
    set: ({ config }) => Object.assign(config, { "tcss:secretId": "AKID-x" }),
    words: /Pulumi configuration cannot be used: tcss:secretId is set but tcss:secretKey is not/,
  },
  {
    how: "Pulumi configuration with a key and no id",
    set: ({ config }) => Object.assign(config, { "tencentcloud:secretKey": "k" }),
    words: /tencentcloud:secretKey is set but tencentcloud:secretId is not/,
  },
]);
