import { readFileSync } from "node:fs";
import { parseAssets } from "./assets/asset";
import { parseJson } from "./json";
import type { Fields } from "./scenarios";

/**
 * The fields of one reply, read from a JSON file that holds them bare or inside `{"Response": {…}}`, and the account's
 * assets beside them where it has `assets`.
 * @throws Error of one line that names the file
 */
export function readFieldsFile(file: string): Fields {
  let text: Buffer;
  try {
    text = readFileSync(file);
  } catch (error) {
    throw new Error(`cannot read ${file}: ${(error as NodeJS.ErrnoException).code ?? error}`);
  }
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (error) {
    throw new Error(`${file} ${(error as Error).message}`);
  }
  if (!isObject(value)) throw new Error(`${file} must hold a JSON object: the fields of one reply`);
  const { Response: response, assets } = value;
  const fields = isObject(response) ? { ...response, ...(assets !== undefined && { assets }) } : value;
  try {
    if (fields["assets"] !== undefined) parseAssets(fields["assets"]);
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`);
  }
  return fields;
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
