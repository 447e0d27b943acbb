import { rules } from "pulumi-tcss/internal";
import { formatOptions } from "../terminal";
import type { CliCommand } from "./command";

export const explain: CliCommand = {
  name: "explain",
  summary: "what a rule asks for, why, and what to do when it fires",
  argument: {
    syntax: "[rule]",
    description: "id or policy name, such as TCSS002; without it, the list of rules",
    choices: () => rules.flatMap(({ id, name }) => [id, name]),
  },
  help: `
Examples:
  tcss explain                                      all rules
  tcss explain TCSS002
  tcss explain no-undefended-cores`,
  run: async ({ argument }) => {
    const { explanation, ruleList } = await import("../explain.js");
    console.log(argument === undefined ? ruleList(formatOptions()) : explanation(argument, formatOptions()));
    return 0;
  },
};
