/**
 * Log-probabilities in two ways: the logarithm of softmax, then log_softmax, stored in a format of
 * few bits. What the first way has lost is a hatched flag.
 */
import { controlRow, radioGroup, rangeSlider } from "../kit/controls.mjs";
import { hatching, pane, pool } from "../kit/drawing.mjs";
import { limitsOf } from "../kit/formats.mjs";
import { widget } from "../kit/frame.mjs";
import { handles } from "../kit/handles.mjs";
import { classNames, entryNames } from "../kit/labels.mjs";
import { codec } from "../kit/link.mjs";
import { set } from "../kit/nodes.mjs";
import { format, literal } from "../kit/number_text.mjs";
import { clamp, logsumexp, tenth, times } from "../kit/smath.mjs";
import { part } from "./part.mjs";
import { stairs } from "./stairs.mjs";
import { twoWays, waysInPython } from "./ways.mjs";

const LARGEST = 2000; // of a score
const FAR = 4010; // where the axis ends, in nats below 0
const ROOM = 92; // right of it, for the numbers
const ROW = 23;
const TICKS = 22;
const MOST_ROWS = 6;
const DECADES = [0, -10, -100, -1000];

/** The program that computes every number of a state. */
const python = ({ z, fmt, y }) =>
  waysInPython(fmt, "z", [`z = ${literal(z)}`, `y = ${Math.min(y, z.length - 1)}`], [
    "loss, nll = 0 - naive[y], 0 - stable[y]",
    'np.seterr(over="ignore")',
    "ppl = np.exp(nll)",
    "print(naive, stable)",
    "print(loss, nll, ppl)",
  ]);

/** How far below 0 a bar ends, as a part of the axis: equal steps are factors, from 1 nat on. */
const reach = (v) => Math.log1p(v) / Math.log1p(FAR);
const depth = (share) => Math.expm1(share * Math.log1p(FAR));

const wholeFrom10 = (v) => Math.abs(v) < 10 ? tenth(v) : Math.round(v);

function drawRows(ui, paper, dragged) {
  const { svg } = paper;
  const hatch = hatching(svg);
  const grid = pool(svg, "path", { class: "smx-grid" });
  const marks = pool(svg, "text", { "text-anchor": "middle" });
  const names = pool(svg, "text", { dy: "0.35em", "text-anchor": "end" });
  const bars = pool(svg, "rect", { height: ROW - 8 });
  const values = pool(svg, "text", { dy: "0.35em" });
  let last;
  const ends = dragged && handles(ui, paper, {
    along: "x",
    // The score that puts the bar's end there while the others stay.
    move({ x }, i) {
      const { z, left, unit } = last;
      const nats = clamp(depth(clamp((x - left) / unit, 0, 1)), 0.001, FAR);
      const others = logsumexp(z.filter((_, j) => j !== i));
      const score = others - nats - Math.log(-Math.expm1(-nats));
      ui.put({ z: z.with(i, clamp(wholeFrom10(score), -LARGEST, LARGEST)) }, true);
    },
    near: dragged,
  });

  return ({ z, y, called, wrong }, logs) => {
    const left = 20 + 8.5 * Math.max(...called.map((name) => name.length + 2));
    const unit = paper.width - left - ROOM;
    const x = (v) => left + unit * reach(-v);
    const middle = (i) => i * ROW + ROW / 2;
    const base = logs.length * ROW;
    last = { z, left, unit };
    grid(DECADES.map((v) => ({ d: `M${x(v)},0V${base}` })));
    marks(
      DECADES.filter((v) => v !== -100 || unit > 150).map((v) => ({
        x: x(v),
        y: base + 16,
        text: format(v, "z").slice(0, -2),
      })),
    );
    names(logs.map((_, i) => ({
      x: left - 14,
      y: middle(i),
      class: i === y ? "smx-name" : "",
      text: i === y ? `✓ ${called[i]}` : called[i],
    })));
    const lost = (v) => v === -Infinity;
    bars(logs.map((v, i) => ({
      x: left,
      y: middle(i) - (ROW - 8) / 2,
      width: lost(v) ? unit : x(v) - left,
      class: lost(v) ? "" : "smx-bar",
      fill: lost(v) ? hatch : "",
    })));
    values(logs.map((v, i) => ({
      x: (lost(v) ? left + unit : x(v)) + (dragged ? 14 : 6),
      y: middle(i),
      class: !dragged && wrong[i] ? "smx-number smx-warn" : "smx-number",
      text: Number.isFinite(v) && v <= -1000 ? format(v, "z") : format(v, "size"),
    })));
    if (dragged) {
      ends(logs.map((v, i) => ({
        x: x(v),
        y: middle(i),
        area: [left, i * ROW, unit, ROW],
        room: ROW,
        hint: [114, -11],
      })));
    }
  };
}

