import { createColors } from "picocolors";
import { configurationError, documentationUrl, printable, rules } from "pulumi-tcss/internal";
import type { FormatOptions } from "./formats/format";
import { wrap } from "./terminal";

/** Every rule with its level and what it asks for. */
export function ruleList({ color, width }: FormatOptions): string {
  const { bold, dim } = createColors(color);
  return [
    ...rules.flatMap(({ id, name, title, defaultLevel }) => [
      `${bold(`${id} ${name}`)} ${dim(defaultLevel)}`,
      ...wrap(title, width - 2).map((line) => `  ${line}`),
    ]),
    "",
    ...wrap("What a rule asks for, and what to do when it fires: tcss explain RULE", width),
  ].join("\n");
}

/**
 * What a rule asks for, why, and what to do.
 * @param name id or policy name, in any case of letters.
 * @throws TcssError of kind `configuration` when there is no rule of that name.
 */
export function explanation(name: string, { color, width }: FormatOptions): string {
  const wanted = name.toLowerCase();
  const rule = rules.find((each) => each.id.toLowerCase() === wanted || each.name === wanted);
  if (rule === undefined)
    throw configurationError(
      "rule",
      `there is no rule ${printable(name, 40)}`,
      `Valid rules: ${rules.map((each) => `${each.id} ${each.name}`).join(", ")}.`,
    );
  const { bold, dim } = createColors(color);
  const settings = Object.entries(rule.settings as Record<string, { default: unknown; description: string }>);
  const item = (mark: string, text: string): string[] =>
    wrap(text, width - mark.length).map(
      (line, index) => (index === 0 ? mark : " ".repeat(mark.length)) + line,
    );
  return [
    ...wrap(`${rule.id} ${rule.name}: ${rule.title}`, width).map(bold),
    ...wrap(`severity ${rule.severity}, ${rule.defaultLevel} by default`, width).map(dim),
    "",
    ...wrap(rule.rationale, width),
    "",
    bold("What to do"),
    ...rule.remediation.flatMap((step, index) => item(`${index + 1}. `, step)),
    ...(settings.length === 0 ? [] : ["", bold("Settings")]),
    ...settings.flatMap(([key, { default: value, description }]) =>
      item("- ", `${key} (default ${value}): ${description}`),
    ),
    "",
    documentationUrl(rule),
  ].join("\n");
}
