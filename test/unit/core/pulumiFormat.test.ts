import assert from "node:assert/strict";
import * as rpc from "@pulumi/pulumi/runtime/rpc";
import fc from "fast-check";
import {
  holdsSecret,
  holdsUnknown,
  isSecret,
  parseUrn,
  SIGNATURE_KEY,
  secret,
  secretTexts,
  UNKNOWN,
  unwrapSecrets,
  wrapSecrets,
} from "../../../core/pulumiFormat";
import { secretInState } from "../support/secretInState";

describe("Pulumi's formats", () => {
  it("have the marks that Pulumi's own SDK has", () => {
    assert.equal(SIGNATURE_KEY, rpc.specialSigKey);
    assert.equal(UNKNOWN, rpc.unknownValue);
    assert.ok(rpc.isRpcSecret(secret("a")));
    assert.equal(rpc.unwrapRpcSecret(secret("a")), "a");
  });

  describe("secrets", () => {
    it("are found as a whole, and within something else", () => {
      const asset = { [SIGNATURE_KEY]: rpc.specialAssetSig, text: "a" };
      assert.deepEqual([secret(1), [secret(1)], asset, "a", null].map(isSecret), [
        true,
        false,
        false,
        false,
        false,
      ]);
      assert.deepEqual(
        [secret(1), [{ a: secret(1) }], asset, { a: [1] }, undefined].map((value) => holdsSecret(value)),
        [true, true, false, false, false],
      );
    });

    it("are unwrapped at every depth", () => {
      const value = { a: secret({ b: secret("c") }), d: [secret(1), null], e: undefined };
      assert.deepEqual(unwrapSecrets(value), { a: { b: "c" }, d: [1, null], e: undefined });
    });

    it("are unwrapped in a state where they stand in plain text, and left alone where not", () => {
      const encrypted = secretInState({ ciphertext: "v1:abc" });
      const broken = secretInState({ plaintext: "{" });
      const nested = secretInState({ plaintext: JSON.stringify({ b: secretInState({ plaintext: '"c"' }) }) });
      assert.deepEqual(unwrapSecrets([encrypted, broken, nested]), [encrypted, broken, { b: "c" }]);
    });

    it("are marked again where they were marked before", () => {
      const before = { a: secret("old"), list: [secret(1), 2], gone: secret("x"), role: { id: secret("i") } };
      const after = { a: "new", list: [3, 4, 5], role: { id: "j", name: "n" }, gone: undefined, b: "c" };
      assert.deepEqual(wrapSecrets(after, before), {
        a: secret("new"),
        list: [secret(3), 4, 5],
        role: { id: secret("j"), name: "n" },
        gone: undefined,
        b: "c",
      });
    });

    it("come back as they went, whatever they stand in", () => {
      const { value } = fc.letrec((tie) => ({
        value: fc.oneof(
          { maxDepth: 3 },
          fc.string(),
          fc.integer(),
          fc.constant(null),
          tie("plain").map((plain) => secret(plain)),
          fc.array(tie("value"), { maxLength: 3 }),
          fc.dictionary(fc.string({ minLength: 1 }), tie("value"), { maxKeys: 3, noNullPrototype: true }),
        ),
        plain: fc.jsonValue({ maxDepth: 2 }),
      }));
      fc.assert(
        fc.property(value, (original) => {
          const plain = unwrapSecrets(original);
          assert.equal(holdsSecret(plain), false);
          assert.deepEqual(wrapSecrets(plain, original), original);
        }),
      );
    });

    it("tell their texts, and nothing beside them", () => {
      const value = { a: secret(["one", { b: 2 }]), c: "open", d: [secret(UNKNOWN)] };
      assert.deepEqual(secretTexts(value), ["one", "2"]);
    });
  });

  it("mark what is unknown at any depth", () => {
    assert.deepEqual(
      [UNKNOWN, { a: [UNKNOWN] }, secret(UNKNOWN), "known", null, {}].map((value) => holdsUnknown(value)),
      [true, true, true, false, false, false],
    );
  });

  describe("a URN", () => {
    it("tells stack, project, the resource's own type and its name", () => {
      const parts = { stack: "dev", project: "shop", type: "a:b:C", name: "web" };
      assert.deepEqual(parseUrn("urn:pulumi:dev::shop::a:b:C::web"), parts);
      assert.deepEqual(parseUrn("urn:pulumi:dev::shop::my:own:Component$x:y:Z$a:b:C::web"), parts);
    });

    it("may have a name that holds any text", () => {
      assert.equal(parseUrn("urn:pulumi:dev::shop::a:b:C::web::1 $\n2")?.name, "web::1 $\n2");
    });

    it("is nothing else", () => {
      const others = [
        "",
        "urn:pulumi:",
        "urn:pulumi:dev",
        "urn:pulumi:dev::shop",
        "urn:pulumi:dev::shop::a:b:C",
        "urn:pulumi:::shop::a:b:C::web",
        "dev::shop::a:b:C::web",
      ];
      for (const other of others) assert.equal(parseUrn(other), undefined, other);
    });
  });
});
