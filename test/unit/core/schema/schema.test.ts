import assert from "node:assert/strict";
import { changedIssue, httpOrigin, validator } from "../../../../core/schema/schema";

describe("validator", () => {
  const schema = (properties: object, more: object = {}): object => ({
    type: "object",
    additionalProperties: false,
    properties,
    ...more,
  });
  const nested = schema({ role: schema({ arn: { type: "string" } }, { required: ["arn"] }) });

  const cases: [why: string, schema: object, value: unknown, property: string, problem: string][] = [
    ["an unknown property", schema({ a: {}, b: {} }), { c: 1 }, "c", "is unknown. Valid names: a, b"],
    ["an unknown property where none is known", schema({}), { c: 1 }, "c", "is unknown"],
    [
      "an unknown property where none is declared",
      { type: "object", additionalProperties: false },
      { c: 1 },
      "c",
      "is unknown",
    ],
    [
      "a nested unknown property",
      nested,
      { role: { arn: "x", b: 1 } },
      "role.b",
      "is unknown. Valid names: arn",
    ],
    ["a missing property", schema({ a: {} }, { required: ["a"] }), {}, "a", "is missing"],
    ["a nested missing property", nested, { role: {} }, "role.arn", "is missing"],
    [
      "a value that is not in the enumeration",
      schema({ a: { enum: ["x", 1] } }),
      { a: "y" },
      "a",
      "must be one of x, 1",
    ],
    [
      "a long value that is not in the enumeration, cut",
      schema({ a: { enum: ["x"] } }),
      { a: "y".repeat(100) },
      "a",
      "must be one of x",
    ],
    [
      "a number for a text",
      schema({ a: { type: "string" } }),
      { a: 5 },
      "a",
      "must be a string, not a number",
    ],
    ["null for a text", schema({ a: { type: "string" } }), { a: null }, "a", "must be a string, not null"],
    ["a list for a text", schema({ a: { type: "string" } }), { a: [] }, "a", "must be a string, not a list"],
    [
      "an object for a text",
      schema({ a: { type: "string" } }),
      { a: {} },
      "a",
      "must be a string, not an object",
    ],
    [
      "a text for a whole number",
      schema({ a: { type: "integer" } }),
      { a: "5" },
      "a",
      "must be a whole number, not a string",
    ],
    [
      "a fraction for a whole number",
      schema({ a: { type: "integer" } }),
      { a: 1.5 },
      "a",
      "must be a whole number, not a fraction",
    ],
    [
      "an endless number",
      schema({ a: { type: "number" } }),
      { a: Number.POSITIVE_INFINITY },
      "a",
      "must be a number, not infinite",
    ],
    ["no object at all", schema({}), "text", "", "must be an object, not a string"],
    ["too small a number", schema({ a: { type: "number", minimum: 1 } }), { a: 0 }, "a", "must be >= 1"],
    ["too large a number", schema({ a: { type: "number", maximum: 1 } }), { a: 2 }, "a", "must be <= 1"],
    [
      "a number at the excluded lower end",
      schema({ a: { type: "number", exclusiveMinimum: 0 } }),
      { a: 0 },
      "a",
      "must be > 0",
    ],
    [
      "a number at the excluded upper end",
      schema({ a: { type: "number", exclusiveMaximum: 9 } }),
      { a: 9 },
      "a",
      "must be < 9",
    ],
    ["an empty text", schema({ a: { type: "string", minLength: 1 } }), { a: "" }, "a", "must not be empty"],
    [
      "what is no time zone",
      schema({ a: { type: "string", format: "time-zone" } }),
      { a: "Beijing" },
      "a",
      "must be a time zone of the IANA database, such as Asia/Shanghai",
    ],
    [
      "what is no origin",
      schema({ a: { type: "string", format: "http-origin" } }),
      { a: "ftp://x" },
      "a",
      "must be a URL of scheme, host and port only, such as https://tcss.intl.tencentcloudapi.com or http://127.0.0.1:8080",
    ],
    [
      "what is no domain",
      schema({ a: { type: "string", format: "host-name" } }),
      { a: "https://x" },
      "a",
      "must be a domain name, such as tencentcloudapi.com",
    ],
    [
      "a property whose name holds a slash and a tilde",
      { type: "object", properties: { "a/b~c": { type: "string" } } },
      { "a/b~c": [] },
      "a/b~c",
      "must be a string, not a list",
    ],
    [
      "an item of a list",
      { type: "object", properties: { a: { type: "array", items: { type: "string" } } } },
      { a: ["x", null] },
      "a.1",
      "must be a string, not null",
    ],
    [
      "what no sentence is written for, in the library's words",
      schema({ a: { type: "array", uniqueItems: true } }),
      { a: [1, 1] },
      "a",
      "must not hold the same value twice",
    ],
  ];
  for (const [why, given, value, property, problem] of cases)
    it(`names ${why}`, () => assert.deepEqual(validator(given)(value), [{ property, problem }]));

  it("lists every problem", () => {
    const problems = validator(schema({ a: { type: "string" } }))({ a: null, b: 1, c: 2 });
    assert.deepEqual(problems.map(({ property }) => property).sort(), ["a", "b", "c"]);
  });

  it("finds nothing wrong with what is right, again and again", () => {
    const validate = validator(schema({ a: { type: "string" } }));
    for (const value of [{}, { a: "x" }]) assert.deepEqual(validate(value), []);
  });
});

