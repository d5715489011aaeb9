/**
 * Which axis: a table of scores and, beside it, the shares that softmax makes of it along one axis or
 * both. Without keepdims they are what NumPy makes of it: right, wrong, or an error.
 */
import { checkBox, controlRow, radioGroup, rangeSlider } from "../kit/controls.mjs";
import { drag, pane, pool } from "../kit/drawing.mjs";
import { widget } from "../kit/frame.mjs";
import { codec } from "../kit/link.mjs";
import { h, s, set } from "../kit/nodes.mjs";
import { format, literal } from "../kit/number_text.mjs";
import { clamp, max, sum, tenth, times } from "../kit/smath.mjs";

const COLUMNS = 3;
const LIMIT = 10; // of the slider
const LEFT = 16; // margins, in pixels
const TOP = 16;
const RIGHT = 54;
const BELOW = 20;
const ROW = 44;
const TENTH = 2; // so many pixels up are a tenth more

const AXIS = { 0: "0", 1: "1", both: "(0, 1)" }; // as NumPy is told

/** The cells whose sum divides a cell of this row and column. */
const span = (axis, rows, i, j) => ({
  rows: axis === "1" ? [i] : times(rows, (k) => k),
  columns: axis === "0" ? [j] : times(COLUMNS, (k) => k),
});

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

/** Where the cells of a table are in a pane, with room for sums on the right, or without. */
function places(pane, right = RIGHT) {
  const width = (pane.width - LEFT - right) / COLUMNS;
  const x = (j) => LEFT + width * j;
  const y = (i) => TOP + ROW * i;
  return {
    middle: (i, j) => ({ x: x(j + 0.5), y: y(i + 0.5) }),
    box: ({ rows, columns }, inset = 0) => ({
      x: x(columns[0]) + inset,
      y: y(rows[0]) + inset,
      width: width * columns.length - 2 * inset,
      height: ROW * rows.length - 2 * inset,
    }),
  };
}

const cellsOf = (a) => a.flatMap((row, i) => row.map((_, j) => [i, j]));

/** One table with its rows and columns numbered; `wire` makes its cells do something. */
function table(paper, fixed, wire) {
  const { svg } = paper;
  const heads = pool(svg, "text", { "text-anchor": "middle" });
  const cells = pool(svg, "rect", { class: "smx-cell" });
  const shades = pool(svg, "rect", {});
  const texts = pool(svg, "text", { "text-anchor": "middle", dy: "0.35em", class: "smx-in" });
  const tie = s("rect", { rx: 4 }, svg);
  const mark = s("rect", { class: "smx-mark", rx: 3 }, svg);
  const hits = pool(svg, "rect", fixed, (node, k) => {
    wire(node, [Math.floor(k / COLUMNS), k % COLUMNS]);
  });

  /** `values` are the texts, of which there may be none; `shares` shade the cells. */
  return ({ a, focus: [i, j], divisor, wrong }, values, shares) => {
    const long = values?.flat().some((text) => text.length > 8);
    const { middle, box } = places(paper, long ? 1 : RIGHT);
    const all = values ? cellsOf(a) : [];
    const at = (i, j) => ({ rows: [i], columns: [j] });
    const display = values ? undefined : "none";
    heads(
      all.flatMap(([i, j]) => [
        ...(i ? [] : [{ x: middle(i, j).x, y: TOP - 6, text: j }]),
        ...(j ? [] : [{ x: 5, y: middle(i, j).y + 5, text: i }]),
      ]),
    );
    cells(all.map(([i, j]) => box(at(i, j))));
    shades(
      (shares ? all : []).map(([i, j]) => ({
        ...box(at(i, j)),
        class: wrong ? "smx-warn" : "smx-bar",
        "fill-opacity": `${Math.round(50 * shares[i][j])}%`,
      })),
    );
    texts(all.map(([i, j]) => ({ ...middle(i, j), text: values[i][j] })));
    set(tie, { ...box(divisor(i, j)), display, class: wrong ? "smx-tie smx-not" : "smx-tie" });
    set(mark, { ...box(at(i, j), 4), display });
    hits(all.map(([i, j]) => box(at(i, j))));
  };
}

