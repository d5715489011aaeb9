/**
 * Pipeline: what softmax does to a few scores, in three columns of bars: the score, its exponential,
 * and the share. A level c slides all scores, a factor f stretches them, on an axis that stays while
 * they fit. The exponentials are drawn as they are, in a column whose end is written and grows when
 * they outgrow it, or in units of the largest, as computers work with them; their sum stands below on
 * the same scale.
 */
import { checkBox, controlRow, rangeSlider } from "../kit/controls.mjs";
import { crisp, hatching, pane, pool } from "../kit/drawing.mjs";
import { widget } from "../kit/frame.mjs";
import { handles } from "../kit/handles.mjs";
import { classNames, entryNames } from "../kit/labels.mjs";
import { codec } from "../kit/link.mjs";
import { logitSliders } from "../kit/logit_sliders.mjs";
import { h, s, set } from "../kit/nodes.mjs";
import { fineText, format, literal, scientific } from "../kit/number_text.mjs";
import { clamp, max, softmax, sum, tenth } from "../kit/smath.mjs";
import { FACTORS, nearestFactor, niceEnd } from "./factors.mjs";
import { moved, shiftOf } from "./glance.mjs";
import { level } from "./level.mjs";
import { scale } from "./scale.mjs";
import { steps } from "./steps.mjs";

const LIMIT = 30; // of the sliders
const PAIRS = [[0, 1], [0, 2], [1, 2]]; // the first without the class in focus has its ratio shown

/** The program that computes every number of a state. */
const python = ({ z, c, f, shifted }) =>
  [
    "import numpy as np",
    "from softmaxlab import softmax",
    "",
    `z = np.array(${literal(z)})`,
    `c = ${literal(c)}  # level`,
    `f = ${literal(f)}  # factor`,
    "",
    "x = f * z + c",
    ...(shifted
      ? ["e = np.exp(x - x.max())  # in units of the largest"]
      : ["e = np.exp(x)  # inf where it is too large for a float"]),
    "p = softmax(x)  # subtracts the maximum in any case",
    "shift = np.abs(p - softmax(f * z)).max()  # the most that c has moved a share",
    "shift = shift if shift > 1e-12 else 0  # less is rounding",
    "odds01 = np.exp(x[0] - x[1])  # p[0] / p[1], also where p[1] is too small for a float",
    ...(z.length > 2 ? ["odds02 = np.exp(x[0] - x[2])", "odds12 = np.exp(x[1] - x[2])"] : []),
    'print("e =", e, "sum", e.sum())',
    'print("p =", p, "sum", p.sum())',
    'print("shift", shift, "odds", odds01)',
    "",
  ].join("\n");

/** The least of 1, 2, 5, 10, 20 … that is not below v. */
function roundEnd(v) {
  if (!(v > 0 && v < 1e308)) return 1;
  const ten = 10 ** Math.ceil(Math.log10(v) - 1e-12);
  return [0.2, 0.5, 1].map((part) => part * ten).find((end) => end >= v) ?? ten;
}

/** An end of an axis: 0.01, 20, 10⁹. */
function endText(v) {
  if (v >= 1e-3 && v < 1e5) return String(Number(v.toPrecision(1)));
  return scientific(v, 0).replace(/^1×/, "");
}

/** An exponential of any size in four digits or so. */
function weightText(v) {
  if (v === Infinity) return "∞";
  if (v === 0) return "0";
  return v >= 1e4 || v < 1e-3 ? scientific(v) : v.toFixed(v < 100 ? 4 : 2);
}

const HEAD = 28; // the headings above the rows
const ROW = 34; // at least
const AXIS = 18; // the ends of the axes below them
const STRIP = 44; // the denominator
const ROOM = 2; // columns of exponentials, at least, that it may be long
const STRETCH = 5; // a factor up to which the axis of the scores stays, unless they are large
const GAP = 14;

