/**
 * Guess: three scores, and three bars that the reader drags to where softmax will put them. Then the
 * bars glide to the answer, words say how far off each guess was, and the formula shows why.
 */
import { button, controlRow, rangeSlider } from "../kit/controls.mjs";
import { crisp, levels, pane, pool } from "../kit/drawing.mjs";
import { shareFormula } from "../kit/formula.mjs";
import { widget } from "../kit/frame.mjs";
import { handles } from "../kit/handles.mjs";
import { classNames, entryNames } from "../kit/labels.mjs";
import { codec } from "../kit/link.mjs";
import { mix } from "../kit/motion.mjs";
import { h, s, set } from "../kit/nodes.mjs";
import { format, literal, roughText, scientific } from "../kit/number_text.mjs";
import { clamp, logSoftmax, max, softmax, sum, times } from "../kit/smath.mjs";

const LEFT = 34; // margins, in pixels
const TOP = 12;
const BELOW = 80;
const LINE = 18;
const LEAST = 0.001; // no bar can be pushed below this, so the score stays finite
const MOST = 0.98;
const CLOSE = 3; // hundredths: a guess that is never further off deserves praise

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
    "miss = q - p",
    'print("guess", q, "softmax", p, "miss", miss)',
    "",
    "# Kullback-Leibler divergence of the guess from softmax: 0 is perfect",
    "score = np.sum(p * (log_softmax(z) - np.log(q)))",
    'print("score =", score, "nats")',
    "",
  ].join("\n");

/**
 * The guess with one bar moved to a height. Those that were set before stay, and what is left goes
 * to the others as they were; where nothing is left, all make room in proportion.
 */
function moved(guess, i, height, placed) {
  const share = clamp(Math.round(height * 100) / 100, 0.01, MOST);
  const [kept, free] = [true, false].map((is) =>
    times(guess.length, Number).filter((j) => j !== i && placed.has(j) === is)
  );
  const total = (group) => sum(group.map((j) => guess[j]));
  const room = 1 - share;
  const keep = free.length ? Math.min(total(kept), Math.max(room - 0.01 * free.length, 0)) : room;
  const factor = (group, part) => part / total(group);
  return guess.map((v, j) => {
    if (j === i) return share;
    const by = placed.has(j) ? factor(kept, keep) : factor(free, room - keep);
    return clamp(Math.round(v * by * 1e4) / 1e4, LEAST, MOST);
  });
}

function bars(ui, pane, light, put) {
  const { svg } = pane;
  const lights = (node, i) => node.addEventListener("pointerenter", () => light(i));
  const level = levels(svg, LEFT);
  const guesses = pool(svg, "rect", { class: "smx-guess" }, lights);
  const solid = pool(svg, "rect", {}, lights);
  const axis = s("path", { class: "smx-axis" }, svg);
  const texts = pool(svg, "text", { "text-anchor": "middle" });
  let last;
  const tops = handles(ui, pane, {
    along: "y",
    near: light,
    begin: () => last.guess, // what sinks while it is passed rises again
    move: ({ y }, i, guess) => put(guess, i, (last.base - y) / (last.base - TOP)),
  });

  return ({ z, p, q, bar, guess, shown, focus, at, called, misses }) => {
    const right = pane.width - 8;
    const base = pane.height - BELOW;
    const y = (v) => base - v * (base - TOP);
    const column = (right - LEFT) / 3;
    const w = Math.min(Math.round(column * 0.7), 88);
    const x = (i) => Math.round(LEFT + column * (i + 0.5) - w / 2);
    last = { guess, base };
    level(right, [[base, "0"], [y(0.5), "0.5"], [TOP, "1"]]);
    set(axis, { d: `M${LEFT},${crisp(base)}H${right}` });
    guesses(q.map((v, i) => ({ x: x(i), width: w, y: y(v), height: base - y(v) })));
    solid(
      (shown ? bar : []).map((v, i) => ({
        class: i === focus ? "smx-bar smx-lit" : "smx-bar",
        x: x(i) + w / 4,
        width: w / 2,
        y: y(v),
        height: base - y(v),
      })),
    );
    tops(q.map((v, i) => ({
      x: x(i) + w / 2,
      y: y(v),
      area: [x(i), TOP, w, base - TOP],
      lit: i === at,
    })));
    if (ui.passing) return; // the texts say at once what will be
    const answer = column > 120 ? "softmax " : "";
    const rows = [
      [called, "smx-name"],
      [z.map((v) => `score ${format(v, "z")}`), "smx-logit"],
      ...(shown
        ? [[p.map((v) => answer + roughText(v)), "smx-number"], [misses, ""]]
        : [[q.map((v) => `guess ${roughText(v)}`), ""]]),
    ];
    texts(
      rows.flatMap(([values, sort], row) =>
        values.map((text, i) => ({
          text,
          class: sort,
          x: x(i) + w / 2,
          y: base + LINE * (row + 1),
        }))
      ),
    );
  };
}

