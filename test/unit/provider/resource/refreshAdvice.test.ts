import assert from "node:assert/strict";
import { configLookup } from "../../../../core/base/config";
import { TcssError } from "../../../../core/base/errors";
import type { ResourceArgs } from "../../../../core/connection/connectionArgs";
import { resolveConnection } from "../../../../core/connection/resolve";
import { withRefreshAdvice } from "../../../../provider/resource/refreshAdvice";

function config(values: Record<string, string>) {
  return configLookup(
    (key) => values[key],
    () => Object.keys(values),
  );
}

describe("A refresh that fails", () => {
  const advice = /A refresh uses the stack's configuration of the last update: .* run pulumi up first\.$/;
  const refused = (credentialSource?: string) =>
    new TcssError("refused", {
      kind: "api",
      code: "AuthFailure.SecretIdNotFound",
      credentialSource,
      nextStep: "Check the SecretId",
    });
  const of = (values: Record<string, string>, args: ResourceArgs = {}) =>
    resolveConnection({ args, config: config(values), env: {} });

  it("says that it uses the configuration of the last update, where that has a say", () => {
    for (const values of [
      { "tcss:secretId": "a", "tcss:secretKey": "b" },
      { "tencentcloud:secretId": "a", "tencentcloud:secretKey": "b" },
      { "tcss:profile": "prod" },
      { "tcss:site": "mainland" },
      { "tcss:endpoint": "http://127.0.0.1:1" },
      { "tcss:assumeRole": '{"roleArn":"a"}' },
    ] as Record<string, string>[]) {
      const { message } = withRefreshAdvice(refused(), of(values));
      assert.match(message, /Check the SecretId\. A refresh/);
      assert.match(message, advice);
    }
  });

  it("says so where a key was not there yet, or the configuration itself is wrong", () => {
    assert.match(withRefreshAdvice(new TcssError("none", { kind: "credentials" }), of({})).message, advice);
    const wrong = new TcssError("wrong", { kind: "configuration", property: "tcss:profil" });
    assert.match(withRefreshAdvice(wrong, undefined).message, advice);
  });

  it("does not say so where the credentials are the environment's or an argument's", () => {
    assert.doesNotMatch(withRefreshAdvice(refused("environment"), of({})).message, /refresh/);
    const own = of({ "tcss:secretId": "a", "tcss:secretKey": "b" }, { profile: "prod" });
    assert.doesNotMatch(withRefreshAdvice(refused("tccli profile prod"), own).message, /refresh/);
    const broken = new TcssError("broken", { kind: "credentials", credentialSource: "environment" });
    assert.doesNotMatch(withRefreshAdvice(broken, of({})).message, /refresh/);
    const argument = new TcssError("wrong", { kind: "configuration", property: "profile" });
    assert.doesNotMatch(withRefreshAdvice(argument, undefined).message, /refresh/);
  });
});
