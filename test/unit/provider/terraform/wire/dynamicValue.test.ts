import assert from "node:assert/strict";
import { ExtData, encode } from "@msgpack/msgpack";
import fc from "fast-check";
import {
  dynamicValue,
  plain,
  rawValueIn,
  UNKNOWN,
} from "../../../../../provider/terraform/wire/dynamicValue";

const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    // the wire has one zero
    fc.double({ noNaN: true }).map((number) => (number === 0 ? 0 : number)),
    fc.string({ unit: "grapheme" }),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(
      fc.string().filter((key) => key !== "__proto__"),
      tie("value"),
      { maxKeys: 4, noNullPrototype: true },
    ),
  ),
})).value;

const read = (message: unknown): unknown => plain(rawValueIn(message));

describe("values on Terraform's wire", () => {
  it("come back as they were sent", () => {
    fc.assert(fc.property(values, (value) => assert.deepEqual(read(dynamicValue(value)), value)));
  });

  it("what is undefined is sent as null, and never as unknown", () => {
    assert.deepEqual(read(dynamicValue({ a: undefined })), { a: null });
  });

  it("unknown values are unknown, refined or not", () => {
    for (const code of [0, 12]) {
      const msgpack = encode({ a: new ExtData(code, Uint8Array.of(0)) });
      assert.deepEqual(read({ msgpack }), { a: UNKNOWN });
    }
  });

  it("numbers may come as integers of 64 bits", () => {
    const encoded = (value: bigint): Uint8Array => encode(value, { useBigInt64: true });
    assert.equal(read({ msgpack: encoded(7n) }), 7);
    assert.equal(read({ msgpack: encoded(2n ** 60n) }), 2n ** 60n);
  });

  it("a value of the dynamic type is the value alone, and goes back with its type", () => {
    const type = Buffer.from('["object",{"a":"number"}]');
    const raw = rawValueIn({ msgpack: encode({ rules: [type, { a: 1 }] }) });
    assert.deepEqual(plain(raw), { rules: { a: 1 } });
    assert.deepEqual(read(dynamicValue(raw)), { rules: { a: 1 } });
    const [sent] = (rawValueIn(dynamicValue(raw)) as { rules: [Uint8Array, unknown] }).rules;
    assert.equal(Buffer.from(sent).toString(), type.toString());
  });

  it("a number that neither 64 bits nor a double hold exactly comes as text, and is the nearest double", () => {
    const typed = (type: unknown, value: unknown): unknown =>
      read({ msgpack: encode([Buffer.from(JSON.stringify(type)), value], { useBigInt64: true }) });
    assert.equal(typed("number", "0.1"), 0.1);
    assert.equal(typed("number", `-${"9".repeat(30)}`), -1e30);
    assert.equal(typed("number", 2n ** 60n), 2 ** 60);
    assert.deepEqual(typed(["object", { a: ["object", { b: "number" }] }], { a: { b: "0.9" } }), {
      a: { b: 0.9 },
    });
    assert.deepEqual(typed(["map", "number"], { a: "0.9" }), { a: 0.9 });
    assert.deepEqual(typed(["list", "number"], ["0.9", 1]), [0.9, 1]);
    assert.deepEqual(typed(["tuple", ["string", "number"]], ["0.9", "0.9"]), ["0.9", 0.9]);
    assert.deepEqual(typed(["object", { a: "dynamic" }], { a: [Buffer.from('"number"'), "0.9"] }), {
      a: 0.9,
    });
    assert.deepEqual(
      typed(["object", { a: "number", b: "number" }], { a: null, b: new ExtData(0, Uint8Array.of(0)) }),
      {
        a: null,
        b: UNKNOWN,
      },
    );
  });

  it("text that looks like a number stays text where text is meant, or the type cannot be read", () => {
    for (const type of ['"string"', '["object",{"a":"string"}]', "{", '["tuple"]', '["object"]'])
      assert.deepEqual(read({ msgpack: encode([Buffer.from(type), { a: ["1"] }]) }), { a: ["1"] });
    assert.equal(read({ msgpack: encode([Buffer.from('"string"'), "0.9"]) }), "0.9");
    assert.equal(read({ msgpack: encode([Buffer.from('"number"'), "soon"]) }), "soon");
  });

  it("JSON is read as well; nothing at all is null", () => {
    assert.deepEqual(read({ json: Buffer.from('{"a":[1,null]}') }), { a: [1, null] });
    assert.equal(read({}), null);
    assert.equal(read(undefined), null);
  });

  it("refuses bytes that are no value", () => {
    assert.throws(() => rawValueIn({ msgpack: Uint8Array.of(0xc1) }));
    assert.throws(() => rawValueIn({ json: Uint8Array.of(0xff) }));
  });
});
