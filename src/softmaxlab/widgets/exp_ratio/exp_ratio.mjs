/**
 * The ratio of two heights on the exponential curve: two dots that are d apart, and the bracket that
 * measures how many times as high the second one is. The window goes along with the dots, and its
 * unit of height is the first dot's: so the picture stays the same wherever the dots are.
 */
import { checkBox, controlRow, rangeSlider } from "../kit/controls.mjs";
import { crisp, levels, pane, pool } from "../kit/drawing.mjs";
import { widget } from "../kit/frame.mjs";
import { handles } from "../kit/handles.mjs";
import { codec } from "../kit/link.mjs";
import { h, s, set } from "../kit/nodes.mjs";
import { format, literal } from "../kit/number_text.mjs";
import { clamp, tenth, times } from "../kit/smath.mjs";
import { slide } from "./slide.mjs";
import { windows } from "./windows.mjs";

const LEFT = 46; // margins, in pixels
const RIGHT = 66;
const TOP = 14;
const BELOW = 44;
const BEFORE = 2; // the window begins so far to the left of the first dot
const BEYOND = 1; // and ends so far to the right of the second
const ROOM = 1.3; // times the second dot's height, the window's
const STEPS = times(201, (i) => i / 200);

/** The program that computes every number of a state. */
const python = ({ x, d }) =>
  [
    "import numpy as np",
    "",
    `x = ${literal(x)}`,
    `d = ${literal(d)}`,
    "",
    "ex = np.exp(x)",
    "exd = np.exp(x + d)",
    "ratio = exd / ex",
    'print("heights", ex, exd)',
    'print("ratio", ratio, "and e^d", np.exp(d))',
    "",
  ].join("\n");

/** A number from 1, 2, 5, 10, 20 … that is at least `least`. */
const round = (least) => {
  const ten = 10 ** Math.floor(Math.log10(least));
  return ten * ([1, 2, 5].find((n) => n * ten >= least) ?? 10);
};

/** Heights to mark, in units of the first dot's. */
const marked = (d, logy) =>
  logy
    ? times(8, (i) => (d < 3 ? 2 : 4) ** i / 4).filter((v) => v < Math.exp(d + BEYOND))
    : times(8, (i) => i * round(ROOM * Math.exp(d) / 6)).filter((v) => v < ROOM * Math.exp(d));

function drawing(ui, pane) {
  const { svg } = pane;
  const level = levels(svg, LEFT);
  const marks = pool(svg, "text", { "text-anchor": "middle" });
  const axis = s("path", { class: "smx-axis" }, svg);
  const ticks = s("path", { class: "smx-axis" }, svg);
  const guides = s("path", { class: "smx-guide" }, svg);
  const curve = s("path", { class: "smx-curve" }, svg);
  const step = s("path", { class: "smx-step" }, svg);
  const bracket = s("path", { class: "smx-bracket" }, svg);
  const words = pool(svg, "text", { class: "smx-logit" });
  const names = pool(svg, "text", { class: "smx-name" });
  // The first dot stays where it is: the curve and its axis go by below it. The second one goes with
  // the pointer, and the drawing makes room for it.
  const dots = handles(ui, pane, {
    along: "x",
    begin: () => last,
    move: (point, i, from) => {
      const part = Math.min((point.x - LEFT) / from.across, 0.95);
      const [x, d] = [
        from.x + (point.x - from.at) / from.unit,
        ((BEFORE + BEYOND) * part - BEFORE) / (1 - part),
      ];
      ui.put(i ? { d: clamp(tenth(d), 0.1, 6) } : { x: clamp(tenth(x), -10, 10) }, true);
    },
  });
  let last;

  return ({ x, d, logy }) => {
    const right = pane.width - RIGHT;
    const base = pane.height - BELOW;
    const unit = (right - LEFT) / (BEFORE + d + BEYOND);
    const px = (away) => LEFT + (BEFORE + away) * unit;
    const share = logy
      ? (power) => (power + BEFORE) / (BEFORE + d + BEYOND)
      : (power) => Math.exp(power - d) / ROOM;
    const py = (power) => base - share(power) * (base - TOP); // of a height e^power
    const [a, b] = [0, d].map((away) => ({ cx: px(away), cy: py(away) }));
    const end = logy ? d + BEYOND : Math.min(d + BEYOND, d + Math.log(ROOM));
    last = { x, unit, at: a.cx, across: right - LEFT };

    level(right, marked(d, logy).map((v) => [v ? py(Math.log(v)) : base, String(v)]));
    const every = BEFORE + d + BEYOND > 5.5 ? 2 : 1;
    const low = Math.ceil((x - BEFORE) / every);
    const numbers = times(8, (i) => (low + i) * every).filter((v) => v <= x + d + BEYOND);
    marks([
      ...numbers.map((v) => ({ x: px(v - x), y: base + 20, text: format(v, "z").slice(0, -2) })),
      { x: (LEFT + right) / 2, y: base + 38, text: "x" },
    ]);
    set(axis, { d: `M${LEFT},${crisp(base)}H${right}` });
    set(ticks, { d: numbers.map((v) => `M${px(v - x)},${base}v5`).join("") || "M0,0" });
    set(curve, {
      d: STEPS.map((part) => part * (end + BEFORE) - BEFORE)
        .map((v, i) => `${i ? "L" : "M"}${px(v).toFixed(1)},${py(v).toFixed(1)}`).join(""),
    });
    set(guides, { d: `M${a.cx},${a.cy}H${right}M${b.cx},${b.cy}H${right}` });
    set(step, { d: `M${a.cx},${a.cy}H${b.cx}V${b.cy}` });
    set(bracket, { d: `M${right + 2},${a.cy}h5V${b.cy}h-5` });
    const ratio = Math.exp(d);
    words([
      {
        x: right + 11,
        y: (a.cy + b.cy) / 2,
        dy: "0.35em",
        text: `×${ratio.toFixed(ratio < 9.995 ? 2 : ratio < 99.95 ? 1 : 0)}`,
      },
    ]);
    const close = b.cx - a.cx < 60;
    names([
      { x: a.cx - (close ? 0 : 12), y: a.cy + (close ? 24 : -12), text: "x", "text-anchor": "end" },
      { x: b.cx - 12, y: b.cy - 8, text: "x + d", "text-anchor": "end" },
    ]);
    dots([a, b].map(({ cx, cy }) => ({ x: cx, y: cy })));
  };
}

