import { rules } from "../../core/rules";
import type { Rule, SettingSchema } from "../../core/rules/rule";
import { jsonBlock, page, table } from "./markdown";

/** The text of docs/rules/README.md. */
export function rulesPage(): string {
  return page("core/rules/index.ts", [
    "# The rules",
    "",
    "A rule is one thing that can be wrong with an account's purchase state. Each is a policy of its own in the policy pack. Ids are stable and never used again for something else.",
    "",
    ...table(
      ["id", "policy", "what must hold", "severity", "default level"],
      rules.map(({ id, name, title, severity, defaultLevel }) => [
        `[${id}](${id}.md)`,
        `\`${name}\``,
        title,
        severity,
        defaultLevel,
      ]),
    ),
    "",
    "`mandatory` stops the deployment, `advisory` warns, `disabled` says nothing. Set levels and settings with `--policy-pack-config` (each rule's page shows how), for all rules at once with the name `all`:",
    "",
    ...jsonBlock({ all: "advisory" }),
  ]);
}

/** The text of a rule's own page. */
export function rulePage(rule: Rule): string {
  const { id, name, title, rationale, severity, defaultLevel, remediation, skippedWhenInactive } = rule;
  const settings = Object.entries(rule.settings as Record<string, SettingSchema<unknown>>);
  return page(`core/rules/${fileOf(name)}.ts`, [
    `# ${id} \`${name}\``,
    "",
    `**${title}.**`,
    "",
    ...table(["severity", "default level"], [[severity, defaultLevel]]),
    "",
    "## Why it matters",
    "",
    rationale,
    ...(skippedWhenInactive
      ? [
          "",
          "This rule is skipped while [TCSS001](TCSS001.md) fires: what matters then is that nothing is protected.",
        ]
      : []),
    "",
    "## What to do when it fires",
    "",
    ...remediation.map((step, index) => `${index + 1}. ${step}`),
    "",
    "## Settings",
    "",
    ...(settings.length === 0
      ? ["This rule has none besides its level."]
      : table(
          ["setting", "type", "default", "allowed", "meaning"],
          settings.map(([key, schema]) => [
            `\`${key}\``,
            schema.type,
            `\`${JSON.stringify(schema.default)}\``,
            rangeOf(schema),
            schema.description,
          ]),
        )),
    "",
    `In a file given with \`--policy-pack-config\`, or below \`rules\` in \`tcss.gate.yaml\`, the level alone:`,
    "",
    ...jsonBlock({ [name]: defaultLevel === "mandatory" ? "advisory" : "mandatory" }),
    ...(settings.length === 0
      ? []
      : [
          "",
          "or settings, with the level where it should be another (without `enforcementLevel` it stays as it is):",
          "",
          ...jsonBlock({
            [name]: {
              enforcementLevel: defaultLevel,
              ...Object.fromEntries(settings.map(([key, schema]) => [key, schema.default])),
            },
          }),
        ]),
  ]);
}

/** A rule's file is named after its policy. */
function fileOf(policyName: string): string {
  return policyName.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function rangeOf({ minimum, maximum }: SettingSchema<unknown>): string {
  if (minimum === undefined) return maximum === undefined ? "any" : `at most ${maximum}`;
  return maximum === undefined ? `${minimum} or more` : `${minimum} to ${maximum}`;
}
