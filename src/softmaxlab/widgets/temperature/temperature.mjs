/**
 * Temperature: the probabilities of a few logits (or of a hundred) at temperature T, outlined at a
 * few other temperatures, beside the entropy as a function of T.
 */
import { checkBox, radioGroup } from "../kit/controls.mjs";
import { crisp, hatching, levels, pane, pool } from "../kit/drawing.mjs";
import { widget } from "../kit/frame.mjs";
import { handles } from "../kit/handles.mjs";
import { classNames, entryNames } from "../kit/labels.mjs";
import { codec } from "../kit/link.mjs";
import { logitSliders } from "../kit/logit_sliders.mjs";
import { h, s, set } from "../kit/nodes.mjs";
import { fineText, format, literal, readTemperature, roughText } from "../kit/number_text.mjs";
import { bits, clamp, entropy, logsumexp, max, softmax, sum, tenth, times } from "../kit/smath.mjs";
import { temperatureControl } from "../kit/temperature_control.mjs";
import { temperatureLabel } from "../kit/temperatures.mjs";
import { curvePath, temperatureAxis, temperatureHandle, TRACK } from "./axis.mjs";
import { draws, LAST_SEED, MOST_ROWS } from "./draws.mjs";
import { logitLines, logits, OUTLIER, RANGES } from "./logits.mjs";
import { curves } from "./curves.mjs";
import { middle, plainBars } from "./middle.mjs";
import { points } from "./points.mjs";

const MOST_BARS = 8; // more logits than this are drawn as dots
const OUTLINES = ["a", "b", "c"];

const editable = ({ set: name, z }) => name === "custom" && z.length <= MOST_BARS;

/** The program that computes every number of a state. */
function python(state) {
  return [
    "import numpy as np",
    "from softmaxlab import entropy, softmax",
    "",
    ...logitLines(state),
    "",
    "p = softmax(z, temperature=T)",
    "H = entropy(p)",
    'print("p =", p, "largest", p.max())',
    !editable(state) && 'print("others", np.sort(p)[:-1].sum())',
    'print("H =", H, "nats,", H / np.log(2), "bits")',
    'print("e^H =", np.exp(H))',
    ...(state.compare.length
      ? [
        "",
        "# The outlines",
        `compare = ${literal(state.compare)}`,
        "P = np.array([softmax(z, temperature=t) for t in compare])",
        "Hs = entropy(P)",
        "print(P, Hs)",
      ]
      : []),
    "",
  ].filter((line) => line !== false && line !== undefined).join("\n");
}

// ---- The drawings: each returns a function that draws a state -----------------------------------

const LEFT = 46; // margins, in pixels
const RIGHT = 8;
const TOP = 10;
const BELOW = 42;
const BESIDE = 88; // right of the axis of the temperature: the box is below

function bars(ui, pane) {
  const svg = s("g", {}, pane.svg);
  const level = levels(svg, LEFT);
  const tubes = pool(svg, "path", { class: "smx-ghost" });
  const rungs = OUTLINES.map((name) => pool(svg, "path", { class: `smx-ghost smx-${name}` }));
  const solid = pool(svg, "rect", { class: "smx-bar" });
  const cuts = OUTLINES.map((name) => pool(svg, "path", { class: `smx-cut smx-${name}` }));
  const axis = s("path", { class: "smx-axis" }, svg);
  const names = pool(svg, "text", { "text-anchor": "middle" });
  const values = pool(svg, "text", { class: "smx-number", "text-anchor": "middle" });
  const heads = pool(svg, "text", { x: 0 });
  let last;
  const tops = handles(ui, pane, {
    along: "y",
    // The logit that puts the top of the bar there while the others stay.
    move({ y }, i) {
      const { z, T, base } = last;
      const p = clamp((base - y) / (base - TOP), 1e-4, 1 - 1e-4);
      const others = logsumexp(z.filter((_, j) => j !== i).map((v) => v / T));
      const value = T * (Math.log(p / (1 - p)) + others);
      ui.put({ z: z.with(i, clamp(tenth(value), -10, 10)) }, true);
    },
  });

  return ({ z, T, p, ghosts, focus, called, worded, bars: visible }) => {
    svg.style.display = visible ? "" : "none";
    if (!visible) return tops([]);
    const right = pane.width - RIGHT;
    const column = (right - LEFT) / z.length;
    const crowded = column < 54; // then the numbers take turns in two rows
    const base = pane.height - BELOW - (crowded ? 16 : 0);
    const y = (v) => base - v * (base - TOP);
    const w = Math.min(Math.round(column * 0.62), 64);
    const x = (i) => Math.round(LEFT + column * (i + 0.5) - w / 2);
    const movable = T > 0 && T < Infinity; // in the limits, no logit puts a bar at a given height
    last = { z, T, base };

    level(right, [[base, "0"], [y(0.5), "0.5"], [TOP, "1"]]);
    set(axis, { d: `M${LEFT},${crisp(base)}H${right}` });
    tubes(
      ghosts.length
        ? p.map((_, i) => {
          const high = y(Math.max(...ghosts.map((ghost) => ghost[i])));
          return { d: `M${x(i) - 4.5},${base}V${high}M${x(i) + w + 4.5},${base}V${high}` };
        })
        : [],
    );
    // Where a bar covers an outline, it shows through in the colour of the paper.
    OUTLINES.forEach((_, k) => {
      const ghost = ghosts[k] ?? [];
      rungs[k](ghost.map((v, i) => ({ d: `M${x(i) - 4.5},${y(v)}h${w + 9}` })));
      cuts[k](ghost.map((v, i) => ({ d: v < p[i] ? `M${x(i)},${y(v)}h${w}` : "" })));
    });
    solid(p.map((v, i) => ({ x: x(i), width: w, y: y(v), height: base - y(v) })));
    heads([{ y: base + 18, text: worded ? "" : "class" }, { y: base + 36, text: "p =" }]);
    names(called.map((text, i) => ({ x: x(i) + w / 2, y: base + 18, text })));
    values(p.map((v, i) => ({
      x: x(i) + w / 2,
      y: base + 36 + (crowded && i % 2 ? 16 : 0),
      text: i === focus ? fineText(v) : roughText(v),
    })));
    tops(
      (movable ? p : []).map((v, i) => ({
        x: x(i) + w / 2,
        y: y(v),
        area: [x(i) - 6, 0, w + 12, base],
        lit: i === focus,
      })),
    );
  };
}

