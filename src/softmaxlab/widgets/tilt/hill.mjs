/**
 * A point in the triangle of shares, and beside it a bar: its mean score, and T times its entropy on
 * top. A dashed line says how high the bar can get. Where it gets there, the point is softmax(z/T).
 */
import { checkBox } from "../kit/controls.mjs";
import { crisp, pool } from "../kit/drawing.mjs";
import { classNames } from "../kit/labels.mjs";
import { mix } from "../kit/motion.mjs";
import { h, s, set } from "../kit/nodes.mjs";
import { format, literal, roughText } from "../kit/number_text.mjs";
import { clamp, entropy, logSoftmax, softmax, sum, times } from "../kit/smath.mjs";
import { temperatureLabel } from "../kit/temperatures.mjs";
import { cornersInWords, cornerTriangle, listed } from "../simplex/corners.mjs";
import { gapSliders } from "../simplex/gaps.mjs";
import { contour, LEVELS, line } from "../simplex/maps.mjs";
import { softMaximum } from "./slope.mjs";
import { warmthSlider } from "./warmth.mjs";

export const FOUND = 0.001; // so little below the top counts as there
const LEAST = 1e-6;
const DRIFT = 1e-4; // so much rounding does to a mean score

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

/** Everything that follows from a state. */
function measured({ z, T, q: given, labels, line: lined }) {
  const total = sum(given);
  const q = given.map((v) => v / total);
  const logP = logSoftmax(z, T);
  const mean = sum(q.map((v, i) => v * z[i]));
  const H = entropy(q);
  const gap = T * sum(q.map((v, i) => v * (Math.log(v) - logP[i])));
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
    lined,
  };
}

/** Shares from logarithms, in six digits and none too small. */
const sharesFrom = (logs) => softmax(logs).map((v) => clamp(Number(v.toPrecision(6)), LEAST, 1));

/** The bar, in the `aside` rightmost pixels of a drawing. */
function drawBar({ svg }) {
  const floor = s("path", { class: "smx-axis" }, svg);
  const below = s("rect", { class: "smx-mean" }, svg);
  const above = s("rect", { class: "smx-bar" }, svg);
  const ceiling = s("path", { class: "smx-curve smx-limits" }, svg);
  const inside = pool(svg, "text", { class: "smx-inside", "text-anchor": "middle", dy: "0.35em" });
  const over = pool(svg, "text", { "text-anchor": "middle" });

  return ({ z, mean, height: high, top }, { width, height }, aside) => {
    const lowest = Math.min(0, ...z);
    const base = height - 26;
    const roof = 26;
    const y = (v) => base - ((v - lowest) / (Math.max(top, 0) - lowest)) * (base - roof);
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
    over([{ x: middle, y: y(top) - 8, text: `top ${inTwo(top)}` }]);
  };
}

const inTwo = (v) => v.toFixed(2).replace("-", "\u2212");

/** The ends of the line on which the mean score is `mean`, as shares; none if all scores are equal. */
function sameMean(z, mean) {
  const corner = (i) => times(3, (k) => (k === i ? 1 : 0));
  const ends = [[0, 1], [1, 2], [2, 0]].flatMap(([i, j]) => {
    const part = (mean - z[j]) / (z[i] - z[j]);
    if (!(part >= 0 && part <= 1)) return [];
    const [a, b] = [corner(i), corner(j)];
    return [a.map((v, k) => part * v + (1 - part) * b[k])];
  });
  // Through a corner, two of three are the same.
  const apart = (one) => sum(one.map((v, k) => Math.abs(v - ends[0][k])));
  const other = ends.find((end) => apart(end) > 1e-9);
  return other ? [ends[0], other] : [];
}

