// A table that is a table on a wide screen and a list of cards on a phone. The roles are written
// out because browsers drop a table's meaning when its display is changed.

import { element } from "./dom.js";

// Characters of a label and its value, the mark of a tone counted; longer ones get a line of their
// own on a phone.
const LONG = 16;
const MARK = 3;

export function renderTable(table) {
  const head = element(
    "thead",
    { role: "rowgroup" },
    element("tr", { role: "row" }, table.columns.map((column) => element("th", { role: "columnheader", scope: "col" }, column))),
  );
  const body = element("tbody", { role: "rowgroup" }, table.rows.map((row) => renderRow(row, table.columns)));
  const caption = table.title ? element("caption", {}, table.title) : null;
  const made = element("table", { role: "table", "data-testid": "reply-table" }, caption, head, body);
  return element("div", { class: "table-frame" }, made);
}

function renderRow(row, columns) {
  const [title, ...values] = row;
  const cells = values.map((cell, index) => {
    const label = columns[index + 1] ?? "";
    const mark = cell.tone === "neutral" ? 0 : MARK;
    const length = label.length + cell.text.length + mark > LONG ? "long" : null;
    return element("td", { role: "cell", class: length, "data-label": label }, tonedText(cell));
  });
  return element("tr", { role: "row" }, element("th", { role: "rowheader", scope: "row" }, tonedText(title)), cells);
}

/** A value; its tone is shown by colour and by a mark in front, never by colour alone. */
export function tonedText(cell) {
  const plain = cell.tone === "neutral";
  return plain ? cell.text : element("span", { class: `tone ${cell.tone}` }, element("span", {}, cell.text));
}