describe("validator, over texts", () => {
  const properties = { n: { type: "integer" }, yes: { type: "boolean" }, t: { type: "string" } };
  const schema = { type: "object", properties };

  it("reads them as the types that the schema wants", () => {
    const value = { n: "5", yes: "true", t: "5" };
    assert.deepEqual(validator(schema, { texts: true })(value), []);
    assert.deepEqual(value, { n: 5, yes: true, t: "5" });
  });

  it("says what cannot be read so", () => {
    assert.deepEqual(validator(schema, { texts: true })({ n: "five", yes: "perhaps" }), [
      { property: "n", problem: "must be a whole number, not a string" },
      { property: "yes", problem: "must be a boolean, not a string" },
    ]);
  });
});

describe("the format host-name", () => {
  const validate = validator({ type: "string", format: "host-name" });
  for (const name of ["tencentcloudapi.com", "a.b-c.d", "localhost", "X.com", "1.2"])
    it(`takes ${name}`, () => assert.deepEqual(validate(name), []));
  for (const name of ["", ".", "a..b", "-a.com", "a-.com", "a.com/", "a.com:80", "a b", "ä.com"])
    it(`refuses ${JSON.stringify(name)}`, () => assert.equal(validate(name).length, 1));
});

describe("httpOrigin", () => {
  const origins: [text: string, origin: string][] = [
    ["https://tcss.tencentcloudapi.com", "https://tcss.tencentcloudapi.com"],
    ["https://tcss.tencentcloudapi.com/", "https://tcss.tencentcloudapi.com"],
    ["tcss.tencentcloudapi.com", "https://tcss.tencentcloudapi.com"],
    ["localhost:8080", "https://localhost:8080"],
    ["http://127.0.0.1:8080", "http://127.0.0.1:8080"],
    ["http://[::1]:8080", "http://[::1]:8080"],
    ["HTTPS://Tcss.Example.COM:443", "https://tcss.example.com"],
    ["http://h:80", "http://h"],
  ];
  for (const [text, origin] of origins)
    it(`reads ${text} as ${origin}`, () => assert.equal(httpOrigin(text), origin));

  const refused = [
    "",
    " https://h",
    "ftp://h",
    "file:///etc/passwd",
    "https://user@h",
    "https://:pw@h",
    "https://h/path",
    "https://h?q",
    "https://h/#f",
    "https://h:99999",
    "https://a b",
    "://h",
  ];
  for (const text of refused)
    it(`refuses ${JSON.stringify(text)}`, () => assert.equal(httpOrigin(text), undefined));
});

describe("the value that was given", () => {
  const check = validator({
    type: "object",
    additionalProperties: false,
    properties: { port: { type: "integer" }, host: { type: "string" } },
    required: ["host"],
  });
  const given = (value: object): unknown[] => check(value).map((issue) => [issue.property, issue.given]);

  it("goes with the issue, known property or not, and is undefined where it is missing", () => {
    assert.deepEqual(given({ host: "a", port: "x" }), [["port", "x"]]);
    assert.deepEqual(given({ host: "a", Port: 1 }), [["Port", 1]]);
    assert.deepEqual(given({}), [["host", undefined]]);
  });

  it("stays with an issue that gets another path or explanation", () => {
    const [issue] = check({ host: "a", secretKey: "s3cret" });
    assert.ok(issue !== undefined);
    const changed = changedIssue(issue, { property: "args.secretKey" });
    assert.deepEqual(changed, { property: "args.secretKey", problem: issue.problem });
    assert.deepEqual([changed.given, changed.isUnknown], ["s3cret", true]);
    assert.equal(changedIssue(issue, { problem: "is wrong" }).problem, "is wrong");
  });

  it("is in no copy and no JSON of the issue: it may be a secret", () => {
    const issues = check({ host: "a", secretKey: "s3cret" });
    assert.equal(JSON.stringify(issues).includes("s3cret"), false);
    assert.equal(JSON.stringify(issues.map((issue) => ({ ...issue }))).includes("s3cret"), false);
    const again = issues.map((issue) => changedIssue({ ...issue, given: "s3cret" }, { property: "x" }));
    assert.equal(JSON.stringify(again).includes("s3cret"), false);
  });
});
