/**
 * Lets people sort tables whose headers have `data-sort` (`text` or `number`), by the `data-key` of their cells;
 * unknown values stay last. Tables with `data-filter` are filtered by text, and by the kinds and states that their rows
 * have. The controls are made here: where no script runs, there are none. The rows of a table stay in as many parts as
 * it comes with, each as long as the first.
 */
export const SCRIPT = `"use strict";
const { compare: asText } = new Intl.Collator("en", { numeric: true });
const orders = { text: asText, number: (a, b) => a - b };
const rowsOf = new Map();
const filterOf = new Map();
const show = (table) => {
  const parts = [...table.tBodies];
  const length = parts[0].dataset.length ??= parts[0].children.length;
  const fits = filterOf.get(table) ?? (() => true);
  const rows = rowsOf.get(table).filter(fits);
  for (const part of parts.slice(1)) part.remove();
  parts[0].remove();
  parts[0].replaceChildren(...rows.slice(0, length));
  table.append(parts[0]);
  for (let at = +length; at < rows.length; at += +length) {
    const part = parts[0].cloneNode(false);
    part.append(...rows.slice(at, at + +length));
    table.append(part);
  }
  return rows.length;
};
const sortBy = (header, table) => {
  const up = header.getAttribute("aria-sort") !== "ascending";
  for (const other of header.parentElement.cells) other.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", up ? "ascending" : "descending");
  const order = orders[header.dataset.sort];
  const { cellIndex } = header;
  const compare = ([a], [b]) => {
    if (a === "" || b === "") return (a === "") - (b === "");
    return up ? order(a, b) : order(b, a);
  };
  const keyed = rowsOf.get(table).map((row) => [row.children[cellIndex].dataset.key, row]);
  rowsOf.set(table, keyed.sort(compare).map(([, row]) => row));
  show(table);
};
for (const header of document.querySelectorAll("th[data-sort]")) {
  const table = header.closest("table");
  if (!rowsOf.has(table)) rowsOf.set(table, [...table.tBodies].flatMap((part) => [...part.children]));
  const button = document.createElement("button");
  button.type = "button";
  button.append(...header.childNodes);
  header.append(button);
  button.addEventListener("click", () => sortBy(header, table));
}
const labeled = (text, control) => {
  const label = document.createElement("label");
  label.append(text, control);
  return label;
};
const chooser = (rows, key) => {
  const select = document.createElement("select");
  const values = [...new Set(rows.map((row) => row.dataset[key]))].sort(asText);
  select.append(new Option("all", ""), ...values.map((value) => new Option(value, value)));
  return select;
};
const isChosen = ({ value }, actual) => value === "" || value === actual;
const texts = new Map();
const textOf = (row) => {
  if (!texts.has(row)) texts.set(row, row.textContent.toLowerCase());
  return texts.get(row);
};
for (const table of document.querySelectorAll("table[data-filter]")) {
  const rows = rowsOf.get(table);
  const search = document.createElement("input");
  search.type = "search";
  const kind = chooser(rows, "kind");
  const status = chooser(rows, "status");
  const shown = document.createElement("output");
  shown.setAttribute("role", "status");
  const filters = document.createElement("div");
  filters.className = "filters";
  filters.append(labeled("Search", search), labeled("Kind", kind), labeled("Protection", status), shown);
  table.before(filters);
  const all = rows.length.toLocaleString("en");
  shown.textContent = all + " shown";
  filterOf.set(table, (row) => isChosen(kind, row.dataset.kind) && isChosen(status, row.dataset.status)
    && textOf(row).includes(search.value.trim().toLowerCase()));
  for (const control of [search, kind, status])
    control.addEventListener("input", () => {
      shown.textContent = show(table).toLocaleString("en") + " of " + all + " shown";
    });
}
`;
