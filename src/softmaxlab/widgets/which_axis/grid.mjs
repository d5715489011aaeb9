/** Tables of scores and shares, drawn: cells with their words, the frame of what competes, sums. */
import { pool } from "../kit/drawing.mjs";
import { classNames } from "../kit/labels.mjs";
import { s, set } from "../kit/nodes.mjs";
import { times } from "../kit/smath.mjs";

export const COLUMNS = 3;
export const TOP = 16; // margins, in pixels
export const ROW = 44;
const LETTER = 8; // no letter of a short word is wider on average

/** The cells whose sum divides a cell of this row and column. */
export const span = (axis, rows, i, j) => ({
  rows: axis === "1" ? [i] : times(rows, (k) => k),
  columns: axis === "0" ? [j] : times(COLUMNS, (k) => k),
});

export const cellsOf = (a) => a.flatMap((row, i) => row.map((_, j) => [i, j]));

/** What rows, columns and cells are called: by words where there are enough, else by index. */
export function names({ a, labels, row_labels }) {
  const people = row_labels.slice(0, a.length);
  const rows = classNames(people, a.length);
  const columns = classNames(labels, COLUMNS);
  const worded = rows === people && columns === labels;
  return {
    rows,
    columns,
    key: `${rows}|${columns}`,
    row: (i) => (rows === people ? rows[i] : `row ${i}`),
    column: (j) => (columns === labels ? columns[j] : `column ${j}`),
    cell: (i, j) => (worded ? `${rows[i]}, ${columns[j]}` : `a[${i}, ${j}]`),
  };
}

/** A sentence of all numbers of a table, for those who cannot see it. */
export const inRows = ({ rows, row, column }, table, text) =>
  table.map((line, i) => {
    const numbers = line.map(text);
    return row(i) === rows[i]
      ? `${rows[i]}: ${numbers.map((x, j) => `${column(j)} ${x}`).join(", ")}`
      : numbers.join(", ");
  }).join("; ");

/** Where the cells of a table are in a pane, between a margin for the rows' words and one for sums. */
export function places(pane, left, right) {
  const width = (pane.width - left - right) / COLUMNS;
  const x = (j) => left + width * j;
  const y = (i) => TOP + ROW * i;
  return {
    width,
    middle: (i, j) => ({ x: x(j + 0.5), y: y(i + 0.5) }),
    box: ({ rows, columns }, inset = 0) => ({
      x: x(columns[0]) + inset,
      y: y(rows[0]) + inset,
      width: width * columns.length - 2 * inset,
      height: ROW * rows.length - 2 * inset,
    }),
  };
}

/** The margin that the words of rows need. */
export const leftOf = ({ rows }) => 8 + LETTER * Math.max(...rows.map((word) => word.length));

/** A text no wider than its cell: what is longer is squeezed. */
const fitted = (text, width) => ({
  text,
  textLength: String(text).length * LETTER > width ? width - 4 : undefined,
  lengthAdjust: "spacingAndGlyphs",
});

/**
 * One table with words at its rows and columns; `wire(node, cell)` makes its cells do something. The
 * function that it returns draws the `texts` of a table, of which there may be none, at `where`;
 * `shares` shade the cells, those `tied` are framed, and the one in `focus` is marked.
 */
export function grid(svg, fixed, wire) {
  const heads = pool(svg, "text", { "text-anchor": "middle" });
  const starts = pool(svg, "text", { x: 0 });
  const cells = pool(svg, "rect", { class: "smx-cell" });
  const shades = pool(svg, "rect", {});
  const inside = pool(svg, "text", { "text-anchor": "middle", dy: "0.35em", class: "smx-in" });
  const tie = s("rect", { rx: 4 }, svg);
  const mark = s("rect", { class: "smx-mark", rx: 3 }, svg);
  const hits = pool(svg, "rect", fixed, (node, k) => {
    wire?.(node, [Math.floor(k / COLUMNS), k % COLUMNS]);
  });

  return ({ texts, shares, called, where, tied, focus, wrong, unnamed }) => {
    const { width, middle, box } = where;
    const all = texts ? cellsOf(texts) : [];
    const at = (i, j) => ({ rows: [i], columns: [j] });
    const frame = (node, cells, inset, attributes = {}) =>
      set(node, {
        ...attributes,
        ...(cells && box(cells, inset)),
        display: texts && cells ? undefined : "none",
      });
    const first = (items, draw) => (texts ? items.map(draw) : []);
    heads(first(called.columns, (word, j) => ({
      x: middle(0, j).x,
      y: TOP - 5,
      ...fitted(word, width),
    })));
    starts(first(unnamed ? [] : called.rows, (text, i) => ({ y: middle(i, 0).y + 5, text })));
    cells(all.map(([i, j]) => box(at(i, j))));
    shades(
      (shares ? all : []).map(([i, j]) => ({
        ...box(at(i, j)),
        class: wrong ? "smx-warn" : "smx-bar",
        "fill-opacity": `${Math.round(50 * shares[i][j])}%`,
      })),
    );
    inside(all.map(([i, j]) => ({ ...middle(i, j), ...fitted(texts[i][j], width) })));
    frame(tie, tied, 0, { class: wrong ? "smx-tie smx-not" : "smx-tie" });
    frame(mark, focus && at(...focus), 4);
    hits((wire ? all : []).map(([i, j]) => box(at(i, j))));
  };
}
