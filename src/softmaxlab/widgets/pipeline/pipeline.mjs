/**
 * Pipeline: what softmax does to a few logits, in three columns of bars: the logit, its exponential
 * in units of the largest, and the probability. A level c slides all logits, a factor k stretches
 * them.
 */
import { controlRow, rangeSlider } from "../kit/controls.mjs";
import { crisp, drag, pane, pool } from "../kit/drawing.mjs";
import { widget } from "../kit/frame.mjs";
import { entryNames } from "../kit/labels.mjs";
import { codec } from "../kit/link.mjs";
import { logitSliders } from "../kit/logit_sliders.mjs";
import { h, s, set } from "../kit/nodes.mjs";
import { fineText, format, literal } from "../kit/number_text.mjs";
import { bits, clamp, entropy, max, softmax, sum, tenth } from "../kit/smath.mjs";
import { FACTORS, nearestFactor, niceEnd } from "./factors.mjs";
import { level } from "./level.mjs";
import { scale } from "./scale.mjs";
import { steps } from "./steps.mjs";

const LIMIT = 30; // of the sliders

/** The program that computes every number of a state. */
const python = ({ z, c, k }) =>
  [
    "import numpy as np",
    "from softmaxlab import entropy, softmax",
    "",
    `z = np.array(${literal(z)})`,
    `c = ${literal(c)}  # level`,
    `k = ${literal(k)}  # stretch`,
    "",
    "x = k * z + c",
    "e = np.exp(x - x.max())  # in units of the largest",
    "p = softmax(x)",
    "H = entropy(p)",
    "shift = np.abs(p - softmax(k * z)).max()  # the most that c has changed",
    "odds01 = np.exp(x[0] - x[1])  # p[0] / p[1], also where p[1] is too small for a float",
    'print("p =", p, "sum", p.sum(), "denominator", e.sum())',
    'print("H =", H, "nats,", H / np.log(2), "bits")',
    'print("shift", shift, "odds", odds01)',
    "",
  ].join("\n");

const HEAD = 28; // the headings above the rows
const ROW = 34; // at least
const AXIS = 18; // the ends of the logit axis below them
const STRIP = 44; // the denominator
const NAMES = 20; // the classes on the left
const GAP = 14;

