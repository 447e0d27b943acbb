import { documentationUrl, type Finding, messageOf, rules, waiverTimeLeft } from "pulumi-tcss/internal";
import { isBlocking, isOpen, ranked } from "../../present/findings";
import { html, type Markup, safe } from "./markup";

/** What is wrong with a subject, worst first. */
export function findings(found: readonly Finding[], isAlone = true): Markup {
  if (found.length === 0) return html`<h3>Findings</h3>\n<p class="none">None: every rule holds.</p>`;
  return html`<h3>Findings <span class="count">${found.length}</span></h3>
<ul class="findings">
${ranked(found).map((finding) => html`<li>${item(finding, isAlone)}</li>\n`)}</ul>`;
}

function item(finding: Finding, isAlone: boolean): Markup {
  const { ruleId, policyName, title, severity } = finding;
  return html`<article class="finding ${severity}">
<h4>${title}</h4>
<p class="badges"><span class="badge severity">${severity}</span> ${effect(finding)} ${outcome(finding)} <code>${ruleId}</code> <code>${policyName}</code></p>
<p>${messageOf(finding)}</p>
${waiver(finding)}${isAlone ? advice(finding) : html`<p><a href="#rule-${ruleId}">Why, and what to do: ${ruleId}</a></p>`}
</article>`;
}

function effect(finding: Finding): Markup {
  if (!isOpen(finding)) return html`<span class="badge waived">waived</span>`;
  const level = isBlocking(finding)
    ? html`<span class="badge stops">would block</span>`
    : html`<span class="badge">advice</span>`;
  return finding.expiredWaiver === undefined
    ? level
    : html`${level} <span class="badge expired">waiver expired</span>`;
}

function outcome({ outcome: said }: Finding): Markup | undefined {
  return said === "unverifiable" ? html`<span class="badge">cannot be verified</span>` : undefined;
}

function waiver({ waived }: Finding): Markup | undefined {
  if (waived === undefined) return undefined;
  const { waiver: accepted } = waived;
  return html`<p class="waiver">Accepted until ${accepted.expires} (${waiverTimeLeft(waived)}): ${accepted.reason}</p>\n`;
}

/** Open where it is needed most. */
function advice(finding: Finding): Markup | undefined {
  const rule = rules.find(({ id }) => id === finding.ruleId);
  if (rule === undefined) return undefined;
  return html`<details${isBlocking(finding) ? safe(" open") : undefined}><summary>Why, and what to do</summary>
<p>${rule.rationale}</p>
<ol>${rule.remediation.map((step) => html`<li>${step}</li>`)}</ol>
<p><a href="${documentationUrl(rule)}" rel="noreferrer">The rule ${rule.id} in the documentation</a></p>
</details>`;
}