function build(ui) {
  const legend = h(
    "span",
    { class: "smx-legend" },
    h("span", { class: "smx-key" }, "your guess"),
    h("b", { class: "smx-key smx-now" }, "softmax"),
  );
  const paper = pane(ui, { narrow: [334, 244], wide: [646, 244] }, "Probability", legend);
  let lit = -1; // the bar that the reader is at
  const light = (i) => {
    lit = i;
    ui.ask();
  };
  const placed = new Set(); // the bars that the reader has put where they are
  let own; // the guess as the reader left it
  const put = (guess, i, height) => {
    own = moved(guess, i, height, placed);
    placed.add(i);
    ui.put({ guess: own }, true);
  };
  const draw = bars(ui, paper, light, put);
  const formula = shareFormula(light);
  let view;

  const hand = controlRow(3, { class: "smx-repeats" });
  let sliders = [];
  const look = button(
    "Look",
    { class: "smx-button smx-main" },
    () => {
      lit = -1; // the formula is about the largest miss
      ui.glide({ shown: !view.shown });
    },
  );
  const another = button("Other scores", {}, () => {
    const at = ROUNDS.findIndex((z) => literal(z) === literal(view.z));
    ui.glide({ z: ROUNDS[(at + 1) % ROUNDS.length], guess: START, shown: false });
  });
  const words = h("p", { class: "smx-words" });
  ui.controls.append(
    h("div", { class: "smx-row" }, look, another),
    words,
    h("div", { class: "smx-room" }, formula.node),
    hand,
  );

  /** Sliders and table, remade only when the words change. */
  function rebuild({ labels, called }) {
    sliders = entryNames(labels, 3, "q").map((label, i) => {
      const slider = rangeSlider(ui, {
        label,
        min: 0.01,
        max: MOST,
        step: 0.01,
        put(value) {
          own = moved(view.guess, i, value, placed);
          placed.add(i);
          return { guess: own };
        },
      });
      slider.input.addEventListener("focus", () => light(i));
      return slider;
    });
    hand.replaceChildren(...sliders.map((slider) => slider.node));
    ui.table("The guess and softmax", ["word", "score", "guess", "softmax", "too high by"], [
      ...called.map((name, i) => [
        name,
        ui.output(`z${i}`, "z", `z[${i}]`),
        ui.output(`q${i}`, "p", `q[${i}]`),
        ui.output(`p${i}`, "p", `p[${i}]`),
        ui.output(`miss${i}`, "nats", `miss[${i}]`),
      ]),
      ["distance from softmax (0 is perfect), nats", "", "", "", ui.output("score", "nats")],
    ]);
  }

  return {
    python,
    draw({ z, guess, shown, labels, way }) {
      const total = sum(guess);
      const q = guess.map((v) => v / total);
      const p = softmax(z);
      // Asked for, the bars of softmax rise or fall from where the guess put them.
      const opening = way && shown && !way.from.shown;
      const bar = opening ? p.map((v, i) => mix(q[i], v, way.share)) : p;
      const focus = lit < 0 ? worst(q, p) : lit;
      const called = classNames(labels, 3);
      const misses = q.map((v, i) => missInWords(hundredths(v) - hundredths(p[i])));
      const now = { z, guess, q, p, bar, shown, focus, at: lit, called, misses, labels };
      draw(now);
      if (ui.passing) return;
      if (`${guess}` !== `${own}`) placed.clear(); // it comes from elsewhere
      if (`${view?.labels}` !== `${labels}`) rebuild(now);
      view = now;
      paper.label(inWords(view));
      look.textContent = shown ? "Hide" : "Look";
      sliders.forEach((slider, i) => {
        const all = q.map((v, j) => `${called[j]} ${roughText(v)}`);
        const others = all.filter((_, j) => j !== i).join(", ");
        slider.show(guess[i], `${roughText(q[i])}; then ${others}`, ` ${roughText(q[i])}`);
      });
      const exponents = z.map((v) => format(v, "z"));
      const why = { names: called, exponents, shares: p.map(roughText), focus };
      formula.show(shown ? why : undefined);
      words.textContent = shown ? `${verdict(view)} ${lesson(view)} ${HINT}` : INVITATION;
      const logs = logSoftmax(z);
      const answer = (value) => (shown ? value : undefined);
      z.forEach((v, i) =>
        ui.show({
          [`z${i}`]: v,
          [`q${i}`]: q[i],
          [`p${i}`]: answer(p[i]),
          [`miss${i}`]: answer(q[i] - p[i]),
        })
      );
      ui.show({ score: answer(sum(p.map((v, i) => v * (logs[i] - Math.log(q[i]))))) });
    },
    sentence() {
      const { called, misses, q, shown } = view;
      const each = (values) => called.map((name, i) => `${name} ${values[i]}`).join(", ");
      return shown
        ? `Your guess: ${each(misses)}. ${verdict(view)} ${lesson(view)}`
        : `Your guess: ${each(q.map(roughText))}.`;
    },
  };
}