function drawing(ui, pane, hand) {
  const { svg } = pane;
  const hatch = hatching(svg);
  const heads = pool(svg, "text", { y: 18 });
  const names = pool(svg, "text", { x: 0 });
  const zero = s("path", { class: "smx-axis" }, svg);
  const tracks = pool(svg, "line", { class: "smx-grid" });
  const logits = pool(svg, "rect", { class: "smx-score", height: 9 });
  const weights = pool(svg, "rect", { height: 9 });
  const chances = pool(svg, "rect", { class: "smx-bar", height: 9 });
  const thread = s("path", { class: "smx-thread" }, svg);
  const texts = pool(svg, "text", {});
  const ends = pool(svg, "text", { class: "smx-tick" });
  const units = pool(svg, "text", { class: "smx-unit" });
  const parts = pool(svg, "rect", { height: 14 });
  const frame = s("rect", { class: "smx-frame", height: 14 }, svg);
  const total = pool(svg, "text", {});
  let last;
  let held;
  const tips = handles(ui, pane, {
    along: "x",
    near(i) {
      hand.focus = i;
      ui.ask();
    },
    // While a bar is dragged the axis stays, so that its end is under the pointer.
    begin() {
      held = last.scale;
    },
    end() {
      held = undefined;
      ui.ask();
    },
    move(point, i) {
      const { middle, half, scale, c, f, z } = last;
      const x = ((point.x - middle) / half) * scale;
      ui.put({ z: z.with(i, clamp(tenth((x - c) / f), -LIMIT, LIMIT)) }, true);
    },
  });

  return ({ z, c, f, x, e, p, total: sigma, shifted, focus, called }) => {
    const longest = max(called.map(({ length }) => length));
    const first = longest === 1 ? 20 : Math.min(8 * longest + 6, pane.width / 4);
    const column = (pane.width - first - 2 * GAP) / 3;
    const left = [0, 1, 2].map((i) => first + i * (column + GAP));
    const row = (pane.height - HEAD - AXIS - STRIP) / x.length;
    const top = (i) => HEAD + i * row + Math.max(0, (row - ROW) / 2);
    const bar = (i) => top(i) + 20;
    const scale = held ?? niceEnd([...x, ...z.map((v) => clamp(STRETCH * v + c, -LIMIT, LIMIT))]);
    const middle = left[0] + column / 2;
    const half = column / 2 - 4;
    const end = (v) => middle + clamp(v / scale, -1, 1) * half;
    const most = max(e);
    const lost = (v) => v === Infinity;
    // What fills the column of exponentials, and leaves room for their sum.
    const whole = lost(sigma) ? 1 : roundEnd(Math.max(most, sigma / ROOM));
    const part = (v) => Math.min(1, v / whole);
    last = { z, c, f, scale, middle, half };

    heads([
      { x: left[0], text: column > 130 ? "score x = fz + c" : "x = fz + c" },
      { x: left[1], text: shifted ? "exp(x − m)" : "exp(x)" },
      { x: left[2], text: "share" },
    ]);
    names(called.map((text, i) => ({
      y: bar(i) + 9,
      text,
      class: i === focus ? "smx-number" : "",
    })));
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
    const edges = [[left[1], lost(sigma) ? "" : endText(whole)], [left[2], "1"]];
    units(edges.flatMap(([at, text]) => [
      { x: at, y: below + 14, text: "0" },
      { x: at + column, y: below + 14, text, "text-anchor": "end" },
    ]));
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
    weights(e.map((v, i) => ({
      x: left[1],
      width: part(v) * column,
      y: bar(i),
      class: lost(v) ? "" : "smx-weight",
      fill: lost(v) ? hatch : undefined,
    })));
    chances(p.map((v, i) => ({ x: left[2], width: v * column, y: bar(i) })));
    texts(x.flatMap((v, i) => [
      { x: left[0], y: top(i) + 14, text: format(v, "z"), class: "smx-logit smx-halo" },
      { x: left[1], y: top(i) + 14, text: weightText(e[i]), class: lost(e[i]) ? "smx-warn" : "" },
      {
        x: left[2],
        y: top(i) + 14,
        text: i === focus ? fineText(p[i]) : format(p[i], "p"),
        class: "smx-number",
      },
    ]));
    const y = bar(focus) + 4;
    set(thread, {
      d: `M${Math.max(middle, end(x[focus]))},${y}H${left[1]}M${
        left[1] + part(e[focus]) * column
      },${y}H${left[2]}`,
    });
    tips(x.map((v, i) => ({
      x: end(v),
      y: bar(i) + 4,
      area: [left[0], HEAD + i * row, column, row],
      kind: "smx-there",
    })));

    // The denominator: the exponentials end to end.
    const base = pane.height - STRIP + 8;
    const room = pane.width - left[1];
    const length = lost(sigma) ? room : (sigma / whole) * column;
    let at = left[1];
    parts(p.map((v, i) => {
      const segment = {
        x: at,
        y: base,
        width: lost(sigma) ? (i ? 0 : room) : v * length,
        class: lost(sigma) ? "" : i === focus ? "smx-bar" : "smx-part",
        fill: lost(sigma) ? hatch : undefined,
      };
      at += segment.width;
      return segment;
    }));
    set(frame, { x: left[1], y: base, width: length });
    total([
      { x: 0, y: base + 12, text: "their sum", class: "" },
      {
        x: left[1],
        y: base + 32,
        text: weightText(sigma),
        class: lost(sigma) ? "smx-warn" : "smx-name",
      },
      {
        x: pane.width,
        y: base + 32,
        text: lost(sigma) ? "∞ ÷ ∞ is no number" : room > 240 ? "on the scale above" : "same scale",
        class: lost(sigma) ? "smx-warn" : "",
        "text-anchor": "end",
      },
    ]);
  };
}

