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

/** A number's text with the sign that people write. */
export const minus = (text) => text.replace("-", "\u2212");

export const scoreText = (z) => minus(String(Number(z.toFixed(4))));

/**
 * The slider alone, as the one control of a view; returns what shows a temperature. Below an axis,
 * which says what its places are, it ends `beside` pixels before the drawing does.
 */
function sliderAlone(ui, beside) {
  const { nodes, show } = temperatureSlider(ui, ["0", "1", "∞"]);
  const below = beside !== undefined;
  ui.controls.append(
    below
      ? h("div", { class: "smx-temperature", style: `padding-right: ${beside - 12}px` }, nodes[0])
      : h("div", { class: "smx-temperature smx-alone" }, ...nodes),
  );
  return (T) => below ? show(T, "") : show(T);
}

/** A state with what follows from it. */
export function seen(state) {
  const z = logits(state);
  const T = readTemperature(state.T);
  return { ...state, z, T, p: softmax(z, T), called: classNames(state.labels, z.length) };
}

/** The probabilities in words. */
export const inWords = ({ p, called }) =>
  p.length > 8
    ? `${p.length} words, the largest probability ${roughText(max(p))}`
    : p.map((v, i) => `${called[i]} ${roughText(v)}`).join(", ");

/** What the classes are called where their numbers would mislead: by their scores. */
export const named = ({ labels, called, z }) =>
  labels.length === z.length ? called : z.map((v) => `score ${scoreText(v)}`);

/** A word in so many letters at most. */
export const short = (word, letters) =>
  word.length > letters ? `${word.slice(0, Math.max(0, Math.floor(letters) - 1))}…` : word;

/** How many pixels a letter needs, at most. */
export const LETTER = 8.5;

/** Places that are at least `gap` apart, near the wanted ones and between two bounds. */
export function apart(wanted, gap, lo, hi) {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b]);
  const at = [];
  order.forEach((i, n) => {
    at[i] = Math.max(wanted[i], n ? at[order[n - 1]] + gap : lo);
  });
  order.reverse().forEach((i, n) => {
    at[i] = Math.min(at[i], n ? at[order[n - 1]] - gap : hi);
  });
  return at;
}

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
 * - `size`, `caption`: of its drawing; `drawing(ui, pane)` returns what draws a view; `beside`: how
 *   far from its right end its axis of the temperature ends, if it has one;
 * - `more(view, passing)`: what the view holds besides scores, temperature and probabilities;
 * - `columns(view)`: more columns of numbers, `[head, letter, kind, py, values]`;
 * - `total`: a number of all words, `[head, key, kind, (view) => value]`;
 * - `lines(state)`: more lines of the program;
 * - `hint(view)`: a few words above the drawing; `told(view)`: the drawing in words; `said(view)`:
 *   what is spoken after the probabilities.
 */
export const lesson = (
  {
    size,
    caption,
    beside,
    drawing,
    more,
    columns = () => [],
    total,
    lines,
    hint,
    told,
    said,
    reset,
  },
) =>
(ui) => {
  const note = h("span", { "aria-hidden": "true" });
  const paper = pane(ui, size, caption, note);
  const show = sliderAlone(ui, beside);
  const draw = drawing(ui, paper);
  let form = "";
  let view;

  function table({ z, called }, numbers) {
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
      const numbers = [
        ["score", "z", "z", "z", view.z],
        ["probability", "p", "p", "p", view.p],
        ...columns(view),
      ];
      const wanted = `${view.called}|${numbers.map(([head]) => head)}`;
      if (form !== wanted) table(view, numbers);
      form = wanted;
      show(view.T);
      draw(view);
      note.textContent = hint(view);
      paper.label(told(view));
      for (const [, letter, , , values] of numbers) {
        values.forEach((v, i) => ui.show({ [`${letter}${i}`]: v }));
      }
      if (total) ui.show({ [total[1]]: total[3](view) });
    },
    python: (state) => program(state, ...lines(state)),
    sentence: () => `T = ${temperatureLabel(view.T)}: ${inWords(view)}.${said?.(view) ?? ""}`,
    reset,
  };
};

/** Presets at three temperatures. */
export const trio = (z) => [
  `[${z.map(scoreText).join(", ")}]`,
  ["0.5", "1", "3"].map((T) => [`T = ${T}`, { set: "custom", z, T }]),
];
