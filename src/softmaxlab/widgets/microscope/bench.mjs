/**
 * The workbench: the same scores through four formats side by side, every stored number of every
 * step in a grid. One number is under the lens: its bits, and the gap to the next one.
 */
import { checkBox, controlRow, radioGroup, rangeSlider } from "../kit/controls.mjs";
import { pane, pool } from "../kit/drawing.mjs";
import { bitsOf, FORMATS, softmaxIn } from "../kit/formats.mjs";
import { classNames } from "../kit/labels.mjs";
import { logitSliders } from "../kit/logit_sliders.mjs";
import { literal } from "../kit/number_text.mjs";
import { softmax } from "../kit/smath.mjs";
import { fate, gapAfter, givenText, storedText } from "./glass.mjs";

const NAMES = Object.keys(FORMATS);
const SHORT = { bfloat16: "bf16", float16: "f16", float32: "f32", float64: "f64" };
const TOP = 22;
const LENS = 64; // for the number under the lens
const GRID = 234; // at most, for the rows

/** The program that computes every number of a state. */
const benchInPython = ({ z, stable, fmt, at }) =>
  [
    "import torch",
    "",
    `z = torch.tensor(${literal(z)}, dtype=torch.float64)`,
    "",
    "def steps(kind):",
    "    stored = z.to(kind)",
    stable ? "    inside = stored - stored.max()" : "    inside = stored",
    "    e = inside.double().exp().to(kind)  # rounded once",
    "    total = e.sum()",
    "    return torch.cat([stored, e, total[None], e / total])",
    "",
    ...NAMES.map((name) => `${name} = steps(torch.${name})`),
    ...NAMES.map((name) => `print(${name}[-len(z):])`),
    "",
    `lens = ${fmt}[min(${at}, 3 * len(z))]  # under the lens`,
    `bits = lens.view(torch.${
      fmt === "float64" ? "int64" : fmt === "float32" ? "int32" : "int16"
    })`,
    `gap = abs((bits + 1).view(torch.${fmt}).item() - lens.item())`,
    "print(lens.item(), gap)",
    "",
  ].join("\n");

function drawBench(ui, paper) {
  const { svg } = paper;
  const heads = pool(svg, "text", { y: 15, "text-anchor": "middle" });
  const names = pool(svg, "text", { x: 0 });
  const rules = pool(svg, "line", { class: "smx-grid", x1: 0 });
  const hit = (node, i) => node.addEventListener("pointerdown", () => ui.put(cells[i].traits));
  const chips = pool(svg, "rect", { rx: 4 }, hit);
  const texts = pool(svg, "text", { "text-anchor": "middle", class: "smx-stored" });
  const boxes = pool(svg, "rect", { rx: 1 });
  const digits = pool(svg, "text", { "text-anchor": "middle" });
  const notes = pool(svg, "text", { x: 0 });
  let cells = [];

  return ({ found, rows, n, fmt, at, bits, gap, value }) => {
    const wide = paper.width >= 480;
    const first = wide ? 150 : 74;
    const column = (paper.width - first) / 4;
    const high = Math.min(Math.floor(GRID / rows.length), 22);
    const line = (i) => TOP + i * high;
    heads(NAMES.map((text, i) => ({
      x: first + (i + 0.5) * column,
      text,
      class: text === fmt ? "smx-name" : "",
    })));
    names(rows.map(({ long, short }, i) => ({
      y: line(i) + high - 5,
      text: wide ? long : short,
      class: i === at ? "smx-name" : "",
    })));
    rules([n, 2 * n, 2 * n + 1].map((i) => ({
      x2: paper.width,
      y1: line(i) + 0.5,
      y2: line(i) + 0.5,
    })));
    cells = NAMES.flatMap((name, k) =>
      found[name].map((v, i) => ({
        x: first + k * column + 2,
        y: line(i) + 2,
        width: column - 4,
        height: high - 3,
        fate: fate(v, i >= n ? 1 : 0),
        text: storedText(v, 4),
        here: name === fmt && i === at,
        tone: i < n ? "smx-logit" : i > 2 * n ? "smx-number" : "smx-name",
        traits: { fmt: name, at: i },
      }))
    );
    chips(cells.map(({ x, y, width, height, fate: is, here }) => ({
      x,
      y,
      width,
      height,
      class: `smx-chip smx-${is} ${here ? "smx-here" : ""}`.trim(),
    })));
    const glyph = { inf: "∞ inf", nan: "? nan", zero: "0" };
    texts(cells.map((it) => ({
      x: it.x + it.width / 2,
      y: it.y + high - 7,
      text: glyph[it.fate] ?? it.text,
      class: `smx-stored ${it.fate === "fine" ? it.tone : "smx-warn"}`,
    })));
    const top = paper.height - LENS + 18;
    const all = [...bits.sign, ...bits.exponent, ...bits.fraction];
    const space = Math.min((paper.width - 12) / all.length, 18);
    const place = (i) => i * space + (i > 0 ? 5 : 0) + (i > bits.exponent.length ? 5 : 0);
    boxes(all.map((bit, i) => ({
      x: place(i),
      y: top,
      width: space - 1,
      height: 20,
      class: `smx-bit smx-bit-${i === 0 ? "sign" : i > bits.exponent.length ? "part" : "power"} ${
        bit === "1" ? "smx-on" : ""
      }`.trim(),
    })));
    digits(
      space < 12 ? [] : all.map((text, i) => ({
        x: place(i) + (space - 1) / 2,
        y: top + 15,
        text,
        class: text === "1" ? "smx-bright" : "",
      })),
    );
    notes([
      { y: top - 6, text: `${fmt}: ${storedText(value, 8)}`, class: "smx-name" },
      {
        y: top + 38,
        text: Number.isNaN(gap)
          ? "sign, exponent, fraction"
          : `next number ${storedText(gap)} away`,
        class: "",
      },
    ]);
  };
}