function build(ui) {
  const remark = h("span");
  const paper = pane(ui, { narrow: [334, 250], wide: [646, 250] }, "Three steps", remark);
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
    label: "factor f",
    min: 0,
    max: FACTORS.length - 1,
    step: 1,
    put: (i) => ({ f: FACTORS[i] }),
  });
  const subtract = checkBox(ui, "subtract the maximum", "shifted");
  const effect = h("span", { class: "smx-quiet smx-effect", "aria-hidden": "true" });
  // The ratio of two classes, of which the reader is at neither.
  const odds = PAIRS.map(([i, j]) => {
    const called = h("span", { class: "smx-quiet" });
    const value = ui.output(`odds${i}${j}`, "size");
    return { i, j, called, node: h("label", { class: "smx-odds" }, called, value) };
  });
  ui.controls.append(
    hand.node,
    controlRow(2, { class: "smx-both" }, level.node, stretch.node),
    h("div", { class: "smx-row" }, subtract.node, ...odds.map(({ node }) => node), effect),
  );
  let form = "";
  let view;

  /** Sliders and table, remade only when the scores are others or the column of exponentials. */
  function rebuild({ z, labels, shifted, called }) {
    hand.fill(entryNames(labels, z.length, "z"));
    odds.forEach((pair) => {
      pair.called.textContent = `${called[pair.i]} : ${called[pair.j]} = `;
    });
    view.infinite = z.map(() => h("span"));
    view.infinite.push(h("span"));
    const weight = (i, ...output) => h("span", {}, ui.output(...output), view.infinite.at(i));
    const head = ["word", "score z", "fz + c", shifted ? "exp(x − m)" : "exp(x)", "share"];
    ui.table("Three steps", head, [
      ...z.map((_, i) => [
        called[i],
        ui.output(`z${i}`, "z", `z[${i}]`),
        ui.output(`x${i}`, "z", `x[${i}]`),
        weight(i, `e${i}`, "size", `e[${i}]`),
        ui.output(`p${i}`, "p", `p[${i}]`),
      ]),
      [
        "sum",
        "",
        "",
        weight(-1, "total", "size", "e.sum()"),
        ui.output("sum", "nats", "p.sum()"),
      ],
      ["most moved by c", "", "", "", ui.output("shift", "size")],
    ]);
  }

  return {
    python,
    draw({ z, c, f, shifted, labels }) {
      const x = z.map((v) => f * v + c);
      const m = max(x);
      const e = x.map((v) => Math.exp(shifted ? v - m : v));
      const total = m > 709 && !shifted && e.includes(Infinity) ? Infinity : sum(e);
      const p = softmax(x);
      const shift = shiftOf(p, softmax(z.map((v) => f * v)));
      const called = classNames(labels, z.length);
      const focus = hand.focus < 0 ? p.indexOf(max(p)) : hand.focus;
      const infinite = view?.infinite;
      view = { z, c, f, x, e, total, p, shift, shifted, labels, called, focus, infinite };
      const wanted = `${z.length}|${labels}|${shifted}`;
      if (form !== wanted) rebuild(view);
      form = wanted;
      paper.resize(Math.max(250, ROW * z.length + HEAD + AXIS + STRIP));
      remark.textContent = shifted
        ? `m = ${format(m, "z")}, the largest x`
        : total === Infinity
        ? "∞: too large for a float"
        : "";
      draw(view);
      const list = (values, kind) =>
        values.map((v, i) => `${called[i]} ${format(v, kind)}`).join(", ");
      paper.label(
        `Bars in three columns: the scores ${list(x, "z")} become the shares ${list(p, "p")}.`,
      );
      hand.show(z, p);
      level.show(c, `c = ${format(c, "z")}`, ` = ${format(c, "z")}`);
      stretch.show(nearestFactor(f), `f = ${literal(f)}`, ` = ${literal(f)}`);
      subtract.show(shifted);
      const finite = (v) => (Number.isFinite(v) ? v : undefined);
      effect.textContent = total === Infinity
        ? "shares: from subtracting the maximum"
        : c
        ? `by c: ${moved(shift)}`
        : "";
      const others = PAIRS.findIndex((pair) => z.length === 2 || !pair.includes(hand.focus));
      odds.forEach(({ i, j, node }, n) => {
        node.hidden = n !== others;
        ui.show({ [`odds${i}${j}`]: j < z.length ? finite(Math.exp(x[i] - x[j])) : undefined });
      });
      z.forEach((v, i) =>
        ui.show({ [`z${i}`]: v, [`x${i}`]: x[i], [`e${i}`]: finite(e[i]), [`p${i}`]: p[i] })
      );
      [...e, total].forEach((v, i) => {
        view.infinite[i].textContent = v === Infinity ? "∞" : "";
      });
      ui.show({
        sum: sum(p),
        total: finite(total),
        shift,
      });
    },
    sentence() {
      const { c, f, p, shift, labels } = view;
      const top = max(p);
      const name = entryNames(labels, p.length, "p")[p.indexOf(top)];
      return `c = ${format(c, "z")}, f = ${literal(f)}: largest is ${name} = ${format(top, "p")}` +
        `${c ? `; by c, ${moved(shift)}` : ""}.`;
    },
  };
}

const fresh = (z, f = 1) => [f === 1 ? literal(z) : `${literal(z)}, f = ${f}`, { z, c: 0, f }];

export default widget({
  name: "pipeline",
  title: "Pipeline",
  state: {
    z: codec.numbers(2, 6, -2000, 2000),
    c: codec.number(-2000, 2000),
    f: codec.number(0.01, 10),
    shifted: codec.flag,
    step: { write: String, read: (text) => [0, 1, 2, 3][["0", "1", "2", "3"].indexOf(text)] },
  },
  presets: [
    ["Few", [fresh([2, 1, 0.1]), fresh([2, 3, 8]), fresh([2, 1, 0])]],
    ["Large", [fresh([10, 20, 30]), fresh([10, 20, 30], 0.01), fresh([1000, 1001, 1002])]],
  ],
  build,
  views: { level, scale, "exponentiate-add-divide": steps },
});
