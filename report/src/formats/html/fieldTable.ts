import {
  DERIVED_FIELDS,
  figure,
  type PurchaseState,
  REPLY_FIELDS,
  type ReplyField,
  STORED_FIELDS,
  type StoredField,
} from "pulumi-tcss/internal";
import fields from "./fields.generated.json";
import { html, type Markup, withCode } from "./markup";

/** What a field says, for people. */
export interface FieldMeaning {
  readonly unit?: string;
  /** Words in backquotes are code. */
  readonly meaning: string;
}

/** Every field by its name: the model's own docstrings, generated (`npm run docs`). */
export const FIELDS: Readonly<Record<StoredField, FieldMeaning>> = fields;

/** Every field with its value, and those of the reply that this version does not know. */
export function fieldTable(purchaseState: PurchaseState, isAlone = true): Markup {
  if (!isAlone) return shortTable(purchaseState);
  return html`<details class="fields"><summary>All fields</summary>
<table class="wide">
<thead><tr><th scope="col">Field</th><th scope="col">Value</th><th scope="col">Unit</th><th scope="col">API name</th><th scope="col">Meaning</th></tr></thead>
<tbody>
${STORED_FIELDS.map((name) => row(name, purchaseState))}</tbody>
</table>
${additional(purchaseState.additionalFields)}</details>`;
}

/** The values alone: with many subjects, the meaning of each field would be repeated for each of them. */
function shortTable(purchaseState: PurchaseState): Markup {
  return html`<details class="fields"><summary>All fields</summary>
<table class="wide">
<thead><tr><th scope="col">Field</th><th scope="col">Value</th></tr></thead>
<tbody>
${STORED_FIELDS.map((name) => html`<tr><th scope="row"><code>${name}</code></th><td class="value">${shown(purchaseState[name])}</td></tr>\n`)}</tbody>
</table>
${additional(purchaseState.additionalFields)}</details>`;
}

/** Fields that one of the sites does not document: the international one has no NoContainerCoresCnt. */
const NOT_EVERYWHERE: ReadonlySet<ReplyField> = new Set(["noContainerCoresCnt"]);

/** The fields that the reply did not hold, or not as the API documents them. */
export function absentFields(purchaseState: PurchaseState): Markup | undefined {
  const absent = (Object.keys(REPLY_FIELDS) as ReplyField[]).filter(
    (name) => purchaseState[name] === undefined && !NOT_EVERYWHERE.has(name),
  );
  if (absent.length === 0) return undefined;
  return html`<details><summary>What could not be read <span class="count">${absent.length}</span></summary>
<p>The account’s reply lacks these fields, or holds them with a value of another type. They count as unknown, never as 0.</p>
<ul>${absent.map((name) => html`<li><code>${REPLY_FIELDS[name].apiName}</code>: ${withCode(FIELDS[name].meaning)}</li>`)}</ul>
</details>`;
}

function row(name: StoredField, purchaseState: PurchaseState): Markup {
  const { unit, meaning } = FIELDS[name];
  const value = purchaseState[name];
  return html`<tr><th scope="row"><code>${name}</code></th><td class="value">${shown(value)}</td><td class="unit">${unit}</td><td class="api">${apiName(name)}</td><td>${withCode(meaning)}</td></tr>\n`;
}

function shown(value: PurchaseState[StoredField]): Markup {
  if (value === undefined) return html`<span class="none">absent</span>`;
  if (value === "") return html`<span class="none">empty</span>`;
  return html`${typeof value === "number" ? figure(value) : [value].flat().join(", ")}`;
}

function apiName(name: StoredField): Markup {
  if (name in REPLY_FIELDS) return html`<code>${REPLY_FIELDS[name as ReplyField].apiName}</code>`;
  const derived: readonly string[] = DERIVED_FIELDS;
  return html`<span class="none">${derived.includes(name) ? "computed" : "of the reading"}</span>`;
}

function additional(fields: PurchaseState["additionalFields"]): Markup | undefined {
  if (fields === undefined) return undefined;
  return html`<table class="wide additional">
<caption>Fields that this version does not know</caption>
<thead><tr><th scope="col">API name</th><th scope="col">Value</th></tr></thead>
<tbody>
${Object.entries(fields).map(
  ([name, value]) =>
    html`<tr><th scope="row"><code>${name}</code></th><td><code>${json(value)}</code></td></tr>\n`,
)}</tbody>
</table>`;
}

/** Longer values would fill the page; the JSON report has them in full. */
const MAX_LENGTH = 1000;

function json(value: unknown): string {
  const text = JSON.stringify(value) ?? "";
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}
