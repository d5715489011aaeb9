/**
 * Guess: three logits, and three bars that the reader drags to where softmax will put them. Then the
 * probabilities appear, with the divergence of the guess from them.
 */
import { button, controlRow, rangeSlider } from "../kit/controls.mjs";
import { crisp, drag, levels, pane, pool } from "../kit/drawing.mjs";
import { widget } from "../kit/frame.mjs";
import { codec } from "../kit/link.mjs";
import { h, s, set } from "../kit/nodes.mjs";
import { format, literal, scientific } from "../kit/number_text.mjs";
import { clamp, logSoftmax, max, softmax, sum, times } from "../kit/smath.mjs";

const LEFT = 46; // margins, in pixels
const TOP = 12;
const BELOW = 42;
const LEAST = 0.001; // no bar can be pushed below this, so the score stays finite
const MOST = 0.98;

/** What comes next, in this order: gaps, a tie, small numbers, a common level, signs, wide gaps. */
const ROUNDS = [[2, 1, 0.1], [1, 1, 0], [0.3, 0.2, 0.1], [102, 101, 100], [-1, 0, 1], [10, 20, 30]];

const START = times(3, () => 1 / 3);

/** The program that computes every number of a state. */
const python = ({ z, guess }) =>
  [
    "import numpy as np",
    "from softmaxlab import log_softmax, softmax",
    "",
    `z = np.array(${literal(z)})`,
    `guess = np.array(${literal(guess)})`,
    "",
    "q = guess / guess.sum()",
    "p = softmax(z)",
    'print("guess", q, "softmax", p)',
    "",
    "# Kullback-Leibler divergence of the guess from softmax: 0 is perfect",
    "score = np.sum(p * (log_softmax(z) - np.log(q)))",
    'print("score =", score, "nats")',
    "",
  ].join("\n");

/** The guess with one bar moved to a height; the others share what is left as they did before. */
function moved(guess, i, height) {
  const share = clamp(Math.round(height * 100) / 100, 0.01, MOST);
  const rest = sum(guess) - guess[i];
  return guess.map((
    v,
    j,
  ) => (j === i ? share : clamp(Math.round((v / rest) * (1 - share) * 1e4) / 1e4, LEAST, MOST)));
}

function bars(ui, pane) {
  const { svg } = pane;
  const level = levels(svg, LEFT);
  const guesses = pool(svg, "rect", { class: "smx-guess" });
  const solid = pool(svg, "rect", { class: "smx-bar" });
  const axis = s("path", { class: "smx-axis" }, svg);
  const caps = pool(svg, "rect", { class: "smx-cap", height: 6, rx: 3 });
  const logits = pool(svg, "text", { class: "smx-logit", "text-anchor": "middle" });
  const values = pool(svg, "text", { "text-anchor": "middle" });
  const heads = pool(svg, "text", { x: 0 });
  let last;
  const handles = pool(
    svg,
    "rect",
    { class: "smx-grip smx-updown", height: 44 },
    (node, i) =>
      drag(ui, node, {
        start: ({ y }) => y - last.y(last.q[i]),
        move({ y }, grip) {
          ui.put({ guess: moved(last.guess, i, (last.base - y + grip) / (last.base - TOP)) }, true);
        },
      }),
  );

  return ({ z, p, q, guess, shown }) => {
    const right = pane.width - 8;
    const base = pane.height - BELOW;
    const y = (v) => base - v * (base - TOP);
    const column = (right - LEFT) / 3;
    const w = Math.min(Math.round(column * 0.7), 88);
    const x = (i) => Math.round(LEFT + column * (i + 0.5) - w / 2);
    last = { guess, q, y, base };
    level(right, [[base, "0"], [y(0.5), "0.5"], [TOP, "1"]]);
    set(axis, { d: `M${LEFT},${crisp(base)}H${right}` });
    guesses(q.map((v, i) => ({ x: x(i), width: w, y: y(v), height: base - y(v) })));
    solid(
      (shown ? p : []).map((v, i) => ({
        x: x(i) + w / 4,
        width: w / 2,
        y: y(v),
        height: base - y(v),
      })),
    );
    caps(q.map((v, i) => ({ x: x(i) + w * 0.3, width: w * 0.4, y: y(v) - 3 })));
    heads([{ y: base + 18, text: "z =" }, { y: base + 36, text: shown ? "p =" : "q =" }]);
    logits(z.map((v, i) => ({ x: x(i) + w / 2, y: base + 18, text: format(v, "z") })));
    values((shown ? p : q).map((v, i) => ({
      x: x(i) + w / 2,
      y: base + 36,
      text: format(v, "p"),
      class: shown ? "smx-number" : "",
    })));
    handles(q.map((v, i) => ({ x: x(i), width: w, y: clamp(y(v) - 22, 0, base - 22) })));
  };
}

