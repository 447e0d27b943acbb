import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { refuseAssets } from "../../../support/coverages";
import { FakeEngine } from "../../../support/fakeEngine";
import { EXAMPLE } from "../../../support/replies";
import { useWords } from "./bed";

describe("what a Terraform user reads", () => {
  const bed = useWords();
  const { provider, reads, assertInTerms } = bed;

  it("of credentials that are missing or broken", async () => {
    const blank = { secret_id: null, secret_key: null };
    await reads(provider(blank));
    for (const env of [
      { TENCENTCLOUD_SECRET_ID: "AKIDx" },
      { TENCENTCLOUD_SECRETID: "AKIDx" },
      { TENCENTCLOUD_PROFILE: "nobody" },
      { TENCENTCLOUD_ASSUME_ROLE_ARN: "x", TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION: "1" },
      { TENCENTCLOUD_CAM_ROLE_NAME: "role" },
      { TCSS_DEADLINE_SECONDS: "3" },
      { TCSS_ALLOWED_ACCOUNT_IDS: "1" },
      { TCSS_GATE_CONFIGS: "x.yaml" },
      { TKE_ROLE_ARN: "x" },
      { HTTPS_PROXY: "nowhere" },
    ])
      await reads(provider(blank, env as Record<string, string>));
    mkdirSync(join(bed.folder, ".tccli"));
    for (const [index, text] of ["{", "{}", '{"secretId":"AKIDx"}', "[]", '{"type":"sso"}'].entries()) {
      writeFileSync(join(bed.folder, `.tccli/p${index}.credential`), text);
      await reads(provider(blank), { profile: `p${index}` });
    }
    await reads(provider(blank), { profile: "nobody" });
    await reads(provider(blank), { cam_role_name: "role" });
    await reads(provider({ profile: "nobody", ...blank }), { shared_credentials_dir: "/nowhere" });
    assertInTerms(/provider configuration: secret_id and secret_key are not set/, /TCSS000/);
  });

  it("of an account that refuses, is another one, or cannot be reached", async () => {
    for (const Code of [
      "AuthFailure.SignatureFailure",
      "AuthFailure.SecretIdNotFound",
      "AuthFailure.SignatureExpire",
      "AuthFailure.TokenFailure",
      "AuthFailure.UnauthorizedOperation",
      "UnauthorizedOperation",
      "InvalidParameterValue",
      "UnsupportedRegion",
      "RequestLimitExceeded",
      "InternalError",
      "ResourceNotFound",
      "NoSuchCode",
    ]) {
      bed.api.answer({ Error: { Code, Message: "no" }, RequestId: "r-1" });
      await reads(provider({ region: "ap-nowhere" }));
      await reads(
        provider({ sts_endpoint: bed.api.endpoint, assume_role: { role_arn: "qcs::cam::uin/1:roleName/x" } }),
      );
      await reads(provider({ sts_endpoint: bed.api.endpoint, allowed_account_ids: ["1"] }));
    }
    for (const [status, body] of [
      [500, "x"],
      [404, "<html>"],
      [302, ""],
      [200, "<html>"],
      [200, "{}"],
      [200, '{"Response":{}}'],
    ] as const) {
      bed.api.answerStatus(status, body);
      await reads(provider());
    }
    bed.api.answerStatus(200, JSON.stringify({ Response: EXAMPLE }));
    bed.api.answerTo("GetCallerIdentity", {
      AccountId: "2",
      Arn: "a",
      UserId: "u",
      PrincipalId: "p",
      Type: "CAMUser",
      RequestId: "r",
    });
    await reads(provider({ sts_endpoint: bed.api.endpoint, allowed_account_ids: ["1"] }));
    await reads(provider({ sts_endpoint: bed.api.endpoint, forbidden_account_ids: ["2"] }));
    await reads(provider({ endpoint: "http://127.0.0.1:9" }));
    await reads(provider({ endpoint: "https://does-not.exist.invalid" }));
    await reads(provider({ endpoint: bed.api.endpoint.replace("http:", "https:") }));
    refuseAssets(bed.api);
    await reads(provider());
    assertInTerms(/allowed_account_ids/, /forbidden_account_ids/, /127\.0\.0\.1:9/);
  });

  it("of time that is up, and of a host that has left", async () => {
    const stuck = await FakeEngine.listen();
    const endpoint = `http://${stuck.address}`;
    await reads(provider({ endpoint, deadline_seconds: 0.05 }));
    const other = endpoint.replace("127.0.0.1", "localhost");
    await reads(provider({ endpoint: other, request_timeout_seconds: 0.05 }));
    const stopped = provider();
    stopped.stop();
    await reads(stopped);
    await stuck.gone();
    assertInTerms(/raise deadline_seconds/, /raise request_timeout_seconds/);
  });
});
