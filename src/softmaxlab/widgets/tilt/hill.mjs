/**
 * A point in the triangle of shares, and beside it a bar: its mean score, and T times its entropy on
 * top. A dotted line says how high the bar can get. Where it gets there, the point is softmax(z/T).
 */
import { crisp, pool } from "../kit/drawing.mjs";
import { classNames } from "../kit/labels.mjs";
import { h, s, set } from "../kit/nodes.mjs";
import { format, literal, roughText } from "../kit/number_text.mjs";
import { clamp, entropy, logSoftmax, max, softmax, sum, times } from "../kit/smath.mjs";
import { temperatureLabel } from "../kit/temperatures.mjs";
import { cornersInWords, cornerTriangle, listed } from "../simplex/corners.mjs";
import { gapSliders } from "../simplex/gaps.mjs";
import { softMaximum } from "./slope.mjs";
import { warmthSlider } from "./warmth.mjs";

export const FOUND = 1e-5; // so little below the top is there, in both decimals of each share
export const SNAP = 0.001; // and a point dragged so near is brought there
export const LEAST = 1e-6;
const NEAREST = 0.0501; // half a step of the sliders

/** The program that computes every number of a state. */
const hillInPython = ({ z, T, q }) =>
  [
    "import numpy as np",
    "from softmaxlab import entropy, log_softmax, logsumexp",
    "",
    `z = np.array(${literal(z)})`,
    `T = ${literal(T)}`,
    `q = np.array(${literal(q)})`,
    "q = q / q.sum()",
    "",
    "mean = (q * z).sum()",
    "H = entropy(q)",
    "height = mean + T * H",
    "top = T * logsumexp(z / T)",
    "log_p = log_softmax(z, temperature=T)",
    "gap = T * (q * (np.log(q) - log_p)).sum()  # top - height",
    "print(mean, H, height)",
    "p = np.exp(log_p)",
    "print(top, gap, p)",
    "",
  ].join("\n");

/** How far the height at shares is below the top. */
function belowTop(q, z, T) {
  const logP = logSoftmax(z, T);
  return T * sum(q.map((v, i) => v * (Math.log(v) - logP[i])));
}

/** Everything that follows from a state. */
function measured({ z, T, q: given, labels }) {
  const total = sum(given);
  const q = given.map((v) => v / total);
  const mean = sum(q.map((v, i) => v * z[i]));
  const H = entropy(q);
  const gap = belowTop(q, z, T);
  return {
    z,
    T,
    q,
    p: softmax(z, T),
    mean,
    H,
    gap,
    height: mean + T * H,
    top: softMaximum(z, T),
    found: gap < FOUND,
    called: classNames(labels, 3),
  };
}

/** Shares from logarithms, in six digits and none too small. */
export const sharesFrom = (logs) =>
  softmax(logs).map((v) => clamp(Number(v.toPrecision(6)), LEAST, 1));

/**
 * The bar, in the `aside` rightmost pixels of a drawing: it shows a mean and on top of it what makes
 * `height`. The dotted line is at `top` and says `text`; `scale` is what the drawing's height holds.
 */
export function drawBar({ svg }) {
  const floor = s("path", { class: "smx-axis" }, svg);
  const below = s("rect", { class: "smx-mean" }, svg);
  const above = s("rect", { class: "smx-bar" }, svg);
  const ceiling = s("path", { class: "smx-curve smx-limits" }, svg);
  const inside = pool(svg, "text", { class: "smx-inside", "text-anchor": "middle", dy: "0.35em" });
  const over = pool(svg, "text", { "text-anchor": "middle" });

  return ({ z, mean, height: high, top, text, scale = top }, { width, height }, aside) => {
    const lowest = Math.min(0, ...z);
    const base = height - 26;
    const roof = 26;
    const y = (v) => base - ((v - lowest) / (Math.max(scale, 0) - lowest)) * (base - roof);
    const middle = width - aside / 2;
    const w = Math.min(56, aside * 0.6);
    const piece = (node, a, b) =>
      set(node, {
        x: middle - w / 2,
        width: w,
        y: Math.min(y(a), y(b)),
        height: Math.abs(y(a) - y(b)),
      });
    piece(below, 0, mean);
    piece(above, mean, high);
    set(floor, { d: `M${middle - aside / 2 + 6},${crisp(y(0))}h${aside - 12}` });
    set(ceiling, { d: `M${middle - aside / 2 + 6},${crisp(y(top))}h${aside - 12}` });
    inside(
      [[0, mean], [mean, high]].filter(([a, b]) => Math.abs(y(a) - y(b)) > 18).map(([a, b]) => ({
        x: middle,
        y: (y(a) + y(b)) / 2,
        text: inTwo(b - a),
      })),
    );
    over([{ x: middle, y: y(top) - 8, text }]);
  };
}

export const inTwo = (v) => v.toFixed(2).replace("-", "\u2212");

