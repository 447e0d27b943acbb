import assert from "node:assert/strict";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import schema from "../../../../../report/coverage.schema.json";
import { json } from "../../../../../report/src/formats/coverage/json";
import { bigAccount, documentOf, documents } from "./samples";

const OPTIONS = { color: false, width: 80 };

describe("the coverage as JSON", () => {
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
  addFormats(ajv);
  const isValid = ajv.compile(schema);

  for (const [name, document] of [
    ...documents,
    ["ten thousand assets", documentOf([bigAccount(10_000)])] as const,
  ])
    it(`is as its schema says: ${name}`, () => {
      const read: unknown = JSON.parse(json(document, OPTIONS));
      assert.ok(isValid(read), JSON.stringify(isValid.errors, null, 2));
      assert.equal(Object(read).coverage.length, document.accounts.length);
    });

  it("has null for what is unknown, and an error for what could not be read", () => {
    const { coverage } = JSON.parse(json(documents.get("everything") as never, OPTIONS));
    const [production, odd, noUnit, , failed] = coverage;
    assert.equal("error" in production, false);
    assert.deepEqual(
      [noUnit.unit, noUnit.plan, noUnit.totals.cores, noUnit.unitProblem.reason],
      [null, null, null, "noFit"],
    );
    assert.equal(odd.assets.find(({ name }: { name: string }) => name === "host-h-od")?.cores ?? null, null);
    assert.deepEqual([failed.assets, failed.totals, failed.plan], [null, null, null]);
    assert.equal(failed.error.code, "UnauthorizedOperation");
    assert.equal(failed.account, "backup");
  });
});
