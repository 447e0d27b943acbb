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
    fc.double({ noNaN: true }),
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
