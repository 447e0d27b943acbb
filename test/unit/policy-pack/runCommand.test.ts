import assert from "node:assert/strict";
import { skipsPreview } from "../../../policy-pack/src/runCommand";

describe("skipsPreview", () => {
  const HOST = ["/usr/bin/pulumi-language-nodejs", "127.0.0.1:1"];

  for (const line of [
    "up --skip-preview --yes",
    "up --skip-preview=true",
    "up --yes -f",
    "up -yf",
    "up -fy --stack dev",
    "watch",
  ])
    it(`sees that pulumi ${line} has no preview`, () => {
      assert.equal(skipsPreview([["/opt/bin/pulumi", ...line.split(" ")]]), true);
      assert.equal(skipsPreview([HOST, ["pulumi.exe", ...line.split(" ")]]), true);
    });

  for (const line of [
    "up --yes",
    "up --skip-preview=false",
    "up --stack=f",
    "up --file f",
    "up -s-f",
    "up --stack watch",
    "preview",
  ])
    it(`sees that pulumi ${line} has one`, () => {
      assert.equal(skipsPreview([["pulumi", ...line.split(" ")]]), false);
    });

  it("does not know it where no pulumi is seen", () => {
    assert.equal(skipsPreview([]), undefined);
    assert.equal(skipsPreview([["/usr/bin/node", "--skip-preview"], HOST]), undefined);
    // the processes that run this test
    assert.equal(skipsPreview(), undefined);
  });
});
