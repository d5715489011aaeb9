/** Numbers on the page: a few always in sight, all of them in a table. */
import { h, set } from "./nodes.mjs";
import { format } from "./number_text.mjs";

export function readouts() {
  const outputs = new Map();
  const row = h("div", { class: "smx-numbers" });
  const rows = h("table", { class: "smx-table" });
  const numbers = {
    row,
    rows,

    /** A place for a number, and what `py` calls it in the program of Show Python. */
    output(key, kind, py = key) {
      const node = h("output", {
        "data-k": key,
        "data-kind": kind,
        "data-py": py,
        "aria-live": "off",
      });
      outputs.set(key, { node, kind });
      return node;
    },

    /** Writes numbers, by key; undefined empties a place. While `held`, none is written. */
    held: false,
    show(values) {
      if (numbers.held) return;
      for (const [key, value] of Object.entries(values)) {
        const out = outputs.get(key);
        if (!out || out.value === value) continue;
        out.value = value;
        set(out.node, { "data-value": value });
        out.node.textContent = value === undefined ? "" : format(value, out.kind);
      }
    },

    /** One of the few numbers that are always in sight. */
    readout(label, output) {
      const node = h("label", {}, label, output);
      row.append(node);
      return node;
    },

    /** Fills the table of all numbers; the first cell of a row is its header. */
    table(caption, head, body) {
      const th = (scope) => (cell) => h("th", { scope }, cell);
      const line = ([first, ...cells]) =>
        h("tr", {}, th("row")(first), ...cells.map((cell) => h("td", {}, cell)));
      rows.replaceChildren(
        h("caption", {}, caption),
        h("thead", {}, h("tr", {}, ...head.map(th("col")))),
        h("tbody", {}, ...body.map(line)),
      );
    },
  };
  return numbers;
}
