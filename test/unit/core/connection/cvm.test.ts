import assert from "node:assert/strict";
import { cvmAccess } from "../../../../core/connection/cvm";
import { resolveConnection } from "../../../../core/connection/resolve";

const KEY = { TENCENTCLOUD_SECRET_ID: "id", TENCENTCLOUD_SECRET_KEY: "key" };

function endpointWith(args: object, env: Record<string, string> = {}): string | undefined {
  return cvmAccess(resolveConnection({ args, env: { ...KEY, ...env } }), env)?.endpoint;
}

describe("the endpoint of CVM", () => {
  it("is the host beside that of TCSS, on each site and in each region's domain", () => {
    assert.equal(endpointWith({}), "https://cvm.intl.tencentcloudapi.com");
    assert.equal(endpointWith({ site: "mainland" }), "https://cvm.tencentcloudapi.com");
    const domain = { domain: "ap-guangzhou.tencentcloudapi.com" };
    assert.equal(endpointWith(domain), "https://cvm.ap-guangzhou.tencentcloudapi.com");
  });

  it("is none beside an endpoint of the user's own: no other host is called", () => {
    assert.equal(endpointWith({ endpoint: "http://127.0.0.1:9" }), undefined);
    assert.equal(endpointWith({ endpoint: "https://tcss.gateway.example" }), undefined);
  });

  it("is the variable's wherever it is set", () => {
    const env = { TENCENTCLOUD_CVM_ENDPOINT: "http://127.0.0.1:8/" };
    assert.equal(endpointWith({ endpoint: "http://127.0.0.1:9" }, env), "http://127.0.0.1:8");
    assert.equal(endpointWith({}, env), "http://127.0.0.1:8");
    assert.equal(
      endpointWith({}, { TENCENTCLOUD_CVM_ENDPOINT: " " }),
      "https://cvm.intl.tencentcloudapi.com",
    );
  });

  it("is refused where the variable is no URL, with the variable's name", () => {
    for (const wrong of ["cvm example", "ftp://cvm.example", "https://cvm.example/path"])
      assert.throws(() => endpointWith({}, { TENCENTCLOUD_CVM_ENDPOINT: wrong }), {
        kind: "configuration",
        message: /TENCENTCLOUD_CVM_ENDPOINT is not a URL/,
      });
  });
});
