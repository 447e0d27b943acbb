// Reads and writes messages of Protocol Buffers by a table (https://protobuf.dev/programming-guides/encoding/). Written
// here because the libraries cost more time at each start of the provider than all of its other work; a test reads and
// writes the same messages by protobufjs.

/** How a scalar field is written. `int64` stands for every integer and enumeration of this protocol. */
export type Scalar = "string" | "bytes" | "bool" | "int64";

/** A field: its number, its type (a scalar's or a message's name), and how often it occurs. */
export type Field = readonly [number: number, type: Scalar | (string & {}), occurs?: "repeated" | "map"];

/** Messages by their names, each with its fields by theirs. Keys of maps are always strings. */
export type Messages = Readonly<Record<string, Readonly<Record<string, Field>>>>;

/** A message as an object. A field that is absent has its default. Bytes are `Uint8Array`s. */
export type Message = Readonly<Record<string, unknown>>;

const VARINT = 0;
const I64 = 1;
const LENGTH = 2;
const I32 = 5;

const utf8 = new TextEncoder();
const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Bytes of a message. Absent and undefined fields are left out. */
export function encode(messages: Messages, name: string, message: Message): Uint8Array {
  const writer = new Writer();
  writeMessage(messages, name, message, writer);
  return writer.bytes();
}

function writeMessage(messages: Messages, name: string, message: Message, writer: Writer): void {
  const fields = fieldsOf(messages, name);
  for (const [key, value] of Object.entries(message)) {
    if (value === undefined) continue;
    const field = fields[key];
    if (field === undefined) throw new Error(`${name} has no field ${key}`);
    const [number, type, occurs] = field;
    if (occurs === "repeated")
      for (const item of value as readonly unknown[]) writeField(messages, number, type, item, writer);
    else if (occurs === "map")
      for (const [entry, item] of Object.entries(value as Message)) {
        const pair = new Writer();
        writeField(messages, 1, "string", entry, pair);
        writeField(messages, 2, type, item, pair);
        writer.tag(number, LENGTH);
        writer.chunk(pair.bytes());
      }
    else writeField(messages, number, type, value, writer);
  }
}

function writeField(messages: Messages, number: number, type: string, value: unknown, writer: Writer): void {
  if (type === "bool" || type === "int64") {
    writer.tag(number, VARINT);
    writer.varint(BigInt.asUintN(64, BigInt(value as number | boolean)));
    return;
  }
  writer.tag(number, LENGTH);
  if (type === "string") writer.chunk(utf8.encode(value as string));
  else if (type === "bytes") writer.chunk(value as Uint8Array);
  else {
    const inner = new Writer();
    writeMessage(messages, type, value as Message, inner);
    writer.chunk(inner.bytes());
  }
}

/**
 * The message in some bytes. Fields that the table does not have are passed over; of a field that occurs once and is
 * there again the last counts.
 * @throws Error for bytes that are no message of this kind.
 */
export function decode(messages: Messages, name: string, bytes: Uint8Array): Message {
  const byNumber = new Map(
    Object.entries(fieldsOf(messages, name)).map(([key, field]) => [field[0], [key, field] as const]),
  );
  const message: Record<string, unknown> = {};
  const reader = new Reader(bytes);
  while (!reader.isAtEnd) {
    const tag = reader.varint();
    const number = Number(tag >> 3n);
    const wire = Number(tag & 7n);
    const found = byNumber.get(number);
    if (number === 0) throw new Error("a field has the number 0");
    if (found === undefined) {
      reader.pass(wire);
      continue;
    }
    const [key, [, type, occurs]] = found;
    if (occurs === "map") {
      const [entry, item] = readPair(messages, type, reader.expect(wire, LENGTH).chunk());
      message[key] = { ...(message[key] as Message | undefined), [entry]: item };
    } else {
      const value = readField(messages, type, wire, reader);
      message[key] =
        occurs === "repeated" ? [...((message[key] as unknown[] | undefined) ?? []), value] : value;
    }
  }
  return message;
}

function readPair(messages: Messages, type: string, bytes: Uint8Array): [key: string, value: unknown] {
  const pair = decode({ ...messages, Pair: { key: [1, "string"], value: [2, type] } }, "Pair", bytes);
  return [(pair["key"] as string | undefined) ?? "", pair["value"] ?? defaultOf(messages, type)];
}

function defaultOf(messages: Messages, type: string): unknown {
  const scalars: Readonly<Record<string, unknown>> = {
    string: "",
    bytes: new Uint8Array(),
    bool: false,
    int64: 0,
  };
  return Object.hasOwn(messages, type) ? {} : scalars[type];
}

function readField(messages: Messages, type: string, wire: number, reader: Reader): unknown {
  switch (type) {
    case "string":
      return strictUtf8.decode(reader.expect(wire, LENGTH).chunk());
    case "bytes":
      return reader.expect(wire, LENGTH).chunk();
    case "bool":
      return reader.expect(wire, VARINT).varint() !== 0n;
    case "int64":
      return Number(BigInt.asIntN(64, reader.expect(wire, VARINT).varint()));
    default:
      return decode(messages, type, reader.expect(wire, LENGTH).chunk());
  }
}

function fieldsOf(messages: Messages, name: string): Readonly<Record<string, Field>> {
  const fields = messages[name];
  if (fields === undefined) throw new Error(`there is no message ${name}`);
  return fields;
}

class Writer {
  readonly #chunks: Uint8Array[] = [];
  #length = 0;

  tag(number: number, wire: number): void {
    this.varint((BigInt(number) << 3n) | BigInt(wire));
  }

  varint(value: bigint): void {
    const bytes: number[] = [];
    let left = value;
    do {
      const low = Number(left & 0x7fn);
      left >>= 7n;
      bytes.push(left === 0n ? low : low | 0x80);
    } while (left !== 0n);
    this.#push(Uint8Array.from(bytes));
  }

  /** Bytes behind their length. */
  chunk(bytes: Uint8Array): void {
    this.varint(BigInt(bytes.length));
    this.#push(bytes);
  }

  bytes(): Uint8Array {
    const whole = new Uint8Array(this.#length);
    let at = 0;
    for (const chunk of this.#chunks) {
      whole.set(chunk, at);
      at += chunk.length;
    }
    return whole;
  }

  #push(bytes: Uint8Array): void {
    this.#chunks.push(bytes);
    this.#length += bytes.length;
  }
}

const TRUNCATED = "a message ends too early";

class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  expect(wire: number, expected: number): this {
    if (wire !== expected) throw new Error("a field is written in another way than its type");
    return this;
  }

  varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new Error(TRUNCATED);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new Error("a number takes more than ten bytes");
  }

  chunk(): Uint8Array {
    const length = Number(this.varint());
    return this.#take(length);
  }

  /** Passes over a field that is not known. */
  pass(wire: number): void {
    if (wire === VARINT) this.varint();
    else if (wire === LENGTH) this.chunk();
    else if (wire === I64) this.#take(8);
    else if (wire === I32) this.#take(4);
    else throw new Error("a field is written in a way that is not known");
  }

  #take(length: number): Uint8Array {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new Error(TRUNCATED);
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }
}
