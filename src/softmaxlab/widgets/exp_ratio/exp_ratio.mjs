/**
 * The ratio of two heights on the exponential curve: two dots that are d apart, the bracket that
 * measures how many times higher the second one is, and an axis that can be made logarithmic.
 */
import { checkBox, controlRow, rangeSlider } from "../kit/controls.mjs";
import { crisp, drag, levels, pane, pool } from "../kit/drawing.mjs";
import { widget } from "../kit/frame.mjs";
import { codec } from "../kit/link.mjs";
import { h, s, set } from "../kit/nodes.mjs";
import { format, literal } from "../kit/number_text.mjs";
import { clamp, tenth, times } from "../kit/smath.mjs";

const LEFT = 46; // margins, in pixels
const RIGHT = 60;
const TOP = 32; // room above the highest level for a dot that is higher
const BELOW = 44;
const INSET = 8; // so that a dot at an end of the axis stands inside
const LO = -5; // the drawn stretch of the curve
const HI = 5;
const HEIGHT = 150; // of the linear axis
const APART = 22; // so far above the first dot a second one waits, at least
const TENS = [-3, 3]; // powers of ten on the logarithmic one
const STEPS = times(201, (i) => LO + ((HI - LO) * i) / 200);

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

function drawing(ui, pane) {
  const { svg } = pane;
  const level = levels(svg, LEFT);
  const marks = pool(svg, "text", { "text-anchor": "middle" });
  const axis = s("path", { class: "smx-axis" }, svg);
  const guides = s("path", { class: "smx-guide" }, svg);
  const curve = s("path", { class: "smx-curve" }, svg);
  const step = s("path", { class: "smx-step" }, svg);
  const bracket = s("path", { class: "smx-bracket" }, svg);
  const words = pool(svg, "text", { class: "smx-logit" });
  const dots = pool(svg, "circle", {});
  const arrows = pool(svg, "path", {});
  const places = pool(svg, "text", { x: LEFT + 32, class: "smx-halo", dy: "0.35em" });
  const grip = s("circle", { class: "smx-grip smx-leftright", r: 22 }, svg);
  let last;
  drag(ui, grip, {
    start: (point) => point.x - last.px,
    move: (point, offset) => ui.put({ x: clamp(tenth(last.at(point.x - offset)), -10, 10) }, true),
  });

  return ({ x, d, logy, ex, exd, ratio }) => {
    const right = pane.width - RIGHT;
    const base = pane.height - BELOW;
    const span = right - LEFT - 2 * INSET;
    const px = (v) => LEFT + INSET + ((v - LO) / (HI - LO)) * span;
    const share = logy ? (v) => (Math.log10(v) - TENS[0]) / (TENS[1] - TENS[0]) : (v) => v / HEIGHT;
    const py = (v) => base - share(v) * (base - TOP);
    // A dot that lies outside the drawing waits at its border; so says an arrow in it.
    const dot = (v, y, kind) => {
      const at = clamp(px(v), px(LO), px(HI));
      const out = Math.abs(px(v) - at) < 1e-6 ? 0 : Math.sign(v);
      return { v, y, kind, out, cx: at, cy: clamp(py(y), TOP, base) };
    };
    const [a, b] = [dot(x, ex, "smx-knob"), dot(x + d, exd, "smx-second")];
    if (b.out) b.cy = Math.min(b.cy, a.cy - APART);
    const outside = [a, b].filter((one) => one.out);
    const dashed = outside.length ? "3 3" : undefined; // then no length is to scale
    last = { px: a.cx, at: (at) => LO + ((at - LEFT - INSET) / span) * (HI - LO) };

    level(
      right,
      logy
        ? ["0.001", "0.01", "0.1", "1", "10", "100", "1000"].map((text) => [py(Number(text)), text])
        : [0, 50, 100, 150].map((v) => [py(v), String(v)]),
    );
    marks([
      ...[-5, -2.5, 0, 2.5, 5].map((v) => ({ x: px(v), y: base + 20, text: format(v, "z") })),
      { x: (LEFT + right) / 2, y: base + 38, text: "x (no unit)" },
    ]);
    set(axis, { d: `M${LEFT},${crisp(base)}H${right}` });
    const end = logy ? HI : Math.log(HEIGHT);
    const shown = [...STEPS.filter((v) => v < end), Math.min(end, HI)].filter((v) =>
      !logy || Math.exp(v) >= 10 ** TENS[0]
    );
    set(curve, {
      d: shown.map((v, i) => `${i ? "L" : "M"}${px(v).toFixed(1)},${py(Math.exp(v)).toFixed(1)}`)
        .join(""),
    });
    set(guides, { d: `M${a.cx},${a.cy}H${right}M${b.cx},${b.cy}H${right}` });
    set(step, { "stroke-dasharray": dashed, d: `M${a.cx},${a.cy}H${b.cx}V${b.cy}` });
    set(bracket, { "stroke-dasharray": dashed, d: `M${right + 2},${a.cy}h5V${b.cy}h-5` });
    words([
      {
        x: right + 10,
        y: clamp((a.cy + b.cy) / 2, 8, base - 4),
        dy: "0.35em",
        text: `×${ratio < 9.995 ? ratio.toFixed(2) : ratio.toFixed(1)}`,
      },
    ]);
    // Listed in the corner, which the curve never reaches: the dots outside, and where they are.
    const listed = outside.map((one, i) => ({ ...one, cx: LEFT + 16, cy: 12 + APART * i }));
    const drawn = [b, a, ...listed];
    dots(drawn.map(({ cx, cy, kind, out }) => ({ cx, cy, class: kind, r: out ? 8 : 7 })));
    arrows(drawn.map(({ cx, cy, kind, out }) => ({
      class: kind === "smx-knob" ? "smx-arrow smx-within" : "smx-arrow",
      d: out ? `M${cx + 4.5 * out},${cy}l${-7 * out},-4v8z` : "",
    })));
    places(
      listed.map(({ cy, v, y }) => ({ y: cy, text: `(${format(v, "z")}, ${format(y, "size")})` })),
    );
    set(grip, { cx: a.cx, cy: a.cy });
  };
}