const INVITATION =
  "Drag the bars to your guess, then look. They always sum to 1: a bar stays where " +
  "you set it, and the others share what is left.";

const HINT = "Press another term for its word.";

const hundredths = (v) => Math.round(v * 100);

/** How far off a guess is, in words, from what is off in the numbers as they are shown. */
const missInWords = (miss) =>
  miss ? `${(Math.abs(miss) / 100).toFixed(2)} too ${miss > 0 ? "high" : "low"}` : "right on";

/** How far off each guess is, in hundredths. */
const offBy = (q, p) => q.map((v, i) => Math.abs(hundredths(v) - hundredths(p[i])));

/** The bar that was furthest off; where none was, the tallest. */
function worst(q, p) {
  const off = offBy(q, p);
  return max(off) ? off.indexOf(max(off)) : p.indexOf(max(p));
}

/** Praise for a good guess; for another, where it was furthest off. */
function verdict({ q, p, called, misses }) {
  const most = max(offBy(q, p));
  if (most === 0) return "All three right on: perfect!";
  if (most <= CLOSE) return `Very well guessed: nothing is off by more than 0.0${most}.`;
  const i = worst(q, p);
  return `Your largest miss is ${called[i]}, ${misses[i]}.`;
}

/** What the drawing shows, for those who cannot see it. */
function inWords({ z, p, q, shown, called, misses }) {
  const list = (values) => called.map((name, i) => `${name} ${values[i]}`).join(", ");
  const scores = `the scores ${list(z.map((v) => format(v, "z")))}`;
  return shown
    ? `Bars of the shares that softmax gives ${scores}: ${list(p.map(roughText))}. ` +
      `The guess: ${list(misses)}.`
    : `Bars of a guess at the shares that softmax gives ${scores}: ${list(q.map(roughText))}.`;
}

/** What this example shows: the gap of the two largest scores, and the ratio that it became. */
function lesson({ z }) {
  const best = max(z);
  const second = max(z.filter((v) => v < best));
  const gap = best - second;
  const times = Math.exp(gap);
  if (second === -Infinity) return "No gaps: equal scores get equal shares.";
  if (times === Infinity) return "So wide a gap leaves nothing that could be drawn for the others.";
  const apart = format(gap, "z");
  return z.filter((v) => v === best).length > 1
    ? `Two scores tie, ${apart} above the third: each share is about ${
      inTwoDigits(times)
    } times the third's.`
    : `The best is ${apart} above the next, so its share is about ${
      inTwoDigits(times)
    } times as large.`;
}

/** A number in two digits, and whole from 100 on. */
const inTwoDigits = (x) =>
  x < 99.5 ? x.toPrecision(2) : x < 1e4 ? String(Math.round(x)) : scientific(x, 1);

export default widget({
  name: "guess",
  title: "Guess softmax",
  state: {
    z: codec.numbers(3, 3, -2000, 2000),
    guess: codec.numbers(3, 3, LEAST, MOST),
    shown: codec.flag,
  },
  presets: [[
    "Scores",
    ROUNDS.slice(0, 3).map((z) => [literal(z), { z, guess: START, shown: false }]),
  ], ["Wider", ROUNDS.slice(3).map((z) => [literal(z), { z, guess: START, shown: false }])]],
  build,
  views: { cover: { build } }, // the same, with what is seldom used under More
});