const FLOOR = -5; // many dots are drawn down to p = 1e-5

function dots(pane) {
  const svg = s("g", {}, pane.svg);
  const hatch = hatching(svg);
  const level = levels(svg, LEFT);
  const share = s("rect", { x: LEFT, y: 2, height: 12 }, svg);
  const whole = s("rect", { class: "smx-frame", x: LEFT, y: 2, height: 12 }, svg);
  const words = pool(svg, "text", { y: 29 });
  const marks = pool(svg, "text", { "text-anchor": "middle" });
  const lines = pool(svg, "path", {});
  const spots = pool(svg, "circle", { r: 2.6 });
  const diamond = pool(svg, "path", { class: "smx-outlier" });

  return ({ z, p, ghosts, largest, rest, ranges, outlier, bars: hidden }) => {
    svg.style.display = hidden ? "none" : "";
    if (hidden) return;
    const right = pane.width - RIGHT;
    const base = pane.height - BELOW;
    const top = 42;
    const [lo, hi] = ranges ? [-5.4, 6.4] : [Math.min(...z), max(z)];
    const x = (v) => LEFT + 6 + ((v - lo) / (hi - lo || 1)) * (right - LEFT - 12);
    const y = (log10p) => top + (Math.max(log10p, FLOOR) / FLOOR) * (base - top);

    set(share, {
      width: (right - LEFT) * largest,
      class: outlier ? "" : "smx-bar",
      fill: outlier ? hatch : "",
    });
    set(whole, { width: right - LEFT });
    words([
      {
        class: outlier ? "smx-number smx-warn" : "smx-number",
        x: LEFT,
        text: `${outlier ? "◆ outlier" : "largest"} ${roughText(largest)}`,
      },
      { "text-anchor": "end", x: right, text: `the others ${roughText(rest)}` },
    ]);
    level(right, [[y(0), "p = 1"], [y(-2), "0.01"], [y(-4), "10⁻⁴"]]);
    marks([
      ...(ranges ? [-5, 0, 5] : [lo, hi]).map((v) => ({
        x: x(v),
        y: base + 18,
        text: format(v, "z"),
      })),
      { x: (LEFT + right) / 2, y: base + 36, text: "score z" },
    ]);
    // On a log scale softmax is a straight line of slope 1/T.
    const place = (v, q) => `${x(v)},${y(Math.log10(q))}`;
    lines(ghosts.map((ghost, k) => ({
      class: `smx-ghost smx-${OUTLINES[k]}`,
      d: `M${z.flatMap((v, i) => (ghost[i] < 10 ** FLOOR ? [] : place(v, ghost[i]))).join("L")}`,
    })));
    spots((outlier ? z.slice(0, -1) : z).map((v, i) => ({
      cx: x(v),
      cy: y(Math.log10(p[i])),
      class: p[i] < 10 ** FLOOR ? "smx-dot smx-hollow" : "smx-dot",
    })));
    diamond(outlier ? [{ d: `M${place(OUTLIER, largest)}m0,-7l7,7l-7,7l-7,-7z` }] : []);
  };
}

