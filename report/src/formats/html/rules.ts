import { documentationUrl, type Rule, rules } from "pulumi-tcss/internal";
import type { Subject } from "../../document";
import { html, type Markup } from "./markup";

/** What the rules that have found something are about, once for all subjects. */
export function rulesSection(subjects: readonly Subject[]): Markup | undefined {
  const found = new Set(subjects.flatMap(({ findings }) => findings.map(({ ruleId }) => ruleId)));
  const explained = rules.filter(({ id }) => found.has(id));
  if (explained.length === 0) return undefined;
  return html`<section class="card" aria-labelledby="rules">
<h2 id="rules">Why, and what to do</h2>
${explained.map(explanation)}</section>
`;
}

function explanation(rule: Rule): Markup {
  const { id, name, title, rationale, remediation } = rule;
  return html`<h3 id="rule-${id}">${title} <code>${id}</code> <code>${name}</code></h3>
<p>${rationale}</p>
<ol>${remediation.map((step) => html`<li>${step}</li>`)}</ol>
<p><a href="${documentationUrl(rule)}" rel="noreferrer">The rule ${id} in the documentation</a></p>
`;
}
