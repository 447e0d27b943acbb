import { readFileSync } from "node:fs";
import Ajv, { type ValidateFunction } from "ajv";

const FILE = require
  .resolve("@microsoft/jest-sarif/package.json")
  .replace("package.json", "lib/schemas/sarif-2.1.0-rtm.5.json");

/** OASIS' schema of SARIF 2.1.0. It is draft-04, of which it uses nothing that draft-07 has not but its id. */
export function sarifValidator(): ValidateFunction {
  const { id: _, $schema: __, ...schema } = JSON.parse(readFileSync(FILE, "utf8"));
  return new Ajv({ strict: false, allErrors: true, unicodeRegExp: false })
    .addFormat("date-time", (text) => !Number.isNaN(Date.parse(text)))
    .addFormat("uri", (text) => URL.canParse(text))
    .addFormat("uri-reference", (text) => /^[\w\-.~:/?#[\]@!$&'()*+,;=%]*$/.test(text))
    .compile(schema);
}
