/**
 * Which axis: a table of scores and, beside it, the shares that softmax makes of it along one axis or
 * both. Without keepdims they are what NumPy makes of it: right, wrong, or an error.
 */
import { checkBox, controlRow, radioGroup, rangeSlider } from "../kit/controls.mjs";
import { pane, pool } from "../kit/drawing.mjs";
import { widget } from "../kit/frame.mjs";
import { codec } from "../kit/link.mjs";
import { h, randomId, set } from "../kit/nodes.mjs";
import { format, literal } from "../kit/number_text.mjs";
import { max, sum, tenth, times } from "../kit/smath.mjs";
import { cellsOf, COLUMNS, grid, inRows, leftOf, names, places, ROW, span, TOP } from "./grid.mjs";
import { two } from "./two.mjs";

const RANGE = 10; // of the slider
const RIGHT = 54; // margins, in pixels
const UNDER = 20;
const SUM = "sum";

const AXIS = { 0: "0", 1: "1", both: "(0, 1)" }; // as NumPy is told

const within = (table, { rows, columns }) => rows.flatMap((i) => columns.map((j) => table[i][j]));

/** What NumPy makes of a state; without shares if it refuses. */
function divide({ a, axis, keepdims }) {
  const n = a.length;
  const lost = axis === "1" && !keepdims; // sums of rows, which NumPy holds against the columns
  const own = (i, j) => span(axis, n, i, j);
  const divisor = (i, j) => own(lost ? j : i, j);
  const e = a.map((row, i) => row.map((v, j) => Math.exp(v - max(within(a, own(i, j))))));
  const shape = { 0: keepdims ? "(1, 3)" : "(3,)", 1: keepdims ? `(${n}, 1)` : `(${n},)` }[axis];
  const refused = lost && n !== COLUMNS &&
    `operands could not be broadcast together with shapes (${n},${COLUMNS}) (${n},)`;
  const p = refused
    ? undefined
    : e.map((row, i) => row.map((v, j) => v / sum(within(e, divisor(i, j)))));
  return {
    p,
    refused,
    wrong: lost && !refused,
    divisor: refused ? own : divisor,
    shapes: `(${n}, ${COLUMNS}) / ${shape ?? (keepdims ? "(1, 1)" : "()")}`,
    rows: p?.map(sum),
    columns: p && times(COLUMNS, (j) => sum(p.map((row) => row[j]))),
    total: p && sum(p.map(sum)),
  };
}

/** The program that computes every number of a state. */
function python({ a, axis, keepdims }) {
  const { refused, wrong } = divide({ a, axis, keepdims });
  const into = wrong ? "p = e / s  # the sum of row j divides column j" : "p = e / s";
  return [
    "import numpy as np",
    "",
    `a = np.array(${literal(a)})`,
    `axis = ${AXIS[axis]}`,
    `keepdims = ${keepdims ? "True" : "False"}`,
    "",
    "e = np.exp(a - a.max(axis=axis, keepdims=True))",
    "s = e.sum(axis=axis, keepdims=keepdims)",
    ...(refused
      ? ["try:", `    ${into}`, "except ValueError as error:", '    print("ValueError:", error)']
      : [
        into,
        "",
        "rows = p.sum(axis=1)",
        "columns = p.sum(axis=0)",
        "total = p.sum()",
        'print("shares", p, "sums", rows, columns, total)',
      ]),
    "",
  ].join("\n");
}