function drawing(ui, pane, hand) {
  const { svg } = pane;
  const heads = pool(svg, "text", { y: 18 });
  const names = pool(svg, "text", { x: 0 });
  const zero = s("path", { class: "smx-axis" }, svg);
  const tracks = pool(svg, "line", { class: "smx-grid" });
  const logits = pool(svg, "rect", { class: "smx-score", height: 9 });
  const weights = pool(svg, "rect", { class: "smx-weight", height: 9 });
  const chances = pool(svg, "rect", { class: "smx-bar", height: 9 });
  const thread = s("path", { class: "smx-thread" }, svg);
  const texts = pool(svg, "text", {});
  const ends = pool(svg, "text", { class: "smx-tick" });
  const caps = pool(svg, "rect", { class: "smx-cap smx-scored", width: 6, height: 15, rx: 3 });
  const parts = pool(svg, "rect", { height: 14 });
  const frame = s("rect", { class: "smx-frame", height: 14 }, svg);
  const total = pool(svg, "text", {});
  let last;
  const handles = pool(
    svg,
    "rect",
    { class: "smx-grip smx-leftright", width: 44 },
    (node, i) =>
      drag(ui, node, {
        start(point) {
          hand.focus = i;
          ui.ask();
          return { from: point.x - last.end(last.x[i]), scale: last.scale };
        },
        // The logit that puts the end of the bar under the pointer, on the axis it began with.
        move(point, grip) {
          const { middle, half, c, k, z } = last;
          const x = ((point.x - grip.from - middle) / half) * grip.scale;
          ui.put({ z: z.with(i, clamp(tenth((x - c) / k), -LIMIT, LIMIT)) }, true);
        },
      }),
  );

  return ({ z, c, k, x, e, p, focus }) => {
    const column = (pane.width - NAMES - 2 * GAP) / 3;
    const left = [0, 1, 2].map((i) => NAMES + i * (column + GAP));
    const row = (pane.height - HEAD - AXIS - STRIP) / x.length;
    const top = (i) => HEAD + i * row + Math.max(0, (row - ROW) / 2);
    const bar = (i) => top(i) + 20;
    const scale = niceEnd(x);
    const middle = left[0] + column / 2;
    const half = column / 2 - 4;
    const end = (v) => middle + (v / scale) * half;
    last = { z, c, k, x, end, scale, middle, half };

    heads([
      { x: left[0], text: column > 120 ? "logit x = kz + c" : "x = kz + c" },
      { x: left[1], text: "exp(x − m)" },
      { x: left[2], text: "p" },
    ]);
    names(x.map((_, i) => ({ y: bar(i) + 9, text: i, class: i === focus ? "smx-number" : "" })));
    const below = HEAD + row * x.length;
    set(zero, { d: `M${crisp(middle)},${HEAD}V${below}` });
    // Long numbers leave no room for the zero between them, or for each other.
    const need = 18 * String(scale).length;
    const words = [need + 14 < column ? -scale : "", need + 40 < column ? 0 : "", scale];
    ends(words.map((v, i) => ({
      x: left[0] + (column / 2) * i,
      y: below + 14,
      text: v < 0 ? `\u2212${-v}` : v,
      "text-anchor": ["start", "middle", "end"][i],
    })));
    tracks(
      x.flatMap((_, i) =>
        left.slice(1).map((at) => ({
          x1: at,
          x2: at + column,
          y1: crisp(bar(i) + 4),
          y2: crisp(bar(i) + 4),
        }))
      ),
    );
    logits(
      x.map((v, i) => ({
        x: Math.min(middle, end(v)),
        width: Math.abs(end(v) - middle),
        y: bar(i),
      })),
    );
    weights(e.map((v, i) => ({ x: left[1], width: v * column, y: bar(i) })));
    chances(p.map((v, i) => ({ x: left[2], width: v * column, y: bar(i) })));
    texts(x.flatMap((v, i) => [
      { x: left[0], y: top(i) + 14, text: format(v, "z"), class: "smx-logit smx-halo" },
      {
        x: left[1],
        y: top(i) + 14,
        text: i === focus ? fineText(e[i]) : format(e[i], "p"),
        class: "",
      },
      {
        x: left[2],
        y: top(i) + 14,
        text: i === focus ? fineText(p[i]) : format(p[i], "p"),
        class: "smx-number",
      },
    ]));
    const y = bar(focus) + 4;
    set(thread, {
      d: `M${Math.max(middle, end(x[focus]))},${y}H${left[1]}M${left[1] + e[focus] * column},${y}H${
        left[2]
      }`,
    });
    caps(x.map((v, i) => ({ x: end(v) - 3, y: bar(i) - 3 })));
    handles(x.map((v, i) => ({
      x: clamp(end(v) - 22, left[0] - 10, left[0] + column - 34),
      y: bar(i) + 4 - Math.max(row, 44) / 2,
      height: Math.max(row, 44),
    })));

    const base = pane.height - STRIP + 8;
    const width = pane.width - left[1];
    let at = left[1];
    parts(p.map((v, i) => {
      const part = {
        x: at,
        y: base,
        width: v * width,
        class: i === focus ? "smx-bar" : "smx-part",
      };
      at += v * width;
      return part;
    }));
    set(frame, { x: left[1], y: base, width });
    total([
      { x: left[0], y: base + 12, text: "denominator", class: "" },
      { x: left[1], y: base + 32, text: `Σ = ${format(sum(e), "nats")}`, class: "" },
    ]);
  };
}

