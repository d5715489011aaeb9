/**
 * The view "exponentiate-add-divide": a row for each word, worked like a sum on paper from left to
 * right. A button adds one step: the exponentials, their sum, the shares.
 */
import { button } from "../kit/controls.mjs";
import { crisp, pane, pool } from "../kit/drawing.mjs";
import { classNames } from "../kit/labels.mjs";
import { h, s, set } from "../kit/nodes.mjs";
import { literal, scientific } from "../kit/number_text.mjs";
import { max, sum, times } from "../kit/smath.mjs";
import { scoresText, scoreText, shareText } from "./glance.mjs";

const LAST = 3;
const DONE = ["the scores", "exponentiate", "add", "divide"]; // what each step does

/** The program of the steps so far. */
const stepsInPython = ({ z, step }) =>
  [
    "import numpy as np",
    "",
    `z = np.array(${literal(z)})`,
    "print(z)",
    ...[
      ["", "e = np.exp(z)  # exponentiate", "print(e)"],
      ["", "total = e.sum()  # add", "print(total)"],
      ["", "p = e / total  # divide", "print(p, p.sum())"],
    ].slice(0, step).flat(),
    "",
  ].join("\n");

/** A positive number in at least two digits. */
function powerText(v) {
  if (!Number.isFinite(v)) return Number.isNaN(v) ? "NaN" : "∞";
  if (v === 0) return "0";
  if (v >= 1e6 || v < 1e-3) return scientific(v, 1);
  return v >= 1000 ? v.toFixed(0) : v >= 0.1 ? v.toFixed(2) : v.toPrecision(2);
}

const about = (v) =>
  v === 1 ? "= 1" : Number.isFinite(v) ? `≈ ${powerText(v)}` : `: ${powerText(v)}`;

const STEPS_HEAD = 26;
const STEPS_ROW = 42;
const STEPS_FOOT = 30;

/** Texts such as e² ≈ 7.39: once `powers(svg)`, and in each drawing `[{ x, y, up, text }, …]`. */
function powers(svg) {
  const made = [];
  const texts = pool(svg, "text", { class: "smx-power" }, (node) => {
    const part = (attributes) => s("tspan", attributes, node);
    const base = part({});
    base.textContent = "e";
    made.push([part({ dy: -5, class: "smx-logit smx-raised" }), part({ dy: 5 })]);
  });
  return (items) => {
    texts(items.map(({ x, y }) => ({ x, y })));
    items.forEach(({ up, text }, i) => {
      made[i][0].textContent = up;
      made[i][1].textContent = text[0] === ":" ? text : ` ${text}`;
    });
  };
}

function drawSteps(pane) {
  const { svg } = pane;
  const heads = pool(svg, "text", { y: 15 });
  const names = pool(svg, "text", { class: "smx-name", x: 0 });
  const rules = pool(svg, "path", { class: "smx-axis" });
  const scores = pool(svg, "rect", { class: "smx-score", height: 8 });
  const weights = pool(svg, "rect", { class: "smx-weight", height: 8 });
  const shares = pool(svg, "rect", { class: "smx-bar", height: 8 });
  const raised = powers(svg);
  const texts = pool(svg, "text", {});

  return ({ z, step, e, total, p, called }) => {
    const wide = pane.width >= 480;
    const first = wide ? 92 : Math.max(44, 8 + 8 * max(called.map(({ length }) => length)));
    const gap = wide ? 28 : 10;
    const rest = pane.width - first;
    const left = wide
      ? [first, first + rest * 0.26, first + rest * 0.62]
      : [first, first + rest * 0.2, first + rest * 0.57];
    const right = [left[1] - gap, left[2] - gap, pane.width];
    const width = left.map((x, i) => right[i] - x);
    const line = (i) => STEPS_HEAD + i * STEPS_ROW + 16;
    const bar = (i) => line(i) + 7;
    const foot = STEPS_HEAD + z.length * STEPS_ROW + 20;
    const size = max(z.map(Math.abs)) || 1;
    const negative = Math.min(...z) < 0;
    const zero = left[0] + (negative ? width[0] / 2 : 0);
    const unit = width[0] / size / (negative ? 2 : 1);
    const top = max(e);
    const roomy = wide || powerText(total).length < 7;
    const part = (v, whole) => (Number.isFinite(v / whole) ? v / whole : 0);
    const from = (n, items) => (step >= n ? items : []);

    heads([
      { x: left[0], text: "score" },
      ...from(1, [{ x: left[1], text: wide ? "e to the score" : "exponential" }]),
      ...from(3, [{ x: left[2], text: wide ? "divided by the sum" : "÷ sum" }]),
    ]);
    names(called.map((text, i) => ({ y: line(i), text })));
    scores(z.map((v, i) => ({
      x: Math.min(zero, zero + v * unit),
      width: Math.abs(v * unit),
      y: bar(i),
    })));
    weights(from(1, e.map((v, i) => ({ x: left[1], width: part(v, top) * width[1], y: bar(i) }))));
    shares(from(3, p.map((v, i) => ({ x: left[2], width: part(v, 1) * width[2], y: bar(i) }))));
    rules([
      ...(negative
        ? [{ d: `M${crisp(zero)},${STEPS_HEAD}V${STEPS_HEAD + z.length * STEPS_ROW - 6}` }]
        : []),
      ...from(2, [{ d: `M${left[1]},${crisp(foot - 17)}H${right[1]}` }]),
      ...from(3, [{ d: `M${left[2]},${crisp(foot - 17)}H${right[2]}` }]),
    ]);
    raised(from(
      1,
      e.map((v, i) => ({
        x: left[1],
        y: line(i),
        up: scoreText(z[i]),
        text: about(v),
      })),
    ));
    texts([
      ...z.map((v, i) => ({ x: left[0], y: line(i), text: scoreText(v), class: "smx-logit" })),
      ...from(2, [{
        x: left[1],
        y: foot,
        text: `sum ${about(total)}`.replace(" :", ":"),
        class: "smx-name",
      }]),
      ...from(3, [
        ...p.map((_, i) => ({
          x: left[2],
          y: line(i),
          text: roomy ? `÷ ${powerText(total)}` : "", // its head says what is done
          class: "",
        })),
        ...p.map((v, i) => ({
          x: right[2],
          y: line(i),
          text: Number.isNaN(v) ? "NaN" : `≈ ${shareText(true)(v)}`.replace("≈ <", "< ")
            .replace("≈ >", "> "),
          class: Number.isNaN(v) ? "smx-warn" : "smx-number",
          "text-anchor": "end",
        })),
        {
          x: right[2],
          y: foot,
          text: Number.isNaN(sum(p)) ? "NaN" : "sum 1",
          class: "smx-name",
          "text-anchor": "end",
        },
      ]),
    ].map((item) => ({ "text-anchor": undefined, ...item })));
  };
}

