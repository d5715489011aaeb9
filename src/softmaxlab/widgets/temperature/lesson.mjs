/**
 * What the views of the lesson share: one drawing, a slider for the temperature, and a table of
 * scores and probabilities.
 */
import { pane } from "../kit/drawing.mjs";
import { classNames } from "../kit/labels.mjs";
import { h } from "../kit/nodes.mjs";
import { readTemperature, roughText } from "../kit/number_text.mjs";
import { max, softmax } from "../kit/smath.mjs";
import { temperatureSlider } from "../kit/temperature_control.mjs";
import { temperatureLabel } from "../kit/temperatures.mjs";
import { logitLines, logits } from "./logits.mjs";

export const scoreText = (z) => String(Number(z.toFixed(4))).replace("-", "\u2212");

/** The slider alone, as the one control of a view; returns what shows a temperature. */
export function sliderAlone(ui) {
  const temperature = temperatureSlider(ui, ["0", "1", "∞"]);
  ui.controls.append(h("div", { class: "smx-temperature smx-alone" }, ...temperature.nodes));
  return temperature.show;
}

/** A state with what follows from it. */
export function seen(state) {
  const z = logits(state);
  const T = readTemperature(state.T);
  return { z, T, p: softmax(z, T), called: classNames(state.labels, z.length) };
}

/** The probabilities in words. */
export const inWords = ({ p, called }) =>
  p.length > 8
    ? `${p.length} words, the largest probability ${roughText(max(p))}`
    : p.map((v, i) => `${called[i]} ${roughText(v)}`).join(", ");

/** A program: the state, the probabilities, and more lines. */
export const program = (state, ...lines) =>
  [
    "import numpy as np",
    "from softmaxlab import softmax",
    "",
    ...logitLines(state),
    "",
    "p = softmax(z, temperature=T)",
    ...lines,
    "",
  ].join("\n");

/**
 * Builds such a view from
 *
 * - `size`, `caption`: of its drawing; `drawing(ui, pane)` returns what draws a view;
 * - `more(view, passing)`: what the view holds besides scores, temperature and probabilities;
 * - `columns`: more columns of numbers, `[head, letter, kind, py, (view) => values]`;
 * - `total`: a number of all words, `[head, key, kind, (view) => value]`;
 * - `lines(state)`: more lines of the program;
 * - `hint(view)`: a few words above the drawing; `told(view)`: the drawing in words.
 */
export const lesson = (
  { size, caption, drawing, more, columns = [], total, lines, hint, told, reset },
) =>
(ui) => {
  const note = h("span", { "aria-hidden": "true" });
  const paper = pane(ui, size, caption, note);
  const draw = drawing(ui, paper);
  const show = sliderAlone(ui);
  const numbers = [
    ["score", "z", "z", "z", ({ z }) => z],
    ["probability", "p", "p", "p", ({ p }) => p],
    ...columns,
  ];
  let form = "";
  let view;

  function table({ z, called }) {
    ui.table("Scores and probabilities", ["word", ...numbers.map(([head]) => head)], [
      ...z.map((_, i) => [
        called[i],
        ...numbers.map(([, letter, kind, py]) => ui.output(`${letter}${i}`, kind, `${py}[${i}]`)),
      ]),
      ...(total ? [[total[0], ui.output(total[1], total[2])]] : []),
    ]);
  }

  return {
    draw(state) {
      view = seen(state);
      Object.assign(view, more?.(view, ui.passing));
      const wanted = `${view.z.length}|${state.labels}`;
      if (form !== wanted) table(view);
      form = wanted;
      show(view.T);
      draw(view);
      note.textContent = hint(view);
      paper.label(told(view));
      for (const [, letter, , , values] of numbers) {
        values(view).forEach((v, i) => ui.show({ [`${letter}${i}`]: v }));
      }
      if (total) ui.show({ [total[1]]: total[3](view) });
    },
    python: (state) => program(state, ...lines(state)),
    sentence: () => `T = ${temperatureLabel(view.T)}: ${inWords(view)}.`,
    reset,
  };
};

/** Presets at three temperatures. */
export const trio = (z) => [
  `[${z.map(scoreText).join(", ")}]`,
  ["0.5", "1", "3"].map((T) => [`T = ${T}`, { set: "custom", z, T }]),
];