function drawings(ui, hand, scores, shares) {
  let last;
  const hover = (node, cell) => {
    node.addEventListener("pointerenter", () => hand.hover(cell));
    node.addEventListener("pointerleave", () => hand.hover(undefined));
  };
  const left = table(scores, { class: "smx-grip smx-updown" }, (node, [i, j]) => {
    hover(node, [i, j]);
    drag(ui, node, {
      start({ y }) {
        hand.choose([i, j]);
        return { y, from: last.a[i][j] };
      },
      move({ y }, grip) {
        const tenths = Math.round((grip.y - y) / TENTH);
        if (tenths) hand.score(last.a, [i, j], grip.from + tenths / 10);
      },
    });
  });
  const right = table(shares, { class: "smx-pick" }, (node, cell) => {
    hover(node, cell);
    node.addEventListener("click", () => hand.choose(cell));
  });
  const sums = pool(shares.svg, "text", { "text-anchor": "middle" });
  const error = pool(shares.svg, "text", { class: "smx-warn", "text-anchor": "middle" });

  return (view) => {
    const { a, axis, p, refused, wrong, rows, columns, total } = view;
    last = view;
    left(view, a.map((row) => row.map((v) => format(v, "z"))));
    right(view, p?.map((row) => row.map((v) => format(v, "p"))), p);
    const { middle } = places(shares);
    const x = shares.width - RIGHT / 2 + 2;
    const y = TOP + ROW * a.length + 16;
    const margin = {
      0: () => [{ x: 5, y, v: "Σ" }, ...columns.map((v, j) => ({ x: middle(0, j).x, y, v }))],
      1: () => [
        { x, y: TOP - 6, v: "Σ" },
        ...rows.map((v, i) => ({ x, y: middle(i, 0).y + 5, v })),
      ],
      both: () => [{ x: 5, y, v: "Σ" }, { x, y, v: total }],
    };
    sums((p ? margin[axis]() : []).map(({ v, ...place }) => ({
      ...place,
      text: v === "Σ" ? v : format(v, "nats"),
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
  const scores = pane(ui, size, "Scores a");
  const shares = pane(ui, size, "Shares p = e / s", shapes);
  let view;

  /** The cell that the reader is at: the one under the pointer, else the one chosen last. */
  const hand = {
    chosen: [0, 0],
    over: undefined,
    at(rows) {
      const [i, j] = hand.over ?? hand.chosen;
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
    score(a, [i, j], value) {
      const before = a[i][j]; // may be beyond the limits of the slider, and then goes no further
      const now = clamp(tenth(value), Math.min(-LIMIT, before), Math.max(LIMIT, before));
      hand.chosen = [i, j];
      ui.put({ a: a.with(i, a[i].with(j, now)) }, true);
    },
  };
  const draw = drawings(ui, hand, scores, shares);

  const axes = radioGroup(ui, "axis =", "axis", [["0", "0"], ["1", "1"], ["both", "both"]]);
  const keep = checkBox(ui, "keepdims", "keepdims");
  const name = h("span");
  const score = rangeSlider(ui, {
    label: name,
    min: -LIMIT,
    max: LIMIT,
    step: 0.1,
    put: (value) => {
      const [i, j] = view.focus;
      return { a: view.a.with(i, view.a[i].with(j, tenth(value))) };
    },
  });
  const [row, column] = ["row", "column"].map((label, k) =>
    rangeSlider(ui, {
      label,
      min: 0,
      max: COLUMNS - 1,
      step: 1,
      put(value) {
        hand.choose(view.focus.with(k, value));
        return {};
      },
    })
  );
  ui.controls.append(axes.node, keep.node, controlRow(3, {}, score.node, row.node, column.node));
  ui.readout("sum of all shares", ui.output("total", "nats"));

  /** The table of all numbers, remade only when it has another row more or less. */
  function rebuild(n) {
    const cells = (key, kind) => (i) =>
      times(COLUMNS, (j) => ui.output(`${key}${i}${j}`, kind, `${key}[${i}][${j}]`));
    const [given, found] = [cells("a", "z"), cells("p", "p")];
    const head = (key) => times(COLUMNS, (j) => `${key}[:, ${j}]`);
    ui.table("Scores and shares", ["row", ...head("a"), ...head("p"), "sum"], [
      ...times(n, (i) => [
        i,
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
    draw({ a, axis, keepdims }) {
      const n = a.length;
      const focus = hand.at(n);
      if (view?.a.length !== n) rebuild(n);
      view = { a, axis, keepdims, focus, ...divide({ a, axis, keepdims }) };
      const { p, rows, columns, total } = view;
      scores.resize(TOP + ROW * n + 2);
      shares.resize(TOP + ROW * n + BELOW + 2);
      draw(view);
      set(shapes, { class: view.refused || view.wrong ? "smx-not" : "" });
      shapes.textContent = view.shapes;
      scores.label(inWords(view));
      shares.label(sharesInWords(view));

      const [i, j] = focus;
      const share = p ? `, share ${format(p[i][j], "p")}` : "";
      axes.show(axis);
      keep.show(keepdims);
      name.textContent = `a[${i}, ${j}]`;
      const text = format(a[i][j], "z");
      score.show(a[i][j], `row ${i}, column ${j}: ${text}${share}`, ` ${text}`);
      set(row.input, { max: n - 1 });
      row.show(i, `row ${i}, score ${text}${share}`, ` ${i}`);
      column.show(j, `column ${j}, score ${text}${share}`, ` ${j}`);

      ui.show({ total, total1: total });
      for (const [i, j] of cellsOf(a)) {
        ui.show({ [`a${i}${j}`]: a[i][j], [`p${i}${j}`]: p?.[i][j] });
        ui.show({ [`r${i}`]: rows?.[i], [`c${j}`]: columns?.[j] });
      }
    },
    sentence() {
      const { a, p, refused, focus: [i, j] } = view;
      const text = `a[${i}, ${j}] = ${format(a[i][j], "z")}: `;
      return refused
        ? `${text}no shares, ValueError: ${refused}.`
        : `${text}share ${format(p[i][j], "p")} ${competitors(view)}.`;
    },
  };
}

const list = (rows, kind) =>
  rows.map((row) => row.map((v) => format(v, kind)).join(", ")).join("; ");

/** With which cells the one in focus is divided. */
function competitors({ axis, wrong, focus: [i, j] }) {
  if (wrong) return i === j ? `of row ${i}, by luck` : `by the sum of row ${j}, not ${i}`;
  return { 0: `of column ${j}`, 1: `of row ${i}`, both: "of the whole table" }[axis];
}

/** What the drawings show, for those who cannot see them. */
const inWords = (view) =>
  `Table of scores by rows: ${list(view.a, "z")}. Row ${view.focus[0]}, column ${
    view.focus[1]
  } has its share ${competitors(view)}.`;

function sharesInWords({ p, axis, refused, wrong, rows }) {
  if (refused) return `No shares: NumPy stops with ValueError: ${refused}.`;
  const along = axis === "both" ? "both axes" : `axis ${axis}`;
  return wrong
    ? `Table of wrong shares by rows: ${list(p, "p")}. The rows sum to ${list([rows], "nats")}.`
    : `Table of shares along ${along} by rows: ${list(p, "p")}.`;
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
});
