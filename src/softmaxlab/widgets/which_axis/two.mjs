/**
 * The view "two": one table of scores, and the two tables of shares that it can give: A, whose rows
 * sum to 1, and B, whose columns do. One slider moves the first score. Arrows in the cells say which
 * shares are larger or smaller than they were at the start.
 */
import { controlRow, rangeSlider } from "../kit/controls.mjs";
import { pane, pool } from "../kit/drawing.mjs";
import { h } from "../kit/nodes.mjs";
import { format, literal, roughText } from "../kit/number_text.mjs";
import { softmax, sum, tenth, times } from "../kit/smath.mjs";
import { cellsOf, COLUMNS, grid, inRows, leftOf, names, places, ROW, span, TOP } from "./grid.mjs";

const LIMIT = 5; // of the slider
const BELOW = 20;
const CROWDED = 200; // in a pane that is narrower, the rows' words stand beside its neighbour only

const columnsOf = (table) => times(COLUMNS, (j) => table.map((row) => row[j]));

/** The shares of each kind: along the rows, and along the columns. */
const sharesOf = (a) => {
  const across = columnsOf(a).map((column) => softmax(column));
  return { A: a.map((row) => softmax(row)), B: a.map((_, i) => across.map((column) => column[i])) };
};

/** How a share moved since the start, to the eye: up, down, or not. */
const turn = (now, then) => (Math.abs(now - then) < 5e-4 ? 0 : Math.sign(now - then));

const SUMS = { A: "rows sum to 1", B: "columns sum to 1" };
const AXES = { A: "1", B: "0" };

function drawShares(pane, which) {
  const draw = grid(pane.svg, {});
  const sums = pool(pane.svg, "text", { "text-anchor": "middle", class: "smx-sum" });
  const arrows = pool(pane.svg, "path", { class: "smx-turn" });

  return ({ a, called, shares, before }) => {
    const p = shares[which];
    const n = a.length;
    const unnamed = which === "B" && pane.width < CROWDED;
    const where = places(pane, unnamed ? 2 : leftOf(called), which === "A" ? 16 : 2);
    const { middle, box } = where;
    draw({
      texts: p.map((row) => row.map(roughText)),
      shares: p,
      called,
      where,
      unnamed,
      tied: span(AXES[which], n, 0, 0),
    });
    sums(
      which === "A"
        ? p.map((row, i) => ({
          x: pane.width - 7,
          y: middle(i, 0).y + 5,
          text: roughText(near(sum(row))),
        }))
        : columnsOf(p).map((column, j) => ({
          x: middle(0, j).x,
          y: TOP + ROW * n + 16,
          text: roughText(near(sum(column))),
        })),
    );
    arrows(
      cellsOf(a).map(([i, j]) => {
        const { x, y, width } = box({ rows: [i], columns: [j] });
        const way = turn(p[i][j], before[which][i]?.[j] ?? p[i][j]);
        const foot = y + (way > 0 ? 11 : 4);
        return { d: way ? `M${x + width - 14},${foot}h9l-4.5,${-7 * way}z` : "" };
      }),
    );
  };
}

/** Sums within 1e-12 of 1 are 1. */
const near = (x) => (Math.abs(x - 1) < 1e-12 ? 1 : x);

function buildTwo(ui) {
  const start = sharesOf(ui.state().a);
  const hint = h("span", { "aria-hidden": "true" });
  const scores = pane(ui, { narrow: [334, 106], wide: [190, 126] }, "Scores", hint);
  const tables = ["A", "B"].map((which) => {
    const size = { narrow: [which === "A" ? 183 : 139, 126], wide: [216, 126] };
    const paper = pane(ui, size, h("b", {}, which), SUMS[which]);
    return { which, paper, draw: drawShares(paper, which) };
  });
  const drawScores = grid(scores.svg, {});
  const name = h("span");
  const score = rangeSlider(ui, {
    label: name,
    min: -LIMIT,
    max: LIMIT,
    step: 0.1,
    put: (value) => ({ a: view.a.with(0, view.a[0].with(0, tenth(value))) }),
  });
  ui.controls.append(controlRow(1, {}, score.node));
  let form = "";
  let view;

  const inWords = (which) =>
    inRows(view.called, view.shares[which], roughText) +
    cellsOf(view.a).map(([i, j]) => {
      const way = turn(view.shares[which][i][j], start[which][i]?.[j] ?? 0);
      return way ? `; ${view.called.cell(i, j)} is ${way > 0 ? "up" : "down"}` : "";
    }).join("");

  return {
    draw(state) {
      const { a } = state;
      const called = names(state);
      const shares = sharesOf(a);
      const before = start.A.length === a.length ? start : shares;
      view = { a, called, shares, before };
      const wanted = `${a.length}|${called.key}`;
      if (form !== wanted) {
        ui.table("Scores and shares", ["cell", "score", "table A", "table B"], [
          ...cellsOf(a).map(([i, j]) => [
            called.cell(i, j),
            ui.output(`a${i}${j}`, "z", `a[${i}][${j}]`),
            ui.output(`A${i}${j}`, "p", `A[${i}][${j}]`),
            ui.output(`B${i}${j}`, "p", `B[${i}][${j}]`),
          ]),
        ]);
      }
      form = wanted;
      const n = a.length;
      const turned = cellsOf(a).some(([i, j]) => turn(shares.B[i][j], before.B[i][j]));
      hint.textContent = turned ? "▲▼ since the start" : "";
      scores.resize(TOP + ROW * n + 2);
      drawScores({
        texts: a.map((row) => row.map((v) => format(v, "z"))),
        called,
        where: places(scores, leftOf(called), 2),
        focus: [0, 0],
      });
      scores.label(`Table of scores by rows: ${inRows(called, a, (v) => format(v, "z"))}.`);
      for (const { which, paper, draw } of tables) {
        paper.resize(TOP + ROW * n + BELOW + 2);
        draw(view);
        paper.label(`Table ${which} of shares, whose ${SUMS[which]}: ${inWords(which)}.`);
      }
      name.textContent = called.cell(0, 0);
      const text = format(a[0][0], "z");
      score.show(a[0][0], `score ${text}`, ` ${text}`);
      for (const [i, j] of cellsOf(a)) {
        ui.show({
          [`a${i}${j}`]: a[i][j],
          [`A${i}${j}`]: shares.A[i][j],
          [`B${i}${j}`]: shares.B[i][j],
        });
      }
    },
    python: ({ a }) =>
      [
        "import numpy as np",
        "from softmaxlab import softmax",
        "",
        `a = np.array(${literal(a)})`,
        "A = softmax(a, axis=1)  # each row sums to 1",
        "B = softmax(a, axis=0)  # each column sums to 1",
        "print(A, B)",
        "",
      ].join("\n"),
    sentence() {
      const { a, called, shares } = view;
      const first = (which) =>
        shares[which].map((row, i) => `${called.row(i)} ${roughText(row[0])}`).join(", ");
      const text = `${called.cell(0, 0)}: score ${format(a[0][0], "z")}`;
      return `${text}. Shares of ${called.column(0)} in table A: ${first("A")}; ` +
        `in table B: ${first("B")}.`;
    },
  };
}

const raised = (value) => [`${value}`, { a: [[value, 1, 0.1], [1, 2, 0.5]] }];

export const two = {
  title: "Two tables of shares",
  build: buildTwo,
  presets: [["first score", [raised(2), raised(5), raised(-3)]]],
};
