import { readFileSync } from "node:fs";
import { configurationError, isDay, printable, type Site } from "pulumi-tcss/core";
import type { Prices } from "./cost";
import listPrices from "./prices.json";

const NUMBERS = ["prepaidCoreMonth", "elasticCoreDay"] as const;

/**
 * The prices that `--prices` chooses.
 * @param choice `site` for the list prices of the site that a purchase state is of (the international one where it
 * is not known), the name of a site, `none`, or a JSON file. A file gives `currency`, `prepaidCoreMonth`,
 * `elasticCoreDay` and, if it likes, `discount` (0 to 1), `asOf` and `source`.
 * @returns undefined for `none`: no price, no figure.
 */
export function pricesFor(choice: string): ((site: Site | undefined) => Prices) | undefined {
  if (choice === "none") return undefined;
  if (choice === "site") return (site = "international") => listPrices[site];
  if (choice === "international" || choice === "mainland") return () => listPrices[choice];
  const prices = ownPrices(choice);
  return () => prices;
}

const KEYS: ReadonlySet<string> = new Set(["currency", ...NUMBERS, "discount", "asOf", "source"]);

function ownPrices(file: string): Prices {
  const shown = printable(file);
  const refuse = (key: string, problem: string): never => {
    throw configurationError(key, `the prices in ${shown} are wrong: ${key} ${problem}`);
  };
  const given = contentOf(file, shown);
  const unknown = Object.keys(given).find((key) => !KEYS.has(key));
  if (unknown !== undefined) refuse(printable(unknown, 40), `is no key; known are ${[...KEYS].join(", ")}`);
  const { currency, discount = 0, asOf = "undated", source = shown } = given;
  if (typeof currency !== "string" || !/^[A-Z]{3}$/.test(currency))
    return refuse("currency", "must be a code of ISO 4217, such as USD");
  const [prepaidCoreMonth, elasticCoreDay] = NUMBERS.map((key) => {
    const price = given[key];
    return isAmount(price) ? price : refuse(key, "must be a number, 0 or more");
  }) as [number, number];
  if (!isAmount(discount) || discount > 1) return refuse("discount", "must be a number from 0 to 1");
  if (typeof asOf !== "string" || !(asOf === "undated" || isDay(asOf)))
    return refuse("asOf", "must be a day, YYYY-MM-DD");
  if (typeof source !== "string") return refuse("source", "must be text");
  return { currency, prepaidCoreMonth, elasticCoreDay, discount, asOf, source: printable(source) };
}

function contentOf(file: string, shown: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw configurationError(
      "--prices",
      code === undefined
        ? `the prices in ${shown} are not JSON`
        : `the prices in ${shown} cannot be read (${code})`,
      "Give international, mainland, none, or a JSON file (the README of pulumi-tcss-report shows one).",
    );
  }
}

/** JSON may hold more than a number can: 1e999. */
function isAmount(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && Number.isFinite(value);
}
