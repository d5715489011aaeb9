/**
 * What the figures of the loss share: the shares, the target, the loss and its gradient in the
 * scores, and one drawing: for each word what the model said, what happened, and between the two an
 * arrow, the push on its score.
 */
import { crisp, hatching, levels, pool } from "../kit/drawing.mjs";
import { handles } from "../kit/handles.mjs";
import { classNames } from "../kit/labels.mjs";
import { s, set } from "../kit/nodes.mjs";
import { literal, readTemperature, roughText } from "../kit/number_text.mjs";
import { clamp, logSoftmax, max, softmax, sum, times } from "../kit/smath.mjs";

const REACH = 2000; // of a score

/** A target that gives one class all. */
export const oneHot = (k) => times(3, (i) => Number(i === k));

/** The class that a target gives all; -1 if there is none. */
export const classOf = (y) => y.indexOf(1);

/** A number at a glance, with a true minus sign. */
export const signless = (text) => text.replace("-", "\u2212");

/** A push in two digits and its direction. */
export function pushText(v) {
  const size = Math.abs(v);
  if (size === 0) return "0";
  if (size < 0.005) return "≈ 0";
  const sign = v < 0 ? "\u2212" : "+";
  return size >= 0.995 && size < 1 ? `≈ ${sign}1` : `${sign}${size === 1 ? 1 : size.toFixed(2)}`;
}

/** A loss at a glance. */
export const lossText = (L) =>
  L === 0 ? "0" : L < 0.005 ? "<0.01" : L === Infinity ? "∞" : L.toFixed(2);

/** A state with what follows from it. At T = 0 there is no gradient, and the loss may be infinite. */
export function judged({ z, y, T: text = "1", lr, labels }) {
  const T = readTemperature(text);
  const p = softmax(z, T);
  const logs = logSoftmax(z, T);
  const parts = y.map((v, i) => (v > 0 ? -v * logs[i] : 0));
  const L = max(parts) === Infinity ? Infinity : sum(parts) + 0;
  const g = T > 0 ? p.map((v, i) => (v - y[i]) / T) : undefined;
  return { z, y, T, lr, p, L, g, called: classNames(labels, 3), came: classOf(y), labels };
}

/** The scores after a step against the gradient. */
export const stepped = ({ z, lr, g }) =>
  z.map((v, i) => clamp(Math.round((v - lr * g[i]) * 1e9) / 1e9, -REACH, REACH));

/** The lines of a program that judge the shares of a state; `more` are lines at its end. */
export const judgedInPython = ({ z, y, names = "log_softmax, softmax" }, ...more) =>
  [
    "import numpy as np",
    `from softmaxlab import ${names}`,
    "",
    `z = np.array(${literal(z)})`,
    `y = np.array(${literal(y)})  # what happened`,
    "",
    "p = softmax(z)  # what the model said",
    "loss = -(y * log_softmax(z)).sum()",
    "g = p - y  # the gradient; the push is -g",
    "print(p, loss)",
    "print(g, g.sum())",
    ...more,
    "",
  ].join("\n");

/** The rows of a table of such numbers. */
export const judgedRows = (ui, called) => [
  ...called.map((name, i) => [
    name,
    ui.output(`z${i}`, "z", `z[${i}]`),
    ui.output(`p${i}`, "p", `p[${i}]`),
    ui.output(`y${i}`, "p", `y[${i}]`),
    ui.output(`g${i}`, "nats", `g[${i}]`),
  ]),
  ["sum", "", "", "", ui.output("gsum", "nats", "g.sum()")],
];
export const JUDGED_HEAD = ["word", "score", "said p", "happened y", "p − y"];

/** Shows those numbers, and the loss. */
export function showJudged(ui, { z, p, y, g, L }) {
  z.forEach((v, i) =>
    ui.show({ [`z${i}`]: v, [`p${i}`]: p[i], [`y${i}`]: y[i], [`g${i}`]: g?.[i] })
  );
  ui.show({ gsum: g && sum(g), loss: L });
}

/** Bars, target and pushes in words. */
export function judgedInWords({ called, p, y, came, g, L }) {
  const list = (values) => called.map((name, i) => `${name} ${values[i]}`).join(", ");
  const happened = came < 0 ? `the target is ${list(y.map(roughText))}` : `${called[came]} came`;
  const pushes = g ? `the pushes are ${list(g.map((v) => pushText(-v)))}` : "there is no push";
  const loss = L === Infinity ? "an infinite loss" : `a loss of ${lossText(L)}`;
  return `The model said ${list(p.map(roughText))}; ${happened}, at ${loss}; ${pushes}`;
}