function build(ui) {
  const size = { narrow: [310, MOST_ROWS * ROW + TICKS], wide: [311, MOST_ROWS * ROW + TICKS] };
  const panes = ["log(softmax(z))", "log_softmax(z)"].map((caption) => pane(ui, size, caption));
  const [upper, lower] = panes;
  const drawNaive = drawRows(ui, upper);
  const drawStable = drawRows(ui, lower, () => {});
  const which = rangeSlider(ui, {
    label: "what came ✓",
    min: 0,
    max: MOST_ROWS - 1,
    step: 1,
    put: at,
  });
  const score = rangeSlider(ui, {
    label: "score",
    min: -1000,
    max: 1000,
    step: 1,
    put: (value) => ({ z: view.z.with(view.y, clamp(tenth(value), -LARGEST, LARGEST)) }),
  });
  const formats = radioGroup(
    ui,
    "stored in",
    "fmt",
    ["float16", "float32", "float64"].map((f) => [
      f,
      f,
    ]),
  );
  ui.controls.append(
    formats.node,
    controlRow(2, { class: "smx-repeats" }, score.node, which.node),
  );
  ui.readout("−log(softmax)", ui.output("loss", "size"));
  ui.readout("−log_softmax", ui.output("nll", "size"));
  ui.readout("perplexity", ui.output("ppl", "size"));
  let form = "";
  let view;

  function at(i) {
    return { y: clamp(i, 0, view.z.length - 1) };
  }

  return {
    python,
    draw(state) {
      const { z, fmt } = state;
      const y = Math.min(state.y, z.length - 1);
      const ways = twoWays(fmt, z);
      const { eps } = limitsOf(fmt);
      const wrong = ways.naive.map((v, i) =>
        Math.abs(v - ways.stable[i]) > 16 * eps * (1 + Math.abs(ways.stable[i]))
      );
      const called = classNames(state.labels, z.length);
      view = { z, fmt, y, called, wrong, ...ways };
      const wanted = `${called}`;
      if (form !== wanted) {
        form = wanted;
        panes.forEach((it) => it.resize(z.length * ROW + TICKS));
        set(which.input, { max: z.length - 1 });
        ui.table(
          "Log-probabilities",
          ["class", "score", "softmax", "log(softmax)", "log_softmax"],
          [
            ...entryNames(state.labels, z.length, "z").map((name, i) => [
              name,
              ui.output(`z${i}`, "z", `z[${i}]`),
              ui.output(`p${i}`, "size", `p[${i}]`),
              ui.output(`naive${i}`, "size", `naive[${i}]`),
              ui.output(`stable${i}`, "size", `stable[${i}]`),
            ]),
          ],
        );
      }
      const loss = 0 - ways.naive[y];
      const nll = 0 - ways.stable[y];
      ui.show({ loss, nll, ppl: Math.exp(nll) });
      times(z.length, (i) =>
        ui.show({
          [`z${i}`]: z[i],
          [`p${i}`]: ways.p[i],
          [`naive${i}`]: ways.naive[i],
          [`stable${i}`]: ways.stable[i],
        }));
      drawNaive(view, ways.naive);
      drawStable(view, ways.stable);
      formats.show(fmt);
      const one = state.labels.length === z.length ? called[y] : `class ${called[y]}`;
      which.show(y, one, `: ${one}`);
      const text = format(z[y], "z");
      const spoken = `${text}, log-probability ${format(ways.stable[y], "size")}`;
      score.show(z[y], spoken, ` of ${one}: ${text}`);
      const told = (logs) => logs.map((v, i) => `${called[i]} ${format(v, "size")}`).join(", ");
      upper.label(`Bars of the logarithm of softmax, stored in ${fmt}: ${told(ways.naive)}.`);
      lower.label(`Bars of log_softmax, stored in ${fmt}: ${told(ways.stable)}.`);
    },
    sentence() {
      const { y, fmt, called, naive, stable } = view;
      return `In ${fmt}, class ${called[y]}: log(softmax) is ${format(naive[y], "size")}, ` +
        `log_softmax ${format(stable[y], "size")}.`;
    },
  };
}

const five = [0, -10, -20, -100, -800];

export default widget({
  name: "log_two_ways",
  title: "Logs, two ways",
  state: {
    z: codec.numbers(2, MOST_ROWS, -LARGEST, LARGEST),
    d: codec.number(0, 1000),
    fmt: codec.choice("float16", "float32", "float64"),
    y: codec.whole(0, MOST_ROWS - 1),
  },
  presets: [
    ["0 to −800", ["float16", "float32", "float64"].map((fmt) => [fmt, { z: five, fmt }])],
    [
      "scores",
      [[2, 1, 0.1], [1000, 1001, 1002], [-1000, 0, 1]].map((z) => [
        `[${z.join(", ").replaceAll("-", "\u2212")}]`,
        { z, y: 0 },
      ]),
    ],
  ],
  views: { part, stairs },
  build,
});
