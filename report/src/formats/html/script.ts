/**
 * Lets people sort tables whose headers have `data-sort` (`text` or `number`), by the `data-key` of their cells;
 * unknown values stay last. The buttons are made here: where no script runs, there are none.
 */
export const SCRIPT = `"use strict";
const { compare: asText } = new Intl.Collator("en", { numeric: true });
const orders = { text: asText, number: (a, b) => a - b };
const sortBy = (header, body) => {
  const up = header.getAttribute("aria-sort") !== "ascending";
  for (const other of header.parentElement.cells) other.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", up ? "ascending" : "descending");
  const order = orders[header.dataset.sort];
  const keyOf = (row) => row.cells[header.cellIndex].dataset.key;
  const compare = (one, other) => {
    const [a, b] = [keyOf(one), keyOf(other)];
    if (a === "" || b === "") return (a === "") - (b === "");
    return up ? order(a, b) : order(b, a);
  };
  body.append(...[...body.rows].sort(compare));
};
for (const header of document.querySelectorAll("th[data-sort]")) {
  const [body] = header.closest("table").tBodies;
  const button = document.createElement("button");
  button.type = "button";
  button.append(...header.childNodes);
  header.append(button);
  button.addEventListener("click", () => sortBy(header, body));
}
`;