/** The target with one share moved; the others give and take in proportion to what they had. */
export function retargeted(y, i, wanted) {
  const share = clamp(Math.round(wanted * 100) / 100, 0, 1);
  const rest = sum(y.filter((_, j) => j !== i));
  const fine = (v) => Math.round(v * 1e4) / 1e4;
  const moved = y.map((v, j) =>
    j === i ? share : fine((rest > 0 ? v / rest : 1 / (y.length - 1)) * (1 - share))
  );
  const [first, ...others] = times(y.length, Number).filter((j) => j !== i).sort((a, b) =>
    moved[b] - moved[a]
  );
  moved[first] = clamp(fine(1 - share - sum(others.map((j) => moved[j]))), 0, 1);
  return moved;
}

const INSET = 30; // margins, in pixels
const FULL = 22;
const TIP = 7; // of an arrow

/** An arrow that goes straight up or down at x, as long as the difference, as an outline. */
function upright(x, from, to) {
  const way = Math.sign(to - from);
  const long = Math.abs(to - from);
  if (long < 1.5) return "";
  const head = Math.min(TIP + 2, long);
  const neck = to - way * head;
  return `M${x - 2},${from}H${x + 2}V${neck}H${x + TIP}L${x},${to}L${x - TIP},${neck}H${x - 2}Z`;
}

/**
 * That drawing in a pane, with `below` pixels for words. `pick(i)` hears that a word was pressed;
 * `drag(y, i, share)` that the target of word i was dragged to a height, from the target y. Its last
 * lines are given with each drawing: `lines`, lists of texts with a class.
 */
export function saidAndHappened(pane, { ui, below, pick, drag }) {
  const { svg } = pane;
  const hatch = hatching(svg);
  const level = levels(svg, INSET);
  const axis = s("path", { class: "smx-axis" }, svg);
  const said = pool(svg, "rect", { class: "smx-bar" });
  const happened = pool(svg, "rect", { fill: hatch });
  const outlines = pool(svg, "rect", { class: "smx-target" });
  const marks = s("g", { class: "smx-until" }, svg);
  const arrows = pool(marks, "path", { class: "smx-pushes" });
  const texts = pool(svg, "text", { "text-anchor": "middle" });
  const shares = pool(svg, "text", { class: "smx-number smx-halo", "text-anchor": "middle" });
  const picks = pool(svg, "rect", { fill: "transparent", style: "cursor: pointer" }, (node, i) => {
    node.addEventListener("click", () => pick?.(i));
  });
  let last;
  const knobs = drag && handles(ui, pane, {
    along: "y",
    begin: () => last.y,
    move: (point, i, from) => drag(from, i, (last.base - point.y) / (last.base - FULL)),
  });

  return ({ p, y, g, T, called, lines }) => {
    const right = pane.width - 2;
    const base = pane.height - below;
    const at = (v) => base - v * (base - FULL);
    const column = (right - INSET) / p.length;
    const half = Math.min(column * 0.44, 86);
    const w = Math.round(half * 0.68);
    const middle = (i) => INSET + column * (i + 0.5);
    last = { base, y };
    level(right, [[at(0.5), ""], [FULL, "1"], [base, "0"]]);
    set(axis, { d: `M${INSET},${crisp(base)}H${right}` });
    const bar = (left) => (v, i) => ({
      x: Math.round(middle(i) + left),
      width: w,
      y: at(v),
      height: base - at(v),
    });
    said(p.map(bar(-half)));
    happened(y.map(bar(half - w)));
    outlines(y.map(bar(half - w)));
    // From what was said towards what happened; shorter than the push where that leads beyond.
    const towards = (v, i) => v - Math.min(1, T) * g[i];
    arrows(p.map((v, i) => ({ d: g ? upright(middle(i), at(v), at(towards(v, i))) : "" })));
    picks(
      (pick ? called : []).map((_, i) => ({
        x: middle(i) - column / 2,
        width: column,
        y: 0,
        height: pane.height,
      })),
    );
    knobs?.(y.map((v, i) => ({
      x: Math.round(middle(i) + half - w / 2),
      y: at(v),
      area: [middle(i) + half - w, FULL, w, base - FULL],
      kind: "smx-aim",
    })));
    if (ui.passing) return; // the texts say at once what will be
    shares(p.map((v, i) => ({
      x: Math.round(middle(i) - half + w / 2),
      y: at(v) - 5,
      text: roughText(v),
    })));
    const rows = [[called, "smx-word"], ...lines];
    texts(
      rows.flatMap(([values, kind], row) =>
        values.map((text, i) => ({ x: middle(i), y: base + 19 + row * 18, class: kind, text }))
      ),
    );
  };
}

/** The line of texts below the words that says how each score is pushed. */
export const pushLine = ({ g }) => [
  g ? g.map((v) => `push ${pushText(-v)}`) : times(3, () => "no push"),
  "smx-name smx-until",
];

/** The largest of a target: the class whose score counts most. */
export const mainClass = (y) => y.indexOf(max(y));
