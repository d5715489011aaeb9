/**
 * The view "stairs": both losses of a word over its deficit, where the probability is a few of the
 * format's smallest steps. The logarithm of so few steps is a stair; of none it is infinite.
 */
import { radioGroup, rangeSlider } from "../kit/controls.mjs";
import { crisp, hatching, levels, pane, pool } from "../kit/drawing.mjs";
import { handles } from "../kit/handles.mjs";
import { h, s, set } from "../kit/nodes.mjs";
import { format } from "../kit/number_text.mjs";
import { clamp, tenth, times } from "../kit/smath.mjs";
import { storedText } from "./part.mjs";
import { numbersOfTwoWords, twoWords, twoWordsInPython } from "./ways.mjs";

const WINDOW = { float16: [9, 19], float32: [96, 106], float64: [737, 747] }; // where the stairs are
const LEFT = 44; // margins, in pixels
const RIGHT = 14;
const ROOF = 10;
const FOOT = 44;
const FINE = 20; // points to a deficit of 1

/** How many of the format's smallest steps a probability is; nothing where it has all its digits. */
const stepsText = ({ p, steps }) =>
  p === 0 ? "p = 0, " : steps ? `p is ${steps} step${steps === 1 ? "" : "s"}, ` : "";

function drawStairs(ui, pane) {
  const { svg } = pane;
  const hatch = hatching(svg);
  const lost = s("rect", { y: ROOF, fill: hatch }, svg);
  const level = levels(svg, LEFT);
  const axis = s("path", { class: "smx-axis" }, svg);
  const marks = pool(svg, "text", { "text-anchor": "middle" });
  const line = s("path", { class: "smx-curve smx-limits" }, svg);
  const stair = s("path", { class: "smx-curve smx-stair" }, svg);
  const words = pool(svg, "text", { class: "smx-halo" });
  const dot = handles(ui, pane, {
    along: "x",
    move: ({ x }) => ui.put({ d: clamp(tenth(last.deficit(x)), ...last.window) }, true),
  });
  let last;

  return ({ d, fmt, two }) => {
    const [lo, hi] = WINDOW[fmt];
    const right = pane.width - RIGHT;
    const base = pane.height - FOOT;
    const unit = (right - LEFT) / (hi - lo);
    const x = (v) => LEFT + (v - lo) * unit;
    const y = (v) => base - ((v - lo) / (hi - lo)) * (base - ROOF);
    const points = times((hi - lo) * FINE + 1, (i) => lo + i / FINE);
    const curve = points.map((v) => [v, twoWords({ d: v, fmt }).two])
      .filter(([, loss]) => Number.isFinite(loss));
    const [end] = curve.at(-1);
    const place = ([v, loss]) => `${x(v).toFixed(1)},${y(loss).toFixed(1)}`;
    const inside = clamp(d, lo, hi);

    level(right, times(6, (i) => lo + 2 * i).map((v) => [y(v), String(v)]));
    set(axis, { d: `M${LEFT},${crisp(base)}H${right}` });
    marks([
      ...times(6, (i) => lo + 2 * i).map((v) => ({ x: x(v), y: base + 18, text: v })),
      { x: (LEFT + right) / 2, y: base + 36, text: "deficit" },
    ]);
    set(lost, { x: x(end), width: right - x(end), height: base - ROOF });
    set(line, { d: `M${x(lo)},${y(lo)}L${x(hi)},${y(hi)}` });
    set(stair, { d: `M${curve.map(place).join("L")}V${ROOF}` });
    words([{
      x: x(end) - 8,
      y: base - 12,
      "text-anchor": "end",
      class: "smx-warn smx-halo",
      text: "p = 0 →",
    }]);
    last = { window: [lo, hi], deficit: (px) => lo + (px - LEFT) / unit };
    dot([{
      x: x(inside),
      y: Number.isFinite(two) ? clamp(y(two), ROOF, base) : ROOF,
      area: [LEFT, 0, right - LEFT, base],
    }]);
  };
}

function buildStairs(ui) {
  const said = h("span", { "aria-hidden": "true" });
  const paper = pane(ui, { narrow: [334, 264], wide: [646, 284] }, "Loss, in nats", said);
  const draw = drawStairs(ui, paper);
  const slider = rangeSlider(ui, {
    label: "deficit",
    min: 0, // from where the window of a format begins
    max: 10,
    step: 0.1,
    put: (further) => ({ d: clamp(tenth(WINDOW[view.fmt][0] + further), 0, 1000) }),
  });
  const into = { ...ui, put: ({ fmt }) => ui.put({ fmt, d: WINDOW[fmt][0] }) };
  const formats = radioGroup(into, "stored in", "fmt", Object.keys(WINDOW).map((f) => [f, f]));
  ui.controls.append(slider.node, formats.node);
  const show = numbersOfTwoWords(ui);
  let view;

  return {
    python: twoWordsInPython,
    draw(state) {
      view = twoWords(state);
      draw(view);
      show(view);
      formats.show(view.fmt);
      const d = format(view.d, "z");
      const loss = format(view.two, "nats");
      slider.show(tenth(view.d - WINDOW[view.fmt][0]), `deficit ${d}, loss ${loss}`, `: ${d}`);
      said.textContent = `${stepsText(view)}loss ${loss}`;
      paper.label(
        `The loss over the deficit, stored in ${view.fmt}: as −log_softmax a straight line, as ` +
          `−log(softmax) stairs of growing height, which end where p is 0. ${spoken()}`,
      );
    },
    sentence: () => spoken(),
  };

  function spoken() {
    return `Deficit ${format(view.d, "z")}: −log(softmax) is ${format(view.two, "nats")}, ` +
      `−log_softmax ${format(view.one, "nats")}; ${storedText(view)}.`;
  }
}

export const stairs = {
  title: "The logarithm of a few steps",
  presets: Object.entries({ float16: [11, 15, 17], float32: [98, 101, 103] }).map((
    [fmt, places],
  ) => [fmt, places.map((d) => [String(d), { fmt, d }])]),
  build: buildStairs,
};