function drawings(hand, scores, shares) {
  const pick = (node, cell) => {
    node.addEventListener("pointerenter", () => hand.hover(cell));
    node.addEventListener("pointerleave", () => hand.hover(undefined));
    node.addEventListener("click", () => hand.choose(cell));
  };
  const left = grid(scores.svg, { class: "smx-pick" }, pick);
  const right = grid(shares.svg, { class: "smx-pick" }, pick);
  const sums = pool(shares.svg, "text", { "text-anchor": "middle" });
  const error = pool(shares.svg, "text", { class: "smx-warn", "text-anchor": "middle" });

  return (view) => {
    const { a, axis, p, refused, wrong, rows, columns, total, focus, called } = view;
    const texts = a.map((row) => row.map((v) => format(v, "z")));
    const long = texts.flat().some((text) => text.length > 8); // then no room is left for a margin
    const start = leftOf(called);
    const common = { called, focus, wrong, tied: view.divisor(...focus) };
    left({ ...common, texts, where: places(scores, start, long ? 1 : RIGHT) });
    const where = places(shares, start, RIGHT);
    right({ ...common, texts: p?.map((row) => row.map((v) => format(v, "p"))), shares: p, where });
    const { middle } = where;
    const x = shares.width - RIGHT / 2 + 2;
    const y = TOP + ROW * a.length + 16;
    const margin = {
      0: () => [
        { x: start / 2 - 3, y, v: SUM },
        ...columns.map((v, j) => ({ x: middle(0, j).x, y, v })),
      ],
      1: () => [
        { x, y: TOP - 5, v: SUM },
        ...rows.map((v, i) => ({ x, y: middle(i, 0).y + 5, v })),
      ],
      both: () => [{ x: start / 2 - 3, y, v: SUM }, { x, y, v: total }],
    };
    sums((p ? margin[axis]() : []).map(({ v, ...place }) => ({
      ...place,
      text: v === SUM ? v : format(v, "nats"),
      class: wrong ? "smx-sum smx-warn" : "smx-sum",
    })));
    const centre = TOP + (ROW * a.length) / 2 + 5;
    error((refused ? lines(`ValueError: ${refused}`, 28) : []).map((text, k, all) => ({
      x: middle(0, 1).x,
      y: centre + 20 * (k - (all.length - 1) / 2),
      text,
    })));
  };
}

/** All cells by name, as a native list that drops down. */
function cellList(choose) {
  const id = randomId();
  const box = h("select", { id, class: "smx-box smx-cells", "data-lm-suppress-shortcuts": true });
  let options = [];
  box.addEventListener("change", () => choose(box.value.split(",").map(Number)));
  return {
    node: h("div", { class: "smx-field" }, h("label", { for: id }, "cell"), box),
    offer(cells, called) {
      options = cells.map(([i, j]) => h("option", { value: `${i},${j}` }, called.cell(i, j)));
      box.replaceChildren(...options);
    },
    show(cell) {
      for (const option of options) {
        const here = option.getAttribute("value") === `${cell}`;
        set(option, { selected: here }); // for the still
        option.selected = here;
      }
    },
  };
}

/** A sentence in lines of at most so many letters. */
function lines(text, length) {
  return text.split(" ").reduce((found, word) => {
    const line = `${found.at(-1)} ${word}`.trim();
    return line.length > length ? [...found, word] : found.with(-1, line);
  }, [""]);
}

function build(ui) {
  const shapes = h("span");
  const size = { narrow: [334, 130], wide: [311, 130] };
  const scores = pane(ui, size, "Scores");
  const shares = pane(ui, size, "Shares", shapes);
  let view;

  /**
   * The cell that the reader is at: the one under the pointer, else the one chosen last. Before any is
   * chosen it is the first; or, where the sums are wrong, one off the diagonal, whose sum is not its own.
   */
  const hand = {
    chosen: undefined,
    over: undefined,
    at(rows, wrong) {
      const [i, j] = hand.over ?? hand.chosen ?? [0, wrong ? COLUMNS - 1 : 0];
      return [Math.min(i, rows - 1), j];
    },
    choose(cell) {
      hand.chosen = cell;
      ui.ask();
    },
    hover(cell) {
      hand.over = cell;
      ui.ask();
    },
  };
  const draw = drawings(hand, scores, shares);

  const axes = radioGroup(ui, "axis =", "axis", [["0", "0"], ["1", "1"], ["both", "both"]]);
  const keep = checkBox(ui, "keepdims", "keepdims");
  const name = h("span");
  const score = rangeSlider(ui, {
    label: name,
    min: -RANGE,
    max: RANGE,
    step: 0.1,
    put: (value) => {
      const [i, j] = view.focus;
      return { a: view.a.with(i, view.a[i].with(j, tenth(value))) };
    },
  });
  const cell = cellList(hand.choose);
  ui.controls.append(axes.node, keep.node, controlRow(2, {}, cell.node, score.node));
  ui.readout("sum of all shares", ui.output("total", "nats"));

  /** The table of all numbers, remade only when it has another row more or less. */
  function rebuild(n, called) {
    const cells = (key, kind) => (i) =>
      times(COLUMNS, (j) => ui.output(`${key}${i}${j}`, kind, `${key}[${i}][${j}]`));
    const [given, found] = [cells("a", "z"), cells("p", "p")];
    const head = (key, kind) =>
      times(
        COLUMNS,
        (j) =>
          called.column(j) === called.columns[j]
            ? `${kind}, ${called.columns[j]}`
            : `${key}[:, ${j}]`,
      );
    ui.table("Scores and shares", ["row", ...head("a", "score"), ...head("p", "share"), "sum"], [
      ...times(n, (i) => [
        called.rows[i],
        ...given(i),
        ...found(i),
        ui.output(`r${i}`, "nats", `rows[${i}]`),
      ]),
      [
        "sum",
        ...times(COLUMNS, () => ""),
        ...times(COLUMNS, (j) => ui.output(`c${j}`, "nats", `columns[${j}]`)),
        ui.output("total1", "nats", "total"),
      ],
    ]);
  }

  return {
    python,
    draw(state) {
      const { a, axis, keepdims } = state;
      const n = a.length;
      const found = divide(state);
      const focus = hand.at(n, found.wrong);
      const called = names(state);
      if (view?.called.key !== called.key) {
        rebuild(n, called);
        cell.offer(cellsOf(a), called);
      }
      view = { a, axis, keepdims, focus, called, ...found };
      const { p, rows, columns, total } = view;
      scores.resize(TOP + ROW * n + 2);
      shares.resize(TOP + ROW * n + UNDER + 2);
      draw(view);
      set(shapes, { class: view.refused || view.wrong ? "smx-not" : "" });
      shapes.textContent = keepdims ? "" : `shapes ${view.shapes}`;
      scores.label(inWords(view));
      shares.label(sharesInWords(view));

      const [i, j] = focus;
      const share = p ? `, share ${format(p[i][j], "p")}` : "";
      axes.show(axis);
      keep.show(keepdims);
      name.textContent = called.cell(i, j);
      const text = format(a[i][j], "z");
      score.show(a[i][j], `${called.row(i)}, ${called.column(j)}: ${text}${share}`, ` ${text}`);
      cell.show(focus);

      ui.show({ total, total1: total });
      for (const [i, j] of cellsOf(a)) {
        ui.show({ [`a${i}${j}`]: a[i][j], [`p${i}${j}`]: p?.[i][j] });
        ui.show({ [`r${i}`]: rows?.[i], [`c${j}`]: columns?.[j] });
      }
    },
    sentence() {
      const { a, p, refused, called, focus: [i, j] } = view;
      const text = `${called.cell(i, j)} = ${format(a[i][j], "z")}: `;
      return refused
        ? `${text}no shares, ValueError: ${refused}.`
        : `${text}share ${format(p[i][j], "p")} ${competitors(view)}.`;
    },
  };
}