function build(ui) {
  const largest = h("span");
  const paper = pane(ui, { narrow: [334, 250], wide: [646, 250] }, "Three steps", largest);
  const hand = logitSliders(ui, LIMIT, 3);
  const draw = drawing(ui, paper, hand);
  const level = rangeSlider(ui, {
    label: "level c",
    min: -20,
    max: 20,
    step: 0.1,
    put: (c) => ({ c: tenth(c) }),
  });
  const stretch = rangeSlider(ui, {
    label: "stretch k",
    min: 0,
    max: FACTORS.length - 1,
    step: 1,
    put: (i) => ({ k: FACTORS[i] }),
  });
  ui.controls.append(hand.node, controlRow(2, { class: "smx-both" }, level.node, stretch.node));
  ui.readout("sum", ui.output("sum", "nats", "p.sum()"));
  ui.readout("H, nats", ui.output("H", "nats"));
  ui.readout("p[0] : p[1]", ui.output("odds01", "size"));
  ui.readout("|Δp| by c", ui.output("shift", "size"));
  let view;

  /** Sliders and table, remade only when the number of logits changes. */
  function rebuild({ z }) {
    hand.fill(entryNames([], z.length, "z"));
    ui.table("Three steps", ["class", "z", "kz + c", "exp(x − m)", "p"], [
      ...z.map((_, i) => [
        i,
        ui.output(`z${i}`, "z", `z[${i}]`),
        ui.output(`x${i}`, "z", `x[${i}]`),
        ui.output(`e${i}`, "p", `e[${i}]`),
        ui.output(`p${i}`, "p", `p[${i}]`),
      ]),
      ["sum", "", "", ui.output("total", "nats", "e.sum()"), ui.output("sum1", "nats", "p.sum()")],
      ["H, nats", "", "", "", ui.output("H1", "nats", "H")],
      ["H, bits", "", "", "", ui.output("Hb", "nats", "H / np.log(2)")],
    ]);
  }

  return {
    python,
    draw({ z, c, k }) {
      const x = z.map((v) => k * v + c);
      const m = max(x);
      const e = x.map((v) => Math.exp(v - m));
      const p = softmax(x);
      const before = softmax(z.map((v) => k * v));
      const H = entropy(p);
      if (view?.z.length !== z.length) rebuild({ z });
      paper.resize(Math.max(250, ROW * z.length + HEAD + AXIS + STRIP));
      const focus = hand.focus < 0 ? p.indexOf(max(p)) : hand.focus;
      largest.textContent = `m = ${format(m, "z")}, the largest x`;
      view = { z, c, k, x, e, p, H, focus };
      draw(view);
      const list = (values, kind) => values.map((v) => format(v, kind)).join(", ");
      paper.label(
        `Bars in three columns: the logits ${list(x, "z")} become the probabilities ${
          list(p, "p")
        }.`,
      );
      hand.show(z, p);
      level.show(c, `c = ${format(c, "z")}`, ` = ${format(c, "z")}`);
      stretch.show(nearestFactor(k), `k = ${literal(k)}`, ` = ${literal(k)}`);
      z.forEach((v, i) =>
        ui.show({ [`z${i}`]: v, [`x${i}`]: x[i], [`e${i}`]: e[i], [`p${i}`]: p[i] })
      );
      ui.show({
        H,
        H1: H,
        Hb: bits(H),
        sum: sum(p),
        sum1: sum(p),
        total: sum(e),
        odds01: Math.exp(x[0] - x[1]),
        shift: max(p.map((v, i) => Math.abs(v - before[i]))),
      });
    },
    sentence() {
      const { c, k, p, H } = view;
      const top = max(p);
      return `c = ${format(c, "z")}, k = ${literal(k)}: largest is p[${p.indexOf(top)}] = ` +
        `${format(top, "p")}, entropy ${format(H, "nats")} nats.`;
    },
  };
}

const fresh = (z, k = 1) => [k === 1 ? literal(z) : `${literal(z)}, k = ${k}`, { z, c: 0, k }];

export default widget({
  name: "pipeline",
  title: "Pipeline",
  state: {
    z: codec.numbers(2, 6, -2000, 2000),
    c: codec.number(-2000, 2000),
    k: codec.number(0.01, 10),
    step: { write: String, read: (text) => [0, 1, 2, 3][["0", "1", "2", "3"].indexOf(text)] },
  },
  presets: [
    ["Few", [fresh([2, 1, 0.1]), fresh([2, 3, 8]), fresh([2, 1, 0])]],
    ["Large", [fresh([10, 20, 30]), fresh([10, 20, 30], 0.01), fresh([1000, 1001, 1002])]],
  ],
  build,
  views: { level, scale, "exponentiate-add-divide": steps },
});