function buildSteps(ui) {
  const paper = pane(ui, { narrow: [334, 182], wide: [646, 182] });
  const draw = drawSteps(paper);
  let view;
  const go = (by) => () => {
    const next = view.step + by;
    if (next >= 0) ui.put({ step: next > LAST ? 0 : next });
  };
  const back = button("Back", {}, go(-1));
  const next = button("Next step", { class: "smx-button smx-main" }, go(1));
  const where = h("span", { class: "smx-quiet", "aria-hidden": "true" });
  ui.controls.append(h("div", { class: "smx-row smx-steps" }, next, back, where));
  let form = "";

  function table({ z, called }) {
    ui.table("Exponentiate, add, divide", ["word", "score", "e to the score", "share"], [
      ...z.map((_, i) => [
        called[i],
        ui.output(`z${i}`, "z", `z[${i}]`),
        ui.output(`e${i}`, "size", `e[${i}]`),
        ui.output(`p${i}`, "p", `p[${i}]`),
      ]),
      ["sum", "", ui.output("total", "size"), ui.output("sum", "nats", "p.sum()")],
    ]);
  }

  const list = (values, write) => values.map((v, i) => `${view.called[i]} ${write(v)}`).join(", ");
  const inWords = () =>
    [
      `scores ${list(view.z, scoreText)}`,
      `exponentials ${list(view.e, powerText)}`,
      `their sum ${powerText(view.total)}`,
      `shares ${list(view.p, (v) => Number.isNaN(v) ? "NaN" : shareText(true)(v))}`,
    ].slice(0, view.step + 1);

  return {
    python: stepsInPython,
    draw({ z, step: asked, labels }) {
      const step = Math.round(asked);
      const e = z.map(Math.exp);
      const total = e.some((v) => v === Infinity) ? Infinity : sum(e);
      const p = e.map((v) => v / total);
      view = { z, step, e, total, p, called: classNames(labels, z.length) };
      const wanted = `${z.length}|${labels}`;
      if (form !== wanted) table(view);
      form = wanted;
      paper.resize(STEPS_HEAD + STEPS_ROW * z.length + STEPS_FOOT);
      draw(view);
      const known = (n, v) => (step >= n && Number.isFinite(v) ? v : undefined);
      z.forEach((v, i) =>
        ui.show({ [`z${i}`]: v, [`e${i}`]: known(1, e[i]), [`p${i}`]: known(3, p[i]) })
      );
      ui.show({ total: known(2, total), sum: known(3, sum(p)) });
      next.textContent = step < LAST ? "Next step" : "Start again";
      set(back, { "aria-disabled": step === 0 && "true" });
      where.textContent = `${step} of ${LAST}: ${DONE[step]}`;
      paper.label(`A sum on paper, row by row: ${inWords().join("; ")}.`);
    },
    sentence: () =>
      `${
        view.step ? `Step ${view.step} of ${LAST}, ${DONE[view.step]}` : "Before the first step"
      }: ${inWords().at(-1)}.`,
  };
}

const stepsOf = (z) => [
  scoresText(z),
  times(LAST, (i) => [DONE[i + 1], { z, step: i + 1 }]),
];

export const steps = {
  title: "Exponentiate, add, divide",
  build: buildSteps,
  presets: [stepsOf([2, 1, 0.1]), stepsOf([2, 1, 0]), stepsOf([-5, 3, 0, 10, -2])],
};
