/**
 * The view "middle": a bar for each word, and a slider for the temperature. Each bar leaves a trail
 * from the lowest to the highest place that its top has been, so a middle word that rises and then
 * falls shows how high it was.
 */
import { crisp, pane, pool } from "../kit/drawing.mjs";
import { classNames } from "../kit/labels.mjs";
import { h, s, set } from "../kit/nodes.mjs";
import { readTemperature, roughText } from "../kit/number_text.mjs";
import { max, softmax, times } from "../kit/smath.mjs";
import { temperatureSlider } from "../kit/temperature_control.mjs";
import { temperatureLabel, TEMPERATURES } from "../kit/temperatures.mjs";
import { logitLines, logits } from "./logits.mjs";

const EDGE = 34; // margins, in pixels
const CEILING = 20;
const FLOOR_ROWS = 42;

/**
 * Where the tops of the bars have been: `[lowest, highest]` for each. Between two temperatures a
 * top passes through all heights between them, however fast the slider was.
 */
function trails() {
  let key = "";
  let last;
  let marks = [];
  return {
    clear() {
      key = "";
    },
    follow(z, T) {
      const same = key === String(z);
      const [low, high] = [Math.min(last, T), Math.max(last, T)];
      const passed = same && T !== last ? TEMPERATURES.filter((t) => t > low && t < high) : [];
      const shares = [T, ...passed].map((t) => softmax(z, t));
      marks = z.map((_, i) => {
        const seen = [...shares.map((p) => p[i]), ...(same ? marks[i] : [])];
        return [Math.min(...seen), max(seen)];
      });
      [key, last] = [String(z), T];
      return marks;
    },
  };
}

const twoDigits = (p) => p.toFixed(2);
const score = (z) => `score ${String(Number(z.toFixed(4))).replace("-", "\u2212")}`;

function drawing(pane) {
  const { svg } = pane;
  const levels = pool(svg, "path", { class: "smx-grid" });
  const uniform = s("path", { class: "smx-curve smx-limits" }, svg);
  const heights = pool(svg, "text", { x: EDGE - 8, "text-anchor": "end", dy: "0.35em" });
  const paths = pool(svg, "rect", { class: "smx-part" });
  const solid = pool(svg, "rect", { class: "smx-bar" });
  const lows = pool(svg, "path", { class: "smx-cut" });
  const highs = pool(svg, "path", { class: "smx-ghost smx-c" });
  const reached = pool(svg, "text", { class: "smx-halo", "text-anchor": "middle" });
  const names = pool(svg, "text", { class: "smx-word", "text-anchor": "middle" });
  const scores = pool(svg, "text", { class: "smx-logit" });
  const shares = pool(svg, "text", { class: "smx-number" });

  return ({ z, p, marks, called }) => {
    const right = pane.width - 4;
    const column = (right - EDGE) / z.length;
    const named = column >= 54; // else there is no room for words and numbers
    const paired = column >= 130; // score and probability side by side
    const base = pane.height - (named ? FLOOR_ROWS + (paired ? 0 : 18) : 8);
    const y = (v) => base - v * (base - CEILING);
    const w = Math.max(1, Math.min(Math.round(column * 0.6), 112));
    const middle = (i) => EDGE + column * (i + 0.5);
    const x = (i) => Math.round(middle(i) - w / 2);
    const across = (v) => `M${EDGE},${crisp(y(v))}H${right}`;
    const each = (item) => (named ? z.map((_, i) => item(i)) : []);

    levels([{ d: across(0) }, { d: across(1) }]);
    set(uniform, { d: across(1 / z.length) });
    heights(
      [[0, "0"], [1 / z.length, z.length < 10 ? `1/${z.length}` : ""], [1, "1"]].map((
        [v, text],
      ) => ({
        y: y(v),
        text,
      })),
    );
    paths(marks.map(([low, high], i) => ({
      x: x(i),
      width: w,
      y: y(high),
      height: y(low) - y(high),
    })));
    solid(p.map((v, i) => ({ x: x(i), width: w, y: y(v), height: base - y(v) })));
    lows(marks.map(([low], i) => ({ d: low < p[i] ? `M${x(i)},${y(low)}h${w}` : "" })));
    highs(marks.map(([, high], i) => ({
      d: high > p[i] ? `M${x(i) - 6},${y(high)}h${w + 12}` : "",
    })));
    reached(each((i) => ({
      x: middle(i),
      y: y(marks[i][1]) - 5,
      text: twoDigits(marks[i][1]) > twoDigits(p[i]) ? roughText(marks[i][1]) : "",
    })));
    names(each((i) => ({ x: middle(i), y: base + 19, text: called[i] })));
    const [apart, anchor] = paired ? [5, "end"] : [0, "middle"];
    scores(each((i) => ({
      x: middle(i) + (paired ? 14 - apart : 0),
      y: base + 38,
      text: score(z[i]),
      "text-anchor": anchor,
    })));
    shares(each((i) => ({
      x: middle(i) + (paired ? 14 + apart : 0),
      y: base + (paired ? 38 : 56),
      text: roughText(p[i]),
      "text-anchor": paired ? "start" : "middle",
    })));
  };
}