/** With which cells the one in focus is divided. */
function competitors({ axis, wrong, called, focus: [i, j] }) {
  if (wrong) {
    return i === j
      ? `of ${called.row(i)}, by luck`
      : `by the sum of ${called.row(j)}, not of ${called.row(i)}`;
  }
  return {
    0: `of ${called.column(j)}`,
    1: `of ${called.row(i)}`,
    both: "of the whole table",
  }[axis];
}

const list = (called, table, kind) => inRows(called, table, (v) => format(v, kind));

/** What the drawings show, for those who cannot see them. */
function inWords(view) {
  const { a, called, focus: [i, j] } = view;
  const cell = `${called.row(i)}, ${called.column(j)}`;
  return `Table of scores by rows: ${list(called, a, "z")}. ` +
    `${cell[0].toUpperCase()}${cell.slice(1)} has its share ${competitors(view)}.`;
}

function sharesInWords({ p, axis, refused, wrong, rows, called }) {
  if (refused) return `No shares: NumPy stops with ValueError: ${refused}.`;
  const along = axis === "both" ? "both axes" : `axis ${axis}`;
  const sums = wrong && rows.map((v) => format(v, "nats")).join(", ");
  return wrong
    ? `Table of wrong shares by rows: ${list(called, p, "p")}. The rows sum to ${sums}.`
    : `Table of shares along ${along} by rows: ${list(called, p, "p")}.`;
}

const TWO = [[1, 2, 3], [0.5, 1.5, 2.5]];
const THREE = [...TWO, [0, 0, 3]];
const along = (axis) => ({ a: TWO, axis, keepdims: true });

export default widget({
  name: "which_axis",
  title: "Along which axis?",
  state: {
    a: codec.table(2, 3, COLUMNS, -2000, 2000),
    axis: codec.choice("0", "1", "both"),
    keepdims: codec.flag,
  },
  presets: [
    ["2 × 3", [["axis=1", along("1")], ["axis=0", along("0")], ["both", along("both")]]],
    ["no keepdims", [
      ["2 × 3", { a: TWO, axis: "1", keepdims: false }],
      ["3 × 3", { a: THREE, axis: "1", keepdims: false }],
      ["axis=0", { a: TWO, axis: "0", keepdims: false }],
    ]],
  ],
  build,
  views: { two },
});
