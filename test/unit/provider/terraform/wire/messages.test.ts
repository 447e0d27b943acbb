import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import protobuf from "protobufjs";
import { MESSAGES, METHODS } from "../../../../../provider/terraform/wire/messages";
import { decode, encode, type Field, type Message } from "../../../../../provider/terraform/wire/protobuf";

const PROTO = join(__dirname, "../../../../fixtures/terraform-plugin-go/tfplugin6.proto");

/** Our names of messages whose names differ from the protocol's. */
const NAMES: Readonly<Record<string, string>> = {
  Block: "Schema.Block",
  Attribute: "Schema.Attribute",
  NestedBlock: "Schema.NestedBlock",
  NestedObject: "Schema.Object",
  Parameter: "Function.Parameter",
  Return: "Function.Return",
  Step: "AttributePath.Step",
  Named: "GetMetadata.FunctionMetadata",
  TypeNamed: "GetMetadata.DataSourceMetadata",
};

/** Of go-plugin and gRPC, not of this file. */
const FOREIGN = ["Empty", "HealthCheck.Response"];

const root = protobuf.loadSync(PROTO).resolveAll();
const type = (name: string): protobuf.Type => root.lookupType(`tfplugin6.${NAMES[name] ?? name}`);
const ours = Object.keys(MESSAGES).filter((name) => !FOREIGN.includes(name));

/** protobufjs writes names in camelCase unless it is told otherwise. */
const theirField = (name: string, field: string): protobuf.Field | undefined =>
  type(name).fieldsArray.find((each) => each.name === field || snake(each.name) === snake(field));

function snake(name: string): string {
  return name.replace(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}

function kindOf(field: protobuf.Field): string {
  if (field.resolvedType instanceof protobuf.Type) return "message";
  if (field.resolvedType instanceof protobuf.Enum || /int(32|64)$/.test(field.type)) return "int64";
  return field.type;
}

describe("the messages of Terraform's plugin protocol", () => {
  for (const name of ours)
    it(`${name} has the protocol's numbers and types`, () => {
      for (const [field, [number, kind, occurs]] of Object.entries(MESSAGES[name] ?? {})) {
        const their = theirField(name, field);
        assert.ok(their, `${name}.${field}`);
        assert.equal(their.id, number, `${name}.${field}`);
        assert.equal(kindOf(their), Object.hasOwn(MESSAGES, kind) ? "message" : kind, `${name}.${field}`);
        assert.equal(their.map, occurs === "map", `${name}.${field}`);
        assert.equal(their.repeated, occurs === "repeated", `${name}.${field}`);
        if (!their.map && their.resolvedType instanceof protobuf.Type)
          assert.equal(
            type(kind)
              .fullName.split(".")
              .at(-1)
              ?.replace(/Metadata$/, ""),
            their.resolvedType.name.replace(/Metadata$/, ""),
          );
      }
    });

  it("has every method of a provider of data sources and functions at its path", () => {
    const service = root.lookupService("tfplugin6.Provider");
    for (const { path } of Object.values(METHODS)) {
      const [, prefix, method = ""] = path.split("/");
      if (prefix === "tfplugin6.Provider") assert.ok(service.methods[method], path);
    }
  });

  it("what we write, protobufjs reads, and the other way round", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ours).chain((name) => fc.tuple(fc.constant(name), messageOf(name, 3))),
        ([name, message]) => {
          const bytes = encode(MESSAGES, name, message);
          const theirs = type(name).decode(bytes);
          assert.equal(type(name).verify(theirs), null);
          const again = type(name).encode(theirs).finish();
          assert.deepEqual(withDefaults(name, decode(MESSAGES, name, again)), withDefaults(name, message));
          assert.deepEqual(withDefaults(name, decode(MESSAGES, name, bytes)), withDefaults(name, message));
        },
      ),
      { numRuns: 400 },
    );
  });

  it("passes over fields that it does not know", () => {
    const message = { attributeName: "x", unknownField: 1 };
    const wider = new protobuf.Type("Wider")
      .add(new protobuf.Field("attributeName", 1, "string"))
      .add(new protobuf.Field("unknownField", 90, "fixed64"))
      .add(new protobuf.Field("text", 91, "string"))
      .add(new protobuf.Field("small", 92, "fixed32"));
    const bytes = wider.encode({ ...message, text: "ü", small: 7 }).finish();
    assert.deepEqual(decode(MESSAGES, "Step", bytes), { attribute_name: "x" });
  });

  it("never reads past the end, and never hangs, whatever bytes come", () => {
    fc.assert(
      fc.property(fc.constantFrom(...ours), fc.uint8Array({ maxLength: 60 }), (name, bytes) => {
        try {
          decode(MESSAGES, name, bytes);
        } catch (error) {
          assert.ok(error instanceof Error && !/Maximum call stack|heap/.test(error.message), String(error));
        }
      }),
      { numRuns: 500 },
    );
  });

  it("refuses a field of a message that does not exist: it would be lost", () => {
    assert.throws(() => encode(MESSAGES, "Diagnostic", { detial: "x" }), /has no field/);
    assert.throws(() => encode(MESSAGES, "Diagnostics", {}), /there is no message/);
  });
});