function build(ui) {
  const legend = h(
    "span",
    { class: "smx-legend" },
    h("span", { class: "smx-key" }, "your guess q"),
    h("b", { class: "smx-key smx-now" }, "softmax p"),
  );
  const paper = pane(ui, { narrow: [334, 220], wide: [646, 220] }, "Probability p", legend);
  const draw = bars(ui, paper);
  let view;

  const sliders = times(3, (i) =>
    rangeSlider(ui, {
      label: `q[${i}]`,
      min: 0.01,
      max: MOST,
      step: 0.01,
      put: (value) => ({ guess: moved(view.guess, i, value) }),
    }));
  const hand = controlRow(3, {}, ...sliders.map((slider) => slider.node));
  const look = button(
    "Look",
    { class: "smx-button smx-main" },
    () => ui.glide({ shown: !view.shown }),
  );
  const another = button("Another three", {}, () => {
    const at = ROUNDS.findIndex((z) => literal(z) === literal(view.z));
    ui.put({ z: ROUNDS[(at + 1) % ROUNDS.length], guess: START, shown: false });
  });
  const words = h("p", { class: "smx-words" });
  ui.controls.append(hand, h("div", { class: "smx-row" }, look, another), words);

  const score = ui.readout("score, nats (0 is perfect)", ui.output("score", "nats"));
  ui.table(
    "The guess and softmax",
    ["class", "z", "guess q", "softmax p"],
    times(3, (i) => [
      i,
      ui.output(`z${i}`, "z", `z[${i}]`),
      ui.output(`q${i}`, "p", `q[${i}]`),
      ui.output(`p${i}`, "p", `p[${i}]`),
    ]),
  );

  return {
    python,
    draw({ z, guess, shown }) {
      const total = sum(guess);
      const q = guess.map((v) => v / total);
      const p = softmax(z);
      const logs = logSoftmax(z);
      const lost = sum(p.map((v, i) => v * (logs[i] - Math.log(q[i]))));
      view = { z, guess, q, p, shown, lost };
      draw(view);
      paper.label(inWords(view));
      look.textContent = shown ? "Hide" : "Look";
      sliders.forEach((slider, i) => {
        const text = format(q[i], "p");
        slider.show(guess[i], `guess ${text} for the logit ${format(z[i], "z")}`, ` ${text}`);
      });
      words.textContent = shown ? lesson(view) : "Which bar is how high? Drag, then look.";
      z.forEach((v, i) =>
        ui.show({ [`z${i}`]: v, [`q${i}`]: q[i], [`p${i}`]: shown ? p[i] : undefined })
      );
      score.hidden = !shown;
      ui.show({ score: shown ? lost : undefined });
    },
    sentence:
      () => (view.shown
        ? `The score is ${format(view.lost, "nats")} nats. ${lesson(view)}`
        : `Your guess: ${view.q.map((v) => format(v, "p")).join(", ")}.`),
  };
}

/** What the drawing shows, for those who cannot see it. */
function inWords({ z, p, q, shown }) {
  const list = (values, kind) => values.map((v) => format(v, kind)).join(", ");
  return shown
    ? `Bars of the probabilities ${list(p, "p")} that softmax gives the logits ${list(z, "z")}.`
    : `Bars of a guess, ${list(q, "p")}, at what softmax gives the logits ${list(z, "z")}.`;
}

/** What this example shows: the two largest logits, their gap, and the ratio it became. */
function lesson({ z }) {
  const best = max(z);
  const second = max(z.filter((v) => v < best));
  const gap = best - second;
  const times = Math.exp(gap);
  if (second === -Infinity) return "No gaps: equal logits get equal shares.";
  if (times === Infinity) return "So wide a gap leaves nothing that could be drawn for the others.";
  const many = times < 1e4 ? format(times, "count") : scientific(times);
  const tie = z.filter((v) => v === best).length > 1 ? " The two best share." : "";
  return `The gap of ${
    format(gap, "z")
  } between the best and the next makes a ratio of ${many}.${tie}`;
}

export default widget({
  name: "guess",
  title: "Guess softmax",
  state: {
    z: codec.numbers(3, 3, -2000, 2000),
    guess: codec.numbers(3, 3, LEAST, MOST),
    shown: codec.flag,
  },
  presets: [[
    "Logits",
    ROUNDS.slice(0, 3).map((z) => [literal(z), { z, guess: START, shown: false }]),
  ], ["More", ROUNDS.slice(3).map((z) => [literal(z), { z, guess: START, shown: false }])]],
  build,
});
