import {
  type CorePrices,
  configurationError,
  isDay,
  LIST_PRICES,
  parseJson,
  printable,
  readRegularFileSync,
  type Site,
} from "pulumi-tcss/internal";

const NUMBERS = ["prepaidCoreMonth", "elasticCoreDay"] as const;

/**
 * The prices that `--prices` chooses.
 * @param choice `site` for the list prices of the site that a purchase state is of (the international one where it
 * is not known), the name of a site, `none`, or a JSON file. A file gives `currency`, `prepaidCoreMonth`,
 * `elasticCoreDay` and, if it likes, `discount` (0 to 1), `asOf` and `source`.
 * @returns undefined for `none`: no price, no figure.
 */
export function pricesFor(choice: string): ((site: Site | undefined) => CorePrices) | undefined {
  if (choice === "none") return undefined;
  if (choice === "site") return (site = "international") => LIST_PRICES[site];
  if (choice === "international" || choice === "mainland") return () => LIST_PRICES[choice];
  const prices = ownPrices(choice);
  return () => prices;
}

const KEYS: ReadonlySet<string> = new Set(["currency", ...NUMBERS, "discount", "asOf", "source"]);

function ownPrices(file: string): CorePrices {
  const shown = printable(file);
  const refuse = (key: string, problem: string): never => {
    throw configurationError("--prices", `--prices: ${key} in ${shown} ${problem}`);
  };
  const given = contentOf(file, shown);
  const unknown = Object.keys(given).find((key) => !KEYS.has(key));
  if (unknown !== undefined)
    refuse(printable(unknown, 40), `is an unknown key. Valid keys: ${[...KEYS].join(", ")}`);
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

const ADVICE = "Give international, mainland, none, or a JSON file (report/README.md).";

function contentOf(file: string, shown: string): Record<string, unknown> {
  const text = readRegularFileSync(file, { what: "--prices", nextStep: ADVICE });
  if (text === undefined)
    throw configurationError("--prices", `the prices in ${shown} cannot be read (ENOENT)`, ADVICE);
  const parsed = parseJson(text);
  if ("value" in parsed) return Object(parsed.value);
  throw configurationError("--prices", `--prices: ${shown} ${parsed.problem}`, ADVICE);
}

/** JSON may hold more than a number can: 1e999. */
function isAmount(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && Number.isFinite(value);
}