function buildMiddle(ui) {
  const hint = h("span", { "aria-hidden": "true" });
  const paper = pane(ui, { narrow: [334, 230], wide: [646, 230] }, "Probability", hint);
  const draw = drawing(paper);
  const temperature = temperatureSlider(ui, ["0", "1", "∞"]);
  ui.controls.append(h("div", { class: "smx-temperature smx-alone" }, ...temperature.nodes));
  const trail = trails();
  let marks = [];
  let form = "";
  let view;

  function table({ z, called }) {
    ui.table("Scores and probabilities", ["word", "score", "probability"], [
      ...z.map((_, i) => [
        called[i],
        ui.output(`z${i}`, "z", `z[${i}]`),
        ui.output(`p${i}`, "p", `p[${i}]`),
      ]),
    ]);
  }

  const inWords = ({ p, called }) =>
    p.length > 8
      ? `${p.length} bars, the largest ${roughText(max(p))}`
      : p.map((v, i) => `${called[i]} ${roughText(v)}`).join(", ");

  return {
    draw(state) {
      const z = logits(state);
      const T = readTemperature(state.T);
      const p = softmax(z, T);
      if (!ui.passing) marks = trail.follow(z, T);
      view = { z, T, p, marks, called: classNames(state.labels, z.length) };
      const wanted = `${z.length}|${state.labels}`;
      if (form !== wanted) table(view);
      form = wanted;
      temperature.show(T);
      draw(view);
      const beyond = marks.some(([low, high]) => high > low);
      hint.textContent = beyond ? "faint: where each top has been" : "";
      const highest = times(
        beyond ? Math.min(z.length, 8) : 0,
        (i) => `${view.called[i]} ${roughText(marks[i][1])}`,
      );
      paper.label(
        `Bars of the probabilities at T = ${temperatureLabel(T)}: ${inWords(view)}. ` +
          `A dashed line stands at 1/${z.length}.` +
          (beyond ? ` Highest so far: ${highest.join(", ")}.` : ""),
      );
      z.forEach((v, i) => ui.show({ [`z${i}`]: v, [`p${i}`]: p[i] }));
    },
    python: (state) =>
      [
        "import numpy as np",
        "from softmaxlab import softmax",
        "",
        ...logitLines(state),
        "",
        "p = softmax(z, temperature=T)",
        "print(p)",
        "",
      ].join("\n"),
    sentence: () => `T = ${temperatureLabel(view.T)}: ${inWords(view)}.`,
    reset: trail.clear,
  };
}

const trio = (z) => [
  `[${z.join(", ").replaceAll("-", "\u2212")}]`,
  ["0.5", "1", "3"].map((T) => [`T = ${T}`, { set: "custom", z, T }]),
];

export const middle = {
  title: "See you …",
  build: buildMiddle,
  presets: [trio([2, 1, -3]), trio([2, 1, 0.1]), trio([5, 4, -9])],
};