/** Builds the view: the whole, with a temperature and the line, or the climb alone. */
export const buildHill = (whole) => (ui) => {
  let view;
  let map;
  const heading = h("span", { class: "smx-legend" });
  heading.append(
    h("span", { class: "smx-key smx-scored" }, "mean score"),
    h("span", { class: "smx-key smx-now" }, "T × entropy"),
  );
  const traits = (logs) => ({ q: sharesFrom(logs) });
  let kept; // the mean score of the line that the point slides along

  /** The pointer's place; with the line, the nearest place on it. */
  function move({ x, y }) {
    const { z, mean, lined } = view;
    if (!(Math.abs(mean - kept) < DRIFT)) kept = mean;
    const [a, b] = whole && lined ? sameMean(z, kept) : [];
    if (!b) return ui.put(traits(map.back(x, y)), true);
    const [[ax, ay], [bx, by]] = [a, b].map((end) => map.place(end.map(Math.log)));
    const along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / Math.hypot(bx - ax, by - ay) ** 2;
    const part = clamp(along, 0, 1);
    ui.put(traits(a.map((v, i) => Math.log(Math.max(mix(v, b[i], part), LEAST)))), true);
  }

  const picture = cornerTriangle(ui, move, roughText, heading);
  const { paper } = picture;
  const arcs = whole ? LEVELS.flatMap(contour) : [];
  const contours = s("path", { class: "smx-level", "pointer-events": "none" }, paper.svg);
  const family = s("path", { class: "smx-curve", "pointer-events": "none" }, paper.svg);
  const same = s("path", { class: "smx-step", "pointer-events": "none" }, paper.svg);
  const goal = pool(paper.svg, "circle", {
    class: "smx-goal",
    r: 13,
    "pointer-events": "none",
  });
  const remarks = pool(paper.svg, "text", { x: 0 });
  const bar = drawBar(paper);
  const warmth = whole ? warmthSlider(ui) : () => {};
  const gaps = gapSliders(ui, { class: "smx-repeats" }, {
    name: (called, i) => `ln(${called[i]}/${called[2]})`,
    traits,
  });
  const lined = checkBox(ui, "slide along the line of equal mean score", "line");
  ui.controls.append(gaps.node, ...(whole ? [lined.node] : []));
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
      const { z, T, q, p, mean, H, gap, height, top, found, called } = view;
      if (form !== `${called}`) table(called);
      form = `${called}`;
      const aside = paper.width < 500 ? 84 : 210;
      map = picture.draw({ z: q.map(Math.log), T: 1, p: q, called, path: false, aside });
      const shares = (one) => map.place(one.map(Math.log));
      const drawn = whole && view.lined;
      const ends = drawn ? sameMean(z, mean) : [];
      set(contours, { d: drawn ? arcs.map((arc) => line(arc.map(shares))).join("") : "" });
      const both = drawn ? [...map.path(z), ...map.path(z.map((v) => -v)).reverse()] : [];
      set(family, { d: both.length ? line(both) : "" });
      set(same, { d: ends.length ? line(ends.map(shares)) : "" });
      const [gx, gy] = map.place(z, T);
      goal(found ? [{ cx: gx, cy: gy }] : []);
      remarks([
        { y: 20, text: `T = ${temperatureLabel(T)}`, class: "smx-name" },
        ...(found ? [{ y: 40, text: "found!", class: "smx-number" }] : []),
      ]);
      bar(view, paper, aside);
      warmth(T);
      lined.show(view.lined);
      const inWords = `height ${format(height, "nats")}, ${format(gap, "nats")} below the top`;
      gaps.show(q.map(Math.log), called, `: ${listed(called, q)}; ${inWords}`);
      paper.label(
        `${cornersInWords(called)}, and a point at ${listed(called, q)}. Beside it a bar: mean ` +
          `score ${inTwo(mean)} and T times entropy ${inTwo(T * H)} on top; the top is at ` +
          `${inTwo(top)}.${found ? " The point is found." : ""}${
            drawn ? " Through it, the line of equal mean score." : ""
          }`,
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
