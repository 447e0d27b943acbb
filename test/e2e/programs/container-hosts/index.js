// Registers what resources.json lists, as the SDKs of both token families would. "ref:KEY" is another resource's id.
const { readFileSync } = require("node:fs");
const pulumi = require("@pulumi/pulumi");

const made = {};

function resolved(value) {
  if (typeof value === "string" && value.startsWith("ref:")) return made[value.slice(4)].id;
  if (Array.isArray(value)) return value.map(resolved);
  return typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, resolved(part)]))
    : value;
}

for (const { type, name, key = name, props } of JSON.parse(readFileSync("resources.json", "utf8")))
  made[key] = new pulumi.CustomResource(`tencentcloud:${type}`, name, resolved(props));