function buildBench(ui) {
  const size = TOP + GRID + LENS;
  const paper = pane(ui, { narrow: [334, size], wide: [646, size] });
  const draw = drawBench(ui, paper);
  const hand = logitSliders(ui, 20, 4);
  const shift = checkBox(ui, "subtract the maximum", "stable");
  const which = radioGroup(ui, "lens", "fmt", NAMES.map((name) => [name, SHORT[name]]));
  let view;
  const lens = rangeSlider(ui, {
    label: "row",
    min: 0,
    max: 12,
    step: 1,
    put: (at) => ({ at: Math.min(at, 3 * view.n) }),
  });
  ui.controls.append(hand.node, controlRow(2, {}, shift.node, lens.node), which.node);
  let form = "";

  function table({ rows }) {
    ui.table("Every stored number", ["step", ...NAMES], [
      ...rows.map(({ long }, i) => [
        long,
        ...NAMES.map((name) =>
          ui.output(`${name}-${i}`, i > 2 * view.n ? "p" : "size", `${name}[${i}]`)
        ),
      ]),
      ["under the lens", ui.output("lens", "size", "lens.item()"), "", "", ""],
      ["to the next number", ui.output("gap", "size"), "", "", ""],
    ]);
  }

  const sharesOf = (name) => {
    const p = view.found[name].slice(2 * view.n + 1);
    return `${name} ${p.map((v) => storedText(v)).join(" ")}`;
  };

  return {
    python: benchInPython,
    draw({ z, stable, fmt, at: asked, labels }) {
      const n = z.length;
      const called = classNames(labels, n);
      const at = Math.min(asked, 3 * n);
      const found = Object.fromEntries(NAMES.map((name) => {
        const { stored, e, total, p } = softmaxIn(name, z, stable);
        return [name, [...stored, ...e, total, ...p]];
      }));
      const rows = [
        ...called.map((word) => ({ long: `score, ${word}`, short: word })),
        ...called.map((word) => ({ long: `e^score, ${word}`, short: `e^ ${word}` })),
        { long: "sum", short: "sum" },
        ...called.map((word) => ({ long: `share, ${word}`, short: `p ${word}` })),
      ];
      const value = found[fmt][at];
      const gap = gapAfter(value, fmt);
      view = { n, found, rows, fmt, at, value, gap, bits: bitsOf(value, fmt) };
      const wanted = `${n}|${labels}`;
      if (form !== wanted) {
        hand.fill(called);
        table(view);
      }
      form = wanted;
      draw(view);
      hand.show(z, softmax(z));
      shift.show(stable);
      which.show(fmt);
      const where = `${rows[at].long}, ${storedText(value, 8)}`;
      lens.show(at, where, `: ${rows[at].short}`);
      paper.label(
        `Softmax of ${z.map(givenText).join(", ")} in four formats${
          stable ? ", with the maximum subtracted" : ""
        }; shares: ${NAMES.map(sharesOf).join("; ")}.`,
      );
      NAMES.forEach((name) => found[name].forEach((v, i) => ui.show({ [`${name}-${i}`]: v })));
      ui.show({ lens: value, gap });
    },
    sentence: () =>
      `${view.fmt}, ${view.rows[view.at].long}: ${storedText(view.value, 8)}. Shares: ${
        NAMES.map(sharesOf).join("; ")
      }.`,
  };
}

const through = (label, z, ways = [false, true]) => [
  label,
  ways.map((stable) => [stable ? "less the maximum" : "as it is", { z, stable, at: 0 }]),
];

export const bench = {
  title: "Four formats",
  build: buildBench,
  presets: [
    through("1000, 1001, 1002", [1000, 1001, 1002]),
    through("10, 11, 12", [10, 11, 12]),
    through("0, −20, −100, −800", [0, -20, -100, -800]),
    through("2, 1, 0.1", [2, 1, 0.1]),
    ["edge of float16", [["11.0859, 11.0938", {
      z: [11.0859375, 11.09375],
      stable: false,
      at: 2,
    }]]],
  ],
};
