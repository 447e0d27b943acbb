import { type Coverage, counted, figure, TcssError } from "pulumi-tcss/internal";
import { type CoveredAccount, shownAssets } from "../../../coverageDocument";
import { snippetsOf } from "../../../present/coverage/snippets";
import { type Step, stepsOf } from "../../../present/coverage/steps";
import { notesOf, statusCounts } from "../../../present/coverage/words";
import { money } from "../../../present/money";
import { cores } from "../../coverage/numbers";
import { barChart } from "../bars";
import { html, type Markup } from "../markup";
import { assetTable } from "./table";

/** What is undefended in each account, the plan, and the assets. */
export function coverageSections(accounts: readonly CoveredAccount[]): Markup {
  return html`${accounts.map((account, index) => section(account, index + 1))}`;
}

function section(account: CoveredAccount, number: number): Markup {
  const { name, coverage } = account;
  const id = `coverage-${number}`;
  return html`<section class="card coverage" aria-labelledby="${id}">
<h2 id="${id}">Coverage of <bdi>${name}</bdi></h2>
${coverage instanceof TcssError ? html`<p class="problem">Not read: ${coverage.message}</p>\n` : content(account, coverage, id)}</section>
`;
}

function content(account: CoveredAccount, coverage: Coverage, id: string): Markup {
  return html`${tiles(coverage)}
${chart(coverage)}${planSection(account, coverage)}${notes(coverage)}${assetTable(shownAssets(account, coverage), coverage, id)}`;
}

function tiles({ totals, plan }: Coverage): Markup {
  const { undefendedCores: undefended } = totals;
  const figures = [
    {
      name: "Undefended cores",
      value: undefended === null ? "unknown" : cores(undefended),
      isBad: undefended !== 0,
    },
    {
      name: "Assets not fully protected",
      value: figure(totals.undefended + totals.partial),
      isBad: totals.undefended + totals.partial > 0,
    },
    {
      name: "Cores covered by the plan",
      value: plan === null ? "unknown" : figure(plan.coveredCores),
      isBad: false,
    },
    {
      name: "Cores left",
      value: plan === null ? "unknown" : figure(plan.remainingCores),
      isBad: (plan?.remainingCores ?? 0) > 0,
    },
    ...(plan === null || plan.elasticPerDay === null || plan.currency === null || plan.remainingCores === 0
      ? []
      : [
          {
            name: "The rest by elastic billing, a day",
            value: money(plan.elasticPerDay, { currency: plan.currency }),
            isBad: false,
          },
        ]),
  ];
  return html`<dl class="tiles">
${figures.map(
  ({ name, value, isBad }) =>
    html`<div><dt>${name}</dt><dd><strong${isBad ? html` class="alarming"` : undefined}>${value}</strong></dd></div>\n`,
)}</dl>`;
}

function chart(coverage: Coverage): Markup | undefined {
  const { totals, plan } = coverage;
  const { cores: all, protectedCores, undefendedCores } = totals;
  if (all === null || protectedCores === null || undefendedCores === null || all === 0) return undefined;
  const covered = Math.min(undefendedCores, plan?.coveredCores ?? 0);
  const counts = statusCounts(coverage);
  return html`<h3>Cores</h3>
${barChart({
  unit: ["core", "cores"],
  bars: [
    {
      label: "Cores of the assets",
      total: all,
      segments: [
        { name: "Protected", count: protectedCores, tone: "good" },
        { name: "Covered by the plan at no cost", count: covered, tone: "spare" },
        { name: "Left", count: rounded(undefendedCores - covered), tone: "bad" },
      ],
    },
  ],
})}<p class="note">${counted(totals.assets, "asset")}${counts === "" ? undefined : `: ${counts}`}.</p>
`;
}

function rounded(count: number): number {
  return Math.round(count * 1000) / 1000;
}

function planSection(account: CoveredAccount, coverage: Coverage): Markup | undefined {
  const steps = stepsOf(account, coverage);
  if (steps.length === 0) return undefined;
  return html`<h3>Plan</h3>
<ol class="steps">
${steps.map(step)}</ol>
${snippetsOf(coverage.plan?.switchOn ?? []).map(
  ({ name, code }) => html`<details><summary>As code for clusters: ${name}</summary>
${codeBlock(code, name)}</details>
`,
)}`;
}

/** Steps with more items than this have them folded. */
const OPEN_ITEMS = 10;

function step({ text, items, commands }: Step): Markup {
  const list =
    items.length === 0
      ? undefined
      : html`<ul>${items.map((item) => html`<li><bdi>${item}</bdi></li>\n`)}</ul>`;
  return html`<li>${text}
${items.length > OPEN_ITEMS ? html`<details><summary>${counted(items.length, "asset")}</summary>${list}</details>` : list}${commandList(commands)}</li>
`;
}

/** More commands than this are folded. */
const OPEN_COMMANDS = 4;

function commandList(commands: Step["commands"]): Markup {
  const all = html`${commands.map(
    ({ line, note }, index) =>
      html`${note === undefined ? undefined : html`<p class="note">${note}</p>`}${codeBlock(line, `Command ${index + 1}`)}`,
  )}`;
  return commands.length > OPEN_COMMANDS
    ? html`<details><summary>${counted(commands.length, "command")}</summary>${all}</details>`
    : all;
}

/** Can be scrolled by the keyboard. */
function codeBlock(code: string, name: string): Markup {
  return html`<pre class="code" tabindex="0" role="group" aria-label="${name}"><code>${code}</code></pre>
`;
}

function notes(coverage: Coverage): Markup {
  return html`<h3>How this was counted</h3>
<ul class="note">
${notesOf(coverage).map((note) => html`<li>${note}</li>\n`)}</ul>
`;
}
