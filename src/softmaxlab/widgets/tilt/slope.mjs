/**
 * The views "slope" and "soft": log-sum-exp as a function of the first score, above the largest score
 * as a dashed line, and its tangent at the score of now. The tangent rises by the first word's share
 * over a step of 1, and the bars of all shares stand beside it. Until its reader has guessed, "slope"
 * shows three lines through the point instead. "soft" has a temperature, and the upper bound.
 */
import { rangeSlider } from "../kit/controls.mjs";
import { crisp, levels, pane, pool } from "../kit/drawing.mjs";
import { handles } from "../kit/handles.mjs";
import { classNames } from "../kit/labels.mjs";
import { h, randomId, s, set } from "../kit/nodes.mjs";
import { format, literal, roughText } from "../kit/number_text.mjs";
import { clamp, logsumexp, max, softmax, tenth, times } from "../kit/smath.mjs";
import { temperatureLabel } from "../kit/temperatures.mjs";
import { warmthSlider } from "./warmth.mjs";

const BEFORE = 5; // the window goes so far to the left of the kink
const BEHIND = 5;
const UNDER = 0.8; // and so far below it
const OVER = 5.3;
const INSET = 22; // margins, in pixels
const FOOT = 40;
const ROOF = 4;
const TOUCH = 1.4; // half the length of a tangent, in units of the score
const GUESS = 2.1; // and that of a line to choose from
const STEPS = times(101, (i) => i / 100);

/** T times log-sum-exp of z/T: softer than the maximum. */
export const softMaximum = (z, T) => T * logsumexp(z.map((v) => v / T));

/** The program that computes every number of a state, with a temperature or without. */
const slopeInPython = (z, T) =>
  [
    "import numpy as np",
    "from softmaxlab import logsumexp, softmax",
    "",
    `z = np.array(${literal(z)})`,
    ...(T
      ? [
        `T = ${literal(T)}`,
        "",
        "lse = T * logsumexp(z / T)",
        "upper = z.max() + T * np.log(len(z))",
        "p = softmax(z, temperature=T)  # the slopes of lse",
        "print(lse, upper)",
      ]
      : ["", "lse = logsumexp(z)", "p = softmax(z)  # the slopes of lse", "print(lse)"]),
    "largest = z.max()",
    "print(largest, p)",
    "",
  ].join("\n");