function build(ui) {
  const power = (exponent) => h("span", {}, "e", h("sup", { class: "smx-up" }, exponent));
  const paper = pane(
    ui,
    { narrow: [334, 250], wide: [646, 260] },
    h("span", {}, "Height (that of the left dot is 1)"),
  );
  const draw = drawing(ui, paper);
  const slider = (label, key, min, max) =>
    rangeSlider(ui, {
      label,
      min,
      max,
      step: 0.1,
      put: (value) => ({ [key]: tenth(value) }),
    });
  const place = slider("x", "x", -10, 10);
  const distance = slider("d", "d", 0.1, 6);
  const logarithmic = checkBox(ui, "logarithmic axis", "logy");
  [place, distance].forEach(({ node }) => set(node, { class: "smx-field smx-repeats" }));
  ui.controls.append(controlRow(2, {}, place.node, distance.node), logarithmic.node);

  ui.readout("ratio of the heights", ui.output("ratio", "digits"));
  ui.readout(power("d"), ui.output("ed", "digits", "np.exp(d)"));
  ui.table("Two heights", ["what", "x or d", "value"], [
    ["first height", ui.output("x0", "z", "x"), ui.output("ex", "height")],
    ["second height", ui.output("x1", "z", "x + d"), ui.output("exd", "height")],
    ["their ratio", ui.output("x2", "z", "d"), ui.output("y2", "digits", "ratio")],
    ["e to the power d", ui.output("x3", "z", "d"), ui.output("y3", "digits", "np.exp(d)")],
  ]);
  let view;

  return {
    python,
    draw({ x, d, logy }) {
      const ex = Math.exp(x);
      const exd = Math.exp(x + d);
      const ratio = exd / ex;
      view = { x, d, ex, ratio };
      draw({ x, d, logy });
      paper.label(
        `The exponential curve with two dots: at ${format(x, "z")} it is ${
          format(ex, "height")
        } high, ${format(d, "z")} further right ${format(exd, "height")}, which is ${
          format(ratio, "digits")
        } times as much.`,
      );
      logarithmic.show(logy);
      place.show(
        x,
        `x = ${format(x, "z")}, e^x = ${format(ex, "height")}, ratio ${format(ratio, "digits")}`,
        ` = ${format(x, "z")}`,
      );
      distance.show(
        d,
        `d = ${format(d, "z")}, ratio ${format(ratio, "digits")}`,
        ` = ${format(d, "z")}`,
      );
      ui.show({ ex, exd, ratio, ed: Math.exp(d), y2: ratio, y3: Math.exp(d) });
      ui.show({ x0: x, x1: x + d, x2: d, x3: d });
    },
    sentence() {
      const { x, d, ex, ratio } = view;
      return `x = ${format(x, "z")}: e^x is ${format(ex, "height")}, ` +
        `one step of ${format(d, "z")} multiplies it by ${format(ratio, "digits")}.`;
    },
  };
}

export default widget({
  name: "exp_ratio",
  title: "Heights and ratio",
  state: {
    x: codec.number(-10, 10),
    d: codec.number(0.1, 6),
    logy: codec.flag,
    c: codec.number(-4, 4),
    covered: codec.flag,
  },
  presets: [
    ["x", [-5, 0, 5].map((x) => [`x = ${format(x, "z")}`, { x, d: 1 }])],
    ["d", [["0.7", { d: 0.7 }], ["1", { d: 1 }], ["6", { d: 6 }]]],
  ],
  views: { windows, slide },
  build,
});
