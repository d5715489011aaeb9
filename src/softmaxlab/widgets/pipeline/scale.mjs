/**
 * The view "scale": one slider multiplies every score by f, on an axis that holds them all. The row
 * of shares gets sharper or flatter and keeps its order; lines show where the shares stood at f = 1.
 */
import { rangeSlider } from "../kit/controls.mjs";
import { pane } from "../kit/drawing.mjs";
import { classNames } from "../kit/labels.mjs";
import { h } from "../kit/nodes.mjs";
import { literal } from "../kit/number_text.mjs";
import { max, softmax } from "../kit/smath.mjs";
import { FACTORS, nearestFactor, niceEnd } from "./factors.mjs";
import { scoresText, scoreText, shareText } from "./glance.mjs";
import { NUMBERS, wordRows, WORDS } from "./rows.mjs";

/** The program that computes every number of a state. */
const scaleInPython = ({ z, f }) =>
  [
    "import numpy as np",
    "from softmaxlab import softmax",
    "",
    `z = np.array(${literal(z)})`,
    `f = ${literal(f)}  # every score is multiplied by it`,
    "",
    "x = f * z",
    "p = softmax(x)",
    "print(x)",
    "print(p, p.sum())",
    "",
  ].join("\n");

/** The rows in a wide drawing and in a narrow one, in pixels. */
const SCALE_WIDE = { left: 124, scores: 84, shares: 80 };
const SCALE_NARROW = { left: 78, scores: 92, shares: 90 };
const APART = 12;

const scaleHeight = ({ scores, shares }) => WORDS + scores + shares + 2 * NUMBERS + APART;

function buildScale(ui) {
  const paper = pane(ui, {
    narrow: [334, scaleHeight(SCALE_NARROW)],
    wide: [646, scaleHeight(SCALE_WIDE)],
  });
  const draw = wordRows(paper);
  const stretch = rangeSlider(ui, {
    label: "every score times: f",
    min: 0,
    max: FACTORS.length - 1,
    step: 1,
    put: (i) => ({ f: FACTORS[i] }),
  });
  const hint = h(
    "span",
    { class: "smx-quiet smx-aside", "aria-hidden": "true" },
    "lines: at f = 1",
  );
  ui.controls.append(h("div", { class: "smx-one" }, stretch.node, hint));
  let form = "";
  let view;

  function table({ z, called }) {
    ui.table("Scores times f, and their shares", ["word", "score", "f · score", "share"], [
      ...z.map((_, i) => [
        called[i],
        ui.output(`z${i}`, "z", `z[${i}]`),
        ui.output(`x${i}`, "z", `x[${i}]`),
        ui.output(`p${i}`, "p", `p[${i}]`),
      ]),
      ["sum", "", "", ui.output("sum", "nats", "p.sum()")],
    ]);
  }

  function picture({ z, f, x, p, before, called, verdict }) {
    const wide = paper.width >= 480;
    const size = wide ? SCALE_WIDE : SCALE_NARROW;
    const column = (paper.width - size.left) / z.length;
    const end = niceEnd(z.map((v) => FACTORS.at(-1) * v)); // the same for every factor
    const [low, high] = [Math.min(0, ...x) < 0 ? -end : 0, max([0, ...x]) > 0 ? end : 0];
    const unit = size.scores / (high - low || 1);
    const zero = WORDS + high * unit;
    const base = WORDS + size.scores + NUMBERS + APART + size.shares;
    const y = (v) => base - v * size.shares;
    draw({
      called,
      left: size.left,
      rows: [
        {
          zero,
          top: WORDS + size.scores / 2,
          title: ["f · score"],
          ends: [low, 0, high].filter((v, i, all) => all.indexOf(v) === i).map((
            v,
          ) => [zero - v * unit, scoreText(v)]),
          foot: WORDS + size.scores + 15,
          cells: x.map((v) => ({
            to: zero - v * unit,
            look: "score",
            text: scoreText(v),
            tone: "smx-logit",
          })),
        },
        {
          zero: base,
          top: base - size.shares + 13,
          title: [...(wide ? ["softmax share"] : ["softmax", "share"]), ...verdict],
          bold: ["share"],
          ends: [[y(1), "1"], [base, "0"]],
          foot: base + 15,
          cells: p.map((v, i) => ({
            to: y(v),
            look: "share",
            mark: f === 1 ? undefined : y(before[i]),
            text: shareText(column >= 58)(v),
            tone: "smx-number",
          })),
        },
      ],
    });
  }

  const list = (values, write) => values.map((v, i) => `${view.called[i]} ${write(v)}`).join(", ");
  const inWords = () => [`shares ${list(view.p, shareText(true))}`, ...view.verdict].join(", ");

  return {
    python: scaleInPython,
    draw({ z, f, labels }) {
      const x = z.map((v) => f * v);
      const p = softmax(x);
      const before = softmax(z);
      const by = max(p) - max(before);
      const change = Math.abs(by) < 1e-12 ? "as at f = 1" : by > 0 ? "sharper" : "flatter";
      const verdict = f === 1 ? [] : [change, "same order"];
      view = { z, f, x, p, before, verdict, called: classNames(labels, z.length) };
      const wanted = `${z.length}|${labels}`;
      if (form !== wanted) table(view);
      form = wanted;
      picture(view);
      hint.hidden = f === 1;
      stretch.show(nearestFactor(f), `f = ${literal(f)}`, ` = ${scoreText(f)}`);
      paper.label(
        `Bars for the scores times f = ${literal(f)}: ${list(x, scoreText)}; ${inWords()}.`,
      );
      z.forEach((v, i) => ui.show({ [`z${i}`]: v, [`x${i}`]: x[i], [`p${i}`]: p[i] }));
      ui.show({ sum: p.reduce((a, b) => a + b) });
    },
    sentence: () => `f = ${literal(view.f)}: ${inWords()}.`,
  };
}

const factorsOf = (z, factors) => [
  scoresText(z),
  factors.map((f) => [`f = ${f}`, { z, f }]),
];

export const scale = {
  title: "Multiply every score by f",
  build: buildScale,
  presets: [
    factorsOf([2, 1, 0.1], [0.1, 1, 10]),
    factorsOf([10, 20, 30], [0.01, 0.1, 1]),
    factorsOf([2, 3, 8], [0.1, 1, 2]),
  ],
};