function curve(ui, pane) {
  const { svg } = pane;
  const level = levels(svg, LEFT);
  const counts = pool(svg, "text", { dy: "0.35em" });
  const marks = pool(svg, "text", { "text-anchor": "middle" });
  const axis = s("path", { class: "smx-axis" }, svg);
  const guide = s("path", { class: "smx-guide" }, svg);
  const line = s("path", { class: "smx-curve" }, svg);
  const rings = pool(svg, "circle", { class: "smx-ring", r: 4.5 });
  const handle = temperatureHandle(ui, pane);
  let drawn = "";

  return ({ z, T, H, compare, Hs }) => {
    const right = pane.width - BESIDE;
    const base = pane.height - BELOW;
    const K = z.length;
    const y = (nats) => base - (nats / Math.log(K)) * (base - TOP);
    const key = `${z}|${right}|${base}`;
    const scale = temperatureAxis(TRACK, right);
    const { x } = scale;
    if (key !== drawn) { // the curve changes with the logits, not with T
      drawn = key;
      set(line, { d: curvePath(scale, (t) => y(entropy(softmax(z, t)))) });
      set(axis, { d: `M${LEFT},${crisp(base)}H${right}` });
      const step = K > 8 ? 1 : 0.5;
      level(right, [
        ...times(Math.floor(Math.log(K) / step) + 1, (i) => [y(i * step), String(i * step)]),
        [TOP, ""],
      ]);
      const few = K > 8 ? [1, 3, 10, 30] : [1, 2, 4];
      counts(
        [...few.filter((k) => k < 0.7 * K), K].map((k) => ({
          x: right + 8,
          y: y(Math.log(k)),
          text: k,
        })),
      );
      marks([
        ...[0, 0.5, 1, 2, 5, Infinity].map((t) => ({
          x: x(t),
          y: base + 18,
          text: temperatureLabel(t),
        })),
        { x: (LEFT + right) / 2, y: base + 36, text: "temperature T" },
      ]);
    }
    const here = x(T);
    set(guide, { d: `M${LEFT},${y(H)}H${right}M${here},${y(H)}V${base}` });
    rings(compare.map((t, k) => ({ cx: x(t), cy: y(Hs[k]) })));
    handle(scale, here, y(H), [LEFT - 12, 0, right - LEFT + 24, base]);
  };
}

/** What the left drawing shows, for those who cannot see it. */
function chancesInWords({ T, p, largest, called, worded, bars: few }) {
  const at = `at T = ${temperatureLabel(T)}`;
  const named = p.map((v, i) => (worded ? `${called[i]} ${format(v, "p")}` : format(v, "p")));
  return few
    ? `Bars of the probabilities ${at}: ${named.join(", ")}.`
    : `Probabilities of ${p.length} scores ${at}, log scale; the largest is ${
      format(largest, "p")
    }.`;
}

// ---- The widget --------------------------------------------------------------------------------

