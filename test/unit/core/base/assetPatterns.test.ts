import assert from "node:assert/strict";
import { assetMatcher, type NamedAsset, problemOfAssetPattern } from "../../../../core/base/assetPatterns";

const CLUSTER: NamedAsset = { kind: "cluster", id: "cls-1a2b", name: "shop/prod" };
const HOST: NamedAsset = {
  kind: "host",
  id: "c56f-77",
  name: "web:1",
  tags: ["env=prod", "team=shop/web"],
};
const NAMELESS: NamedAsset = { kind: "host" };

describe("a pattern of assets", () => {
  const cases: [pattern: string, names: readonly NamedAsset[]][] = [
    ["cls-1a2b", [CLUSTER]],
    ["cls-*", [CLUSTER]],
    ["shop/prod", [CLUSTER]],
    ["shop*", [CLUSTER]],
    ["*prod", [CLUSTER]],
    ["shop/**", [CLUSTER]],
    ["SHOP/prod", []],
    ["shop", []],
    ["*", [CLUSTER, HOST]],
    ["**", [CLUSTER, HOST]],
    ["{cls-*,c56f-*}", [CLUSTER, HOST]],
    ["cluster:*", [CLUSTER]],
    ["host:*", [HOST]],
    ["superNode:*", []],
    ["host:web:1", [HOST]],
    ["web\\:1", [HOST]],
    ["web?1", [HOST]],
    ["tag:env=prod", [HOST]],
    ["tag:env=*", [HOST]],
    ["tag:team=shop/*", [HOST]],
    ["tag:*=prod", [HOST]],
    ["tag:env=dev", []],
    ["env=prod", []],
  ];
  for (const [pattern, names] of cases)
    it(`${pattern} names ${names.map(({ kind }) => kind).join(" and ") || "nothing"}`, () => {
      assert.equal(problemOfAssetPattern(pattern), undefined);
      assert.deepEqual([CLUSTER, HOST, NAMELESS].filter(assetMatcher([pattern])), names);
    });

  it("stands beside others: one that names an asset is enough", () =>
    assert.deepEqual([CLUSTER, HOST, NAMELESS].filter(assetMatcher(["cls-*", "tag:env=prod"])), [
      CLUSTER,
      HOST,
    ]));

  it("names nothing where there is none", () =>
    assert.deepEqual([CLUSTER, HOST, NAMELESS].filter(assetMatcher([])), []));

  const refused: [pattern: string, problem: RegExp][] = [
    ["", /must not be empty/],
    ["cluster:", /must not be empty/],
    [" cls-1", /must not start or end with a blank/],
    ["node:web", /unknown kind\. Valid kinds: cluster:, host:, superNode:, tag:/],
    ["Cluster:web", /Did you mean cluster\?/],
    ["supernode:web", /Did you mean superNode\?/],
    ["web:1", /such as host:NAME/],
    ["tag:env", /write tag:KEY=VALUE, or tag:KEY=\* for any value/],
    ["cls-[", /./],
    ["!cls-1", /negates nothing/],
  ];
  for (const [pattern, problem] of refused)
    it(`${JSON.stringify(pattern)} is refused`, () =>
      assert.match(problemOfAssetPattern(pattern) ?? "", problem));
});
