import assert from "node:assert/strict";
import type { ApiAction } from "../../../../core/api/action";
import { ACTIONS } from "../../../../core/api/actions";
import { assumeRole } from "../../../../core/api/actions/assumeRole";
import { type Answer, apiError, readAnswer } from "../../../../core/api/answer";
import { printable } from "../../../../core/base/errors";
import { ANY_ACTION } from "./support";

const PLACE = { endpoint: "https://tcss.example", account: "production" };

function read(answer: Partial<Answer>): object {
  return readAnswer({ action: ANY_ACTION, httpStatus: 200, text: "", ...PLACE, ...answer }, printable);
}

describe("readAnswer", () => {
  it("gives the fields under Response", () => {
    assert.deepEqual(read({ text: '{"Response":{"State":3}}' }), { State: 3 });
  });

  const refused: readonly [what: string, answer: Partial<Answer>, summary: RegExp][] = [
    ["a redirection", { httpStatus: 302 }, /redirects elsewhere/],
    [
      "a failure",
      { httpStatus: 503, text: "<html>" },
      /^the endpoint failed \(HTTP 503, body begins: <html>\)$/,
    ],
    ["an empty body", {}, /^the reply is empty \(HTTP 200\)$/],
    [
      "a body that was cut",
      { text: '{"Response":{}}', problem: "is larger than 1 KiB" },
      /is larger than 1 KiB/,
    ],
    ["a page", { text: "<html>" }, /^the reply is not JSON/],
    ["a key twice", { text: '{"Response":{"State":3,"State":1}}' }, /has the same key twice/],
    ["no Response", { text: '{"State":3}' }, /holds no Response/],
    ["a Response that is a list", { text: '{"Response":[]}' }, /holds no Response/],
  ];
  for (const [what, answer, summary] of refused)
    it(`refuses ${what}, with the place`, () => {
      assert.throws(() => read(answer), { kind: "reply", ...PLACE, summary });
    });

  it("quotes no body of a service that hands out keys", () => {
    assert.throws(() => read({ action: assumeRole, httpStatus: 503, text: "TmpSecretKey" }), {
      summary: "the endpoint failed (HTTP 503)",
    });
  });

  it("takes an Error as one even with HTTP 200 and values beside it", () => {
    const text = '{"Response":{"State":3,"Error":{"Code":"AuthFailure","Message":"no"},"RequestId":"r-1"}}';
    assert.throws(() => read({ text }), { kind: "api", code: "AuthFailure", requestId: "r-1", ...PLACE });
  });
});

describe("The permission that is missing", () => {
  const permissionAfter = (code: string, action?: ApiAction) =>
    apiError({ code }, undefined, { action }, printable).permission;

  for (const code of [
    "UnauthorizedOperation",
    "AuthFailure.UnauthorizedOperation",
    "UnauthorizedOperation.CamNoAuth",
  ])
    it(`is a field of the error after ${code}`, () => {
      assert.equal(permissionAfter(code, ANY_ACTION), "tcss:DescribePurchaseStateInfo");
    });

  it("is none where another thing is wrong, and where the action is unknown", () => {
    for (const code of ["AuthFailure.SignatureFailure", "InternalError"])
      assert.equal(permissionAfter(code, ANY_ACTION), undefined);
    assert.equal(permissionAfter("UnauthorizedOperation"), undefined);
  });
});

describe("The next step after an error", () => {
  const stepAfter = (code: string, action: ApiAction = ANY_ACTION) =>
    apiError({ code }, undefined, { action }, printable).nextStep;

  const steps: readonly [code: string, step: RegExp][] = [
    ["AuthFailure.SecretIdNotFound", /set tcss:site/],
    ["AuthFailure.SignatureFailure", /SecretKey/],
    ["AuthFailure.SignatureExpire", /clock/],
    ["AuthFailure.TokenFailure", /temporary credentials/],
    ["AuthFailure.MFAFailure", /multi-factor/],
    ["AuthFailure.UnauthorizedOperation", /^Allow the action tcss:DescribePurchaseStateInfo /],
    ["UnauthorizedOperation", /^Allow the action tcss:DescribePurchaseStateInfo /],
    ["AuthFailure.Other", /Check the credentials/],
    ["InternalError.ErrRoleNotExist", /TCSS console/],
    ["RequestLimitExceeded", /more than 20 requests a second/],
    ["InternalError", /support/],
    ["IpNotInWhitelist", /allowed addresses/],
    ["UnsupportedRegion", /^Check tcss:region: this API needs none\.$/],
  ];
  for (const [code, step] of steps)
    it(`${code} has one`, () => {
      assert.match(stepAfter(code) ?? "", step);
    });

  it("is absent for a code that nobody knows", () => {
    assert.equal(stepAfter("Surprise"), undefined);
  });

  for (const action of ACTIONS)
    it(`names no other action than ${action.name} itself`, () => {
      const others = ACTIONS.filter(({ camAction, name }) => camAction !== undefined && name !== action.name);
      for (const [code] of steps)
        for (const { camAction } of others)
          assert.ok(!(stepAfter(code, action) ?? "").includes(`${camAction} `), `${code}: ${camAction}`);
    });

  it("is there for an error in a file, whose action is unknown", () => {
    const error = apiError({ code: "RequestLimitExceeded" }, "r-1", {}, printable);
    assert.equal(
      error.message,
      "Tencent Cloud answered RequestLimitExceeded (request id r-1). Try again in a moment.",
    );
  });

  it("stands behind an error without a code as well", () => {
    assert.equal(
      apiError({}, undefined, {}, printable).summary,
      "Tencent Cloud answered an error without a code",
    );
  });
});