function build(ui) {
  const legend = h(
    "span",
    { class: "smx-legend" },
    h("b", { class: "smx-key smx-now" }, "at x"),
    h("span", { class: "smx-key smx-then" }, "at x + d"),
  );
  const paper = pane(ui, { narrow: [334, 260], wide: [646, 260] }, "Height of eˣ", legend);
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
  const distance = slider("d", "d", 0.1, 3);
  const logarithmic = checkBox(ui, "logarithmic axis", "logy");
  ui.controls.append(controlRow(2, {}, place.node, distance.node), logarithmic.node);

  const power = (exponent) => h("span", {}, "e", h("sup", { class: "smx-up" }, exponent));
  ui.readout(power("x"), ui.output("ex", "size"));
  ui.readout(power("x + d"), ui.output("exd", "size"));
  ui.readout("their ratio", ui.output("ratio", "size"));
  ui.readout(power("d"), ui.output("ed", "size", "np.exp(d)"));
  ui.table("Two heights", ["what", "x or d", "value"], [
    ["first", ui.output("x0", "z", "x"), ui.output("y0", "size", "ex")],
    ["second", ui.output("x1", "z", "x + d"), ui.output("y1", "size", "exd")],
    ["ratio of the heights", ui.output("x2", "z", "d"), ui.output("y2", "size", "ratio")],
    ["e to the power d", ui.output("x3", "z", "d"), ui.output("y3", "size", "np.exp(d)")],
  ]);
  let view;

  return {
    python,
    draw({ x, d, logy }) {
      const ex = Math.exp(x);
      const exd = Math.exp(x + d);
      view = { x, d, logy, ex, exd, ratio: exd / ex };
      draw(view);
      paper.label(
        `The exponential curve with two dots: at ${format(x, "z")} it is ${
          format(ex, "size")
        } high, ` +
          `${format(d, "z")} further right ${format(exd, "size")}, which is ${
            format(exd / ex, "size")
          } times as much.`,
      );
      logarithmic.show(logy);
      place.show(
        x,
        `x = ${format(x, "z")}, e^x = ${format(ex, "size")}, ratio ${format(view.ratio, "size")}`,
        ` = ${format(x, "z")}`,
      );
      distance.show(
        d,
        `d = ${format(d, "z")}, ratio ${format(view.ratio, "size")}`,
        ` = ${format(d, "z")}`,
      );
      ui.show({
        ex,
        exd,
        ratio: view.ratio,
        ed: Math.exp(d),
        x0: x,
        x1: x + d,
        x2: d,
        x3: d,
        y0: ex,
        y1: exd,
        y2: view.ratio,
        y3: Math.exp(d),
      });
    },
    sentence() {
      const { x, d, ex, ratio } = view;
      return `x = ${format(x, "z")}: e^x is ${format(ex, "size")}, ` +
        `one step of ${format(d, "z")} multiplies it by ${format(ratio, "size")}.`;
    },
  };
}

export default widget({
  name: "exp_ratio",
  title: "Heights and ratio",
  state: { x: codec.number(-10, 10), d: codec.number(0.1, 3), logy: codec.flag },
  presets: [
    ["x", [-5, 0, 5].map((x) => [`x = ${format(x, "z")}`, { x, d: 1 }])],
    ["d", [["0.7", { d: 0.7 }], ["1", { d: 1 }], ["3", { d: 3 }]]],
  ],
  build,
});