/** The bar's parts, in words. */
export const legend = (upper) =>
  h(
    "span",
    { class: "smx-legend" },
    h("span", { class: "smx-key smx-scored" }, "mean score"),
    h("span", { class: "smx-key smx-now" }, upper),
  );

/** A ring around the point and a word, shown where the point is at the top. */
export function praise({ svg }) {
  const goal = pool(svg, "circle", { class: "smx-goal", r: 13, "pointer-events": "none" });
  const remarks = pool(svg, "text", { x: 0 });
  return (at, name = "") => {
    goal(at ? [{ cx: at[0], cy: at[1] }] : []);
    remarks([
      ...(name ? [{ y: 20, text: name, class: "smx-name" }] : []),
      ...(at ? [{ y: name ? 40 : 20, text: "found!", class: "smx-number" }] : []),
    ]);
  };
}

/** Builds the view: the whole, with a temperature, or the climb alone. */
export const buildHill = (whole) => (ui) => {
  let view;
  let map;
  const top = () => ({ q: sharesFrom(view.p.map(Math.log)) });
  const traits = (logs) => ({ q: sharesFrom(logs) });
  const dragged = (logs) => {
    const { z, T } = view;
    return belowTop(sharesFrom(logs), z, T) < SNAP ? top() : traits(logs);
  };
  // A slider's step that ends at the top, as nearly as steps can, ends there; the next one leaves it.
  const stepped = (logs) => {
    const off = logs.map((v, i) => v - logs[2] - (view.z[i] - view.z[2]) / view.T);
    return !view.found && max(off.map(Math.abs)) < NEAREST ? top() : traits(logs);
  };
  const picture = cornerTriangle(
    ui,
    ({ x, y }) => ui.put(dragged(map.back(x, y)), true),
    roughText,
    legend("T × entropy"),
  );
  const { paper } = picture;
  const found = praise(paper);
  const bar = drawBar(paper);
  const warmth = whole ? warmthSlider(ui) : () => {};
  const gaps = gapSliders(ui, { class: "smx-repeats" }, {
    name: (called, i) => `ln(${called[i]}/${called[2]})`,
    traits: stepped,
    far: 5,
  });
  ui.controls.append(gaps.node);
  ui.readout("height of the bar", ui.output("height", "nats"));
  ui.readout("below the top", ui.output("gap", "nats"));
  let form;

  function table(called) {
    ui.table("The point and its height", ["word", "score", "your share", "softmax"], [
      ...times(3, (i) => [
        called[i],
        ui.output(`z${i}`, "z", `z[${i}]`),
        ui.output(`q${i}`, "p", `q[${i}]`),
        ui.output(`p${i}`, "p", `p[${i}]`),
      ]),
      ["mean score", "", ui.output("mean", "size"), ""],
      ["entropy, nats", "", ui.output("H", "nats"), ""],
      ["height", "", ui.output("height2", "size", "height"), ""],
      ["top", "", ui.output("top", "size"), ""],
      ["below the top", "", ui.output("gap2", "nats", "gap"), ""],
    ]);
  }

  return {
    python: hillInPython,
    draw(state) {
      view = measured(state);
      const { z, T, q, p, mean, H, gap, height, top, called } = view;
      if (form !== `${called}`) table(called);
      form = `${called}`;
      const aside = paper.width < 500 ? 84 : 210;
      map = picture.draw({ z: q.map(Math.log), T: 1, p: q, called, path: false, aside });
      found(view.found ? map.place(z, T) : undefined, `T = ${temperatureLabel(T)}`);
      bar({ ...view, text: `top ${inTwo(top)}` }, paper, aside);
      warmth(T);
      const inWords = `height ${format(height, "nats")}, ${format(gap, "nats")} below the top`;
      gaps.show(q.map(Math.log), called, `: ${listed(called, q)}; ${inWords}`);
      paper.label(
        `${cornersInWords(called)}, and a point at ${listed(called, q)}. Beside it a bar: mean ` +
          `score ${inTwo(mean)} and T times entropy ${inTwo(T * H)} on top; the top is at ` +
          `${inTwo(top)}.${view.found ? " The point is found." : ""}`,
      );
      z.forEach((v, i) => ui.show({ [`z${i}`]: v, [`q${i}`]: q[i], [`p${i}`]: p[i] }));
      ui.show({ mean, H, height, height2: height, top, gap, gap2: gap });
    },
    sentence() {
      const { T, q, height, gap, found, called } = view;
      return `T = ${temperatureLabel(T)}, shares ${listed(called, q)}: height ${
        format(height, "nats")
      }, ${format(gap, "nats")} below the top${found ? ": found, this is softmax" : ""}.`;
    },
  };
};

const START = [1 / 3, 1 / 3, 1 / 3];

export const climb = {
  title: "The highest point",
  presets: [
    ["from the centre", [0.5, 1, 2].map((T) => [`T = ${T}`, { z: [2, 1, 0.1], T, q: START }])],
    ["other scores", [["[2, 1, 1.9]", { z: [2, 1, 1.9], T: 1, q: START }]]],
  ],
  build: buildHill(false),
};