function drawSlope(ui, pane, warm) {
  const { svg } = pane;
  const clip = randomId();
  const inside = s("rect", {}, s("clipPath", { id: clip }, svg));
  const axis = s("path", { class: "smx-axis" }, svg);
  const ticks = pool(svg, "text", { "text-anchor": "middle" });
  const heights = pool(svg, "text", { "text-anchor": "end", dy: "0.35em", x: INSET - 6 });
  const clipped = s("g", { "clip-path": `url(#${clip})` }, svg);
  const bounds = pool(clipped, "path", { class: "smx-bound" });
  const curve = s("path", { class: "smx-curve" }, clipped);
  const guesses = pool(svg, "path", { class: "smx-ghost smx-c" });
  const tangent = s("path", { class: "smx-tangent" }, clipped);
  const run = s("path", { class: "smx-guide" }, clipped);
  const rise = s("path", { class: "smx-rise" }, clipped);
  const words = pool(svg, "text", { class: "smx-halo", dy: "0.35em" });
  const dot = pool(svg, "circle", { class: "smx-dot", r: 5 });
  const handle = handles(ui, pane, {
    along: "x",
    begin: () => last,
    move: ({ x }, _, { z, from, left, unit }) =>
      ui.put({
        z: z.with(0, clamp(tenth(from + (x - left) / unit), from, from + BEFORE + BEHIND)),
      }, true),
  });
  let last;

  return ({ z, T, p, value, covered, called }) => {
    const others = z.slice(1);
    const kink = Math.round(max(others));
    const from = kink - BEFORE;
    const base = pane.height - FOOT;
    const unit = Math.min(
      (pane.width - INSET - 8) / (BEFORE + BEHIND),
      (base - ROOF) / (UNDER + OVER),
    );
    const left = INSET + (pane.width - INSET - 8 - unit * (BEFORE + BEHIND)) / 2;
    const right = left + unit * (BEFORE + BEHIND);
    const x = (v) => left + (v - from) * unit;
    const y = (v) => base - clamp((v - kink + UNDER) * unit, -999, 9999);
    last = { z, from, left, unit };

    set(inside, { x: left, y: 0, width: right - left, height: base });
    set(axis, { d: `M${left},${crisp(base)}H${right}` });
    ticks([
      ...times(6, (i) => from + 2 * i).map((v) => ({
        x: x(v),
        y: base + 17,
        text: String(v).replace("-", "\u2212"),
      })),
      { x: (left + right) / 2, y: base + 35, text: `score of ${called[0]}` },
    ]);
    heights(
      times(3, (i) => kink + 2 * i).map((v) => ({
        x: left - 6,
        y: y(v),
        text: String(v).replace("-", "\u2212"),
      })),
    );
    const across = (height) =>
      `M${
        STEPS.map((part) => from + part * (BEFORE + BEHIND))
          .map((v) => `${x(v).toFixed(1)},${y(height(z.with(0, v))).toFixed(1)}`).join("L")
      }`;
    const corner = (more) =>
      `M${x(from)},${y(max(others) + more)}H${x(max(others))}` +
      `L${x(from + 20)},${y(from + 20 + more)}`;
    bounds([{ d: corner(0) }, ...(warm ? [{ d: corner(T * Math.log(3)) }] : [])]);
    set(curve, { d: covered ? "" : across((at) => softMaximum(at, T)) });

    const here = clamp(z[0], from, from + BEFORE + BEHIND);
    const [cx, cy] = [x(here), y(value)];
    const touching = (slope) => {
      const half = (covered ? GUESS : TOUCH) / Math.hypot(1, slope) * unit;
      return [half, slope * half];
    };
    const stroke = (slope) => {
      const [dx, dy] = touching(slope);
      return `M${cx - dx},${cy + dy}l${2 * dx},${-2 * dy}`;
    };
    const choices = covered ? [0, p[0], 1] : [];
    guesses(choices.map((slope) => ({ d: stroke(slope) })));
    set(tangent, { d: covered ? "" : stroke(p[0]) });
    set(run, { d: covered ? "" : `M${cx},${cy}h${unit}` });
    set(rise, { d: covered ? "" : `M${cx + unit},${cy}v${-p[0] * unit}` });
    const inEnd = cx + unit + 46 > right; // no room for a number on the right
    words(
      covered
        ? choices.map((slope) => {
          const [dx, dy] = touching(slope);
          const text = roughText(slope);
          return { x: cx + dx + (slope === 1 ? -1 : 6), y: cy - dy - (slope === 1 ? 10 : 0), text };
        })
        : [{
          x: cx + (inEnd ? -10 : unit + 8),
          y: cy - (inEnd ? 16 : p[0] * unit / 2),
          class: "smx-halo smx-number",
          "text-anchor": inEnd ? "end" : "start",
          text: roughText(p[0]),
        }],
    );
    dot(covered ? [{ cx, cy }] : []);
    handle(covered ? [] : [{ x: cx, y: cy, area: [left, 0, right - left, base] }]);
  };
}

function drawShares({ svg }) {
  const level = levels(svg, 22);
  const bars = pool(svg, "rect", {});
  const names = pool(svg, "text", { "text-anchor": "middle" });
  const numbers = pool(svg, "text", { "text-anchor": "middle" });

  return ({ p, called, covered }, { width, height }) => {
    const base = height - 24;
    const top = 16;
    const column = (width - 26) / 3;
    const middle = (i) => 24 + column * (i + 0.5);
    const w = Math.min(56, column * 0.6);
    const y = (v) => base - v * (base - top);
    level(width - 2, [[base, "0"], [top, "1"]]);
    bars(
      covered ? [] : p.map((v, i) => ({
        x: middle(i) - w / 2,
        width: w,
        y: y(v),
        height: base - y(v),
        class: i ? "smx-part" : "smx-bar",
      })),
    );
    names(called.map((text, i) => ({
      x: middle(i),
      y: base + 18,
      text,
      class: i ? "" : "smx-name",
    })));
    numbers(p.map((v, i) => ({
      x: middle(i),
      y: (covered ? y(0.5) : y(v)) - 5,
      class: i ? "" : "smx-number",
      text: covered ? "?" : roughText(v),
    })));
  };
}