function build(ui) {
  const now = h("b", { class: "smx-key smx-now" });
  const legend = h("span", { class: "smx-legend" });
  const size = { narrow: [310, 136], wide: [311, 210] };
  const chances = pane(ui, size, "Probability p", legend);
  const information = pane(ui, size, "Entropy (nats)", "effective choices");
  const drawings = [bars(ui, chances), dots(chances), curve(ui, information)];

  const temperature = temperatureControl(ui);
  const source = radioGroup(ui, "Scores", "set", [
    ["custom", "yours"],
    ...Object.entries(RANGES).map(([key, r]) => [key, `±${r}`]),
  ]);
  const hand = logitSliders(ui, 10, 4);
  const extreme = checkBox(ui, "outlier at 6", "outlier");
  const count = h("p", { class: "smx-many" });
  const many = h("div", { class: "smx-row" }, count, extreme.node);
  ui.controls.append(source.node, hand.node, many);

  /** A number in sight, in two digits; Numbers has more. */
  const glance = (label) => {
    const node = h("output", { "aria-live": "off" });
    ui.readout(label, node);
    return node;
  };
  const choices = glance("effective choices");
  const nats = glance("entropy, nats");

  const columnT = h("span");
  let form = "";
  let view;

  /** Sliders, legend and table, remade only when the number of logits or the outlines change. */
  function rebuild({ z, T, compare, bars: few, called, labels, outlier }) {
    // What is compared with, without what the table has already.
    const others = compare.map((t, k) => [t, k]).filter(([t, k]) =>
      t !== T && compare.indexOf(t) === k
    );
    hand.fill(few ? entryNames(labels, z.length, "z") : []);
    legend.replaceChildren(
      now,
      ...compare.map((t, k) =>
        h("span", { class: `smx-key smx-${OUTLINES[k]}` }, temperatureLabel(t))
      ),
    );
    const row = (key, kind, py, pys) => [
      ui.output(key, kind, py),
      ...others.map(([, k]) => ui.output(`${key}.${k}`, kind, pys.replace("#", k))),
    ];
    ui.table(
      "Probabilities and entropy",
      ["class", "z", columnT, ...others.map(([t]) => `T = ${temperatureLabel(t)}`)],
      [
        ...z.map((
          _,
          i,
        ) => [
          called[i],
          ui.output(`z${i}`, "z", `z[${i}]`),
          ...row(`p${i}`, "p", `p[${i}]`, `P[#][${i}]`),
        ]),
        ...(few ? [] : [["others", "", ui.output("rest", "p", "np.sort(p)[:-1].sum()")]]),
        ["entropy, nats", "", ...row("H", "nats", "H", "Hs[#]")],
        ["entropy, bits", "", ui.output("Hb", "nats", "H / np.log(2)")],
        ["effective choices", "", ui.output("eff", "count", "np.exp(H)")],
        ["largest", "", ui.output("top", "p", "p.max()")],
        ...(outlier ? [["outlier", "", ui.output("outlier", "p", "p[-1]")]] : []),
      ],
    );
  }

  function draw(state) {
    const z = logits(state);
    const { compare } = state;
    const T = readTemperature(state.T);
    const p = softmax(z, T);
    const H = entropy(p);
    const top = p.indexOf(max(p));
    const ghosts = compare.map((t) => softmax(z, t));
    const r = RANGES[state.set];
    const outlier = Boolean(r) && state.outlier;
    view = {
      z,
      T,
      p,
      H,
      compare,
      ghosts,
      Hs: ghosts.map(entropy),
      focus: hand.focus,
      outlier,
      ranges: Boolean(r),
      bars: editable(state),
      largest: p[top],
      rest: sum(p.filter((_, i) => i !== top)),
      labels: state.labels,
      worded: state.labels.length === z.length,
      called: classNames(state.labels, z.length),
    };
    const among = compare.indexOf(T);
    const wanted = `${z.length}|${outlier}|${view.bars}|${compare}|${among}|${state.labels}`;
    if (form !== wanted && !ui.passing) {
      rebuild(view);
      form = wanted;
    }

    hand.node.hidden = !view.bars;
    many.hidden = view.bars;
    extreme.node.hidden = !r;
    count.textContent = `A dot for each of ${z.length} scores: one line up is 100 times the ` +
      "probability. The bar is all of it.";
    choices.textContent = Math.exp(H).toFixed(2);
    nats.textContent = H.toFixed(2);
    now.textContent = columnT.textContent = `T = ${temperatureLabel(T)}`;
    temperature(T);
    source.show(state.set);
    extreme.show(state.outlier);
    hand.show(z, p);
    drawings.forEach((drawing) => drawing(view));
    chances.label(chancesInWords(view));
    information.label(
      `Entropy against temperature, from 0 to ${format(Math.log(z.length), "nats")} nats; ` +
        `at T = ${temperatureLabel(T)} it is ${format(H, "nats")} nats, as much as ` +
        `${format(Math.exp(H), "count")} equal choices.`,
    );

    ui.show({
      H,
      Hb: bits(H),
      eff: Math.exp(H),
      top: view.largest,
      outlier: outlier ? p.at(-1) : undefined,
      rest: view.rest,
    });
    z.forEach((v, i) => ui.show({ [`z${i}`]: v, [`p${i}`]: p[i] }));
    ghosts.forEach((q, k) => {
      ui.show({ [`H.${k}`]: view.Hs[k] });
      q.forEach((v, i) => ui.show({ [`p${i}.${k}`]: v }));
    });
  }

  function sentence() {
    const { T, p, H, largest } = view;
    const name = entryNames(view.labels, p.length, "p")[p.indexOf(largest)];
    const words = `largest is ${name} = ${format(largest, "p")}`;
    return `T = ${temperatureLabel(T)}: ${words}, entropy ${format(H, "nats")} nats.`;
  }

  return { draw, python, sentence };
}

const atThree = (values) => ["0.5", "1", "3"].map((T) => [`T = ${T}`, { ...values, T }]);

export default widget({
  name: "temperature",
  title: "Temperature",
  state: {
    T: codec.temperature,
    z: codec.numbers(2, 101, -2000, 2000),
    compare: codec.numbers(0, 3, 0, Number.MAX_VALUE),
    set: codec.choice("custom", ...Object.keys(RANGES)),
    outlier: codec.flag,
    seed: codec.whole(0, LAST_SEED),
    drawn: codec.temperatures(MOST_ROWS),
  },
  presets: [
    ...[[2, 1, 0.1], [2, 3, 8], [2, 1, 0]].map((z) => [literal(z), atThree({ set: "custom", z })]),
    ...Object.entries(RANGES).map((
      [key, r],
    ) => [`±${r}, outlier`, atThree({ set: key, outlier: true })]),
  ],
  build,
  views: { middle, curves, bars: plainBars, points, draws },
});