/** Any message of a kind, as deep as `depth`. */
function messageOf(name: string, depth: number): fc.Arbitrary<Message> {
  const fields = Object.entries(MESSAGES[name] ?? {}).map(
    ([key, field]) => [key, anyOf(field, depth)] as const,
  );
  return fc.record(Object.fromEntries(fields), { requiredKeys: [] }).map(withoutSecondOfOne(name));
}

/** Of the fields of a `oneof` one is there. */
function withoutSecondOfOne(name: string): (message: object) => Message {
  return (message) => {
    const seen = new Set<string>();
    return Object.fromEntries(
      Object.entries(message).filter(([key]) => {
        const group = theirField(name, key)?.partOf?.name ?? key;
        const isFirst = !seen.has(group);
        seen.add(group);
        return isFirst;
      }),
    );
  };
}

function anyOf([, kind, occurs]: Field, depth: number): fc.Arbitrary<unknown> {
  const one = scalarOf(kind, depth);
  // protobufjs keeps a key `__proto__` of a map out
  if (occurs === "map")
    return fc.dictionary(
      fc.string({ unit: "grapheme" }).filter((key) => key !== "__proto__"),
      one,
      { maxKeys: 3 },
    );
  return occurs === "repeated" ? fc.array(one, { maxLength: depth > 0 ? 3 : 0 }) : one;
}

function scalarOf(kind: string, depth: number): fc.Arbitrary<unknown> {
  if (kind === "string") return fc.string({ unit: "grapheme" });
  if (kind === "bool") return fc.boolean();
  // enumerations among them
  if (kind === "int64") return fc.integer({ min: 0, max: 1 });
  if (kind === "bytes") return fc.uint8Array({ maxLength: 300 });
  return depth > 0 ? messageOf(kind, depth - 1) : fc.constant({});
}

const DEFAULTS: Readonly<Record<string, unknown>> = { string: "", bool: false, int64: 0, bytes: [] };

/** Each absent field as its default: whether it stands there does not matter to a reader. */
function withDefaults(name: string, message: Message): unknown {
  return Object.fromEntries(
    Object.entries(MESSAGES[name] ?? {}).map(([key, [, kind, occurs]]) => {
      const value = message[key];
      const one = (each: unknown): unknown =>
        Object.hasOwn(MESSAGES, kind)
          ? withDefaults(kind, each as Message)
          : each instanceof Uint8Array
            ? [...each]
            : each;
      if (occurs === "map")
        return [
          key,
          Object.fromEntries(
            Object.entries((value ?? {}) as Message)
              .sort(byKey)
              .map(([k, each]) => [k, one(each)]),
          ),
        ];
      if (occurs === "repeated") return [key, ((value ?? []) as unknown[]).map(one)];
      if (value === undefined) return [key, Object.hasOwn(MESSAGES, kind) ? "absent" : DEFAULTS[kind]];
      return [key, one(value)];
    }),
  );
}

function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}