const told = (share) => format(share, "p");

/** Builds the view, with a temperature or without. */
const buildSlope = (warm) => (ui) => {
  const note = h("span");
  const left = pane(ui, { narrow: [334, 200], wide: [384, 262] }, note);
  const right = pane(ui, { narrow: [334, 96], wide: [238, 262] }, "Shares");
  const draw = drawSlope(ui, left, warm);
  const bars = drawShares(right);
  const name = h("span");
  const slider = rangeSlider(ui, {
    label: name,
    min: -4,
    max: 6,
    step: 0.1,
    put: (value) => ({ z: ui.state().z.with(0, tenth(value)) }),
  });
  set(slider.node, { class: "smx-field smx-repeats" });
  ui.controls.append(slider.node);
  const warmth = warm ? warmthSlider(ui) : () => {};
  let view;
  let form;

  function table(called) {
    ui.table("Scores and shares", ["word", "score", "share"], [
      ...times(3, (i) => [
        called[i],
        ui.output(`z${i}`, "z", `z[${i}]`),
        ui.output(`p${i}`, "p", `p[${i}]`),
      ]),
      ["largest score", ui.output("largest", "nats"), ""],
      ["log-sum-exp", ui.output("lse", "nats"), ""],
      ...(warm ? [["upper bound", ui.output("upper", "nats"), ""]] : []),
      [`its slope, over ${called[0]}`, "", ui.output("slope", "p", "p[0]")],
    ]);
  }

  return {
    python: ({ z, T }) => slopeInPython(z, warm && T),
    freed() {
      if (ui.state().covered) ui.put({ covered: false });
    },
    draw({ z, T: given, covered: wanted, labels }) {
      const T = warm ? given : 1;
      const covered = wanted && !warm;
      const p = softmax(z, T);
      const called = classNames(labels, 3);
      const value = softMaximum(z, T);
      view = { z, T, p, value, covered, called };
      if (form !== `${called}`) table(called);
      form = `${called}`;
      note.textContent = covered
        ? "Dashed: the largest score"
        : warm
        ? "T × LSE(z/T); dashed: its bounds"
        : "LSE; dashed: the largest score";
      name.textContent = `score of ${called[0]}`;
      draw(view);
      bars(view, right);
      const score = format(z[0], "z");
      slider.show(
        z[0],
        covered ? score : `${score}, log-sum-exp ${format(value, "nats")}, slope ${told(p[0])}`,
        ` ${score}`,
      );
      warmth(T);
      z.forEach((v, i) => ui.show({ [`z${i}`]: v, [`p${i}`]: p[i] }));
      ui.show({ largest: max(z), lse: value, slope: p[0], upper: max(z) + T * Math.log(3) });
      left.label(
        covered
          ? `The largest score as a dashed line over the score of ${
            called[0]
          }, and a point above ` +
            `it at score ${score}, the height of log-sum-exp. Its curve is covered.`
          : `Log-sum-exp as a curve over the score of ${called[0]}, above the largest score; at ` +
            `score ${score} it is ${format(value, "nats")} and its slope ${told(p[0])}.`,
      );
      right.label(
        covered
          ? "The shares are covered."
          : `Bars of the shares: ${called.map((word, i) => `${word} ${told(p[i])}`).join(", ")}.`,
      );
    },
    sentence() {
      const { z, T, p, value, covered, called } = view;
      const at = `Score of ${called[0]} ${format(z[0], "z")}${
        warm ? `, T = ${temperatureLabel(T)}` : ""
      }`;
      return covered
        ? `${at}: the curve is covered.`
        : `${at}: log-sum-exp ${format(value, "nats")}, slope and share ${told(p[0])}.`;
    },
  };
};

const withScore = (v) => [format(v, "z"), { z: [v, 1, 0.1], covered: false }];

export const slope = {
  title: "Log-sum-exp",
  presets: [["score", [-4, 1, 6].map(withScore)]],
  build: buildSlope(false),
};

export const soft = {
  title: "Between two bounds",
  presets: [["T", [0.15, 1, 2].map((T) => [String(T), { z: [1, 1, 0.1], T }])]],
  build: buildSlope(true),
};
