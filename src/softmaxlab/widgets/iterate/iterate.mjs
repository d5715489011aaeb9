/**
 * Iterate: numbers to which softmax is applied again and again, the spread that each pass leaves,
 * and the temperatures at which it dies out, or does not.
 */
import { button, checkBox, controlRow, radioGroup, rangeSlider } from "../kit/controls.mjs";
import { widget } from "../kit/frame.mjs";
import { codec } from "../kit/link.mjs";
import { h } from "../kit/nodes.mjs";
import { format } from "../kit/number_text.mjs";
import { max } from "../kit/smath.mjs";
import { temperatureControl } from "../kit/temperature_control.mjs";
import { temperatureLabel } from "../kit/temperatures.mjs";
import { challenge } from "./challenge.mjs";
import { decay, dots, strip, stripSlider } from "./drawings.mjs";
import { orbit, plural, program, STARTS } from "./orbit.mjs";

const MOST = 50; // passes
const BEAT = 400; // ms

const python = (state) => {
  const { passes, ratio } = orbit(state);
  return program(
    state,
    "p = P[passes]",
    "spread = np.ptp(P, axis=1)",
    "print(p.min(), p.max(), spread[passes], np.log(K))",
    ...(passes ? ["H = entropy(p)", "print(H)"] : []),
    ...(ratio === undefined
      ? []
      : ["ratio = round(spread[passes] / spread[passes - 1], 4)", "print(ratio)"]),
  );
};

function table(ui) {
  ui.table("After the passes", ["number", "value"], [
    ["largest", ui.output("max", "size", "p.max()")],
    ["smallest", ui.output("min", "size", "p.min()")],
    ["spread", ui.output("spread", "size", "spread[passes]")],
    ["spread, divided by the one before", ui.output("ratio", "nats")],
    ["entropy, nats", ui.output("H", "nats")],
    ["most entropy, ln K", ui.output("lnK", "nats", "np.log(K)")],
  ]);
}

const numbers = ({ row, spread, ratio, H, K }) => ({
  max: max(row),
  min: -max(row.map((v) => -v)),
  spread,
  ratio,
  H,
  lnK: Math.log(K),
});

// ---- Controls: each is put in its place and returns what shows a state -------------------------

function passSlider(ui, place) {
  const slider = rangeSlider(ui, {
    label: "passes",
    min: 0,
    max: MOST,
    step: 1,
    put: (passes) => ({ passes }),
  });
  place.append(slider.node);
  return ({ passes, spread }) =>
    slider.show(passes, `${plural(passes)}, spread ${format(spread, "size")}`, ` ${passes}`);
}

function countSlider(ui, place) {
  const slider = rangeSlider(ui, { label: "K", min: 2, max: 50, step: 1, put: (K) => ({ K }) });
  place.append(slider.node);
  return (view) => {
    slider.node.hidden = view.start === "scores";
    slider.show(view.K, `${view.K} numbers`, ` ${view.K}`);
  };
}

/** One pass more, and one after the other. */
function buttons(ui, place) {
  const more = () => {
    const { passes } = ui.state();
    if (passes < MOST) ui.put({ passes: passes + 1 });
    return passes + 1 < MOST;
  };
  let timer;
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
    play.textContent = "Play";
  };
  const play = button("Play", { class: "smx-button smx-play" }, () => {
    if (timer) return stop();
    play.textContent = "Stop";
    timer = setInterval(() => (play.isConnected && more()) || stop(), BEAT);
  });
  const { node, show } = checkBox(ui, "zoom", "zoom");
  place.append(
    h(
      "div",
      { class: "smx-row" },
      button("Step", { class: "smx-button smx-main" }, more),
      play,
      node,
    ),
  );
  return ({ zoom }) => show(zoom);
}

function zoomBox(ui, place) {
  const { node, show } = checkBox(ui, "zoom", "zoom");
  place.append(node);
  return ({ zoom }) => show(zoom);
}

function startChoice(ui, place) {
  const names = Object.entries(STARTS).filter(([key]) => key !== "scores");
  const { node, show } = radioGroup(
    ui,
    "start",
    "start",
    names.map(([key, [text]]) => [key, text]),
  );
  place.append(node);
  return ({ start }) => show(start);
}

const heat = (ui) => {
  const show = temperatureControl(ui);
  return ({ T }) => show(T);
};

/** Builds a view from drawings and from controls, of which the first `paired` share a row. */
const build = (drawings, controls, paired = 0) => (ui) => {
  const pictures = drawings.map(([drawing, size]) => drawing(ui, size));
  const row = controlRow(paired || 1, {});
  if (paired) ui.controls.append(row);
  const shows = controls.map((control, i) => control(ui, i < paired ? row : ui.controls));
  table(ui);
  let view;
  return {
    python,
    draw(state) {
      view = orbit(state);
      pictures.forEach((picture) => picture(view));
      shows.forEach((show) => show(view));
      ui.show(numbers(view));
    },
    sentence() {
      const { K, T, passes, row, spread } = view;
      return `${K} numbers after ${plural(passes)} at T = ${temperatureLabel(T)}: the largest is ${
        format(max(row), "size")
      }, the spread ${format(spread, "size")}.`;
    },
  };
};

const wholes = (label, state, values) => [
  label,
  values.map((passes) => [plural(passes), { T: "1", K: 20, start: "linspace", ...state, passes }]),
];
const some = [0, 1, 2, 8];
const presets = [
  wholes("20 numbers, 0 to 1", {}, some),
  wholes("T = 0.10", { T: "0.1" }, [1, 8, 50]),
  wholes("T = 0.13", { T: "0.13" }, [1, 8, 50]),
  [
    "[2, 1, 0]",
    ["0.36", "0.37"].map((T) => [
      `T = ${T}`,
      { start: "scores", z: [2, 1, 0], T, passes: 50 },
    ]),
  ],
];

export default widget({
  name: "iterate",
  title: "Again and again",
  state: {
    T: codec.temperature,
    z: codec.numbers(2, 6, -2000, 2000),
    passes: codec.whole(0, MOST),
    K: codec.whole(2, 50),
    start: codec.choice(...Object.keys(STARTS)),
    zoom: codec.flag,
  },
  presets,
  build: build(
    [
      [dots, { narrow: [334, 84], wide: [311, 150] }],
      [decay, { narrow: [334, 104], wide: [311, 150] }],
      [strip, { narrow: [334, 70], wide: [646, 70] }],
    ],
    [passSlider, countSlider, buttons, startChoice, heat],
    2,
  ),
  views: {
    challenge,
    decay: {
      title: "Pass after pass",
      build: build(
        [
          [dots, { narrow: [334, 116], wide: [311, 190] }],
          [decay, { narrow: [334, 140], wide: [311, 190] }],
        ],
        [passSlider, zoomBox],
      ),
      presets: [
        wholes("K = 20", {}, some),
        wholes("K = 4", { K: 4 }, some),
        wholes("K = 50", { K: 50 }, some),
      ],
    },
    regimes: {
      title: "Repeating at temperature T",
      build: build(
        [
          [dots, { narrow: [334, 150], wide: [646, 150] }],
          [strip, { narrow: [334, 70], wide: [646, 70] }],
        ],
        [stripSlider, startChoice],
      ),
      presets: presets.slice(1),
    },
  },
});
