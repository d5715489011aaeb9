/**
 * The view "break": softmax of a few scores in one format, column by column: the score, its
 * exponential, the share. A slider raises all scores, in finer steps where the format ends. Below,
 * the exponentials and their sum on a logarithmic axis that goes along with them, and the walls of
 * the format: what it rounds to inf, and what to 0.
 */
import { checkBox, rangeSlider } from "../kit/controls.mjs";
import { crisp, hatching, pane, pool } from "../kit/drawing.mjs";
import { limitsOf, softmaxIn } from "../kit/formats.mjs";
import { classNames } from "../kit/labels.mjs";
import { h, s, set } from "../kit/nodes.mjs";
import { roughText } from "../kit/number_text.mjs";
import { clamp, logsumexp, max, tenth, times } from "../kit/smath.mjs";
import { fate, formatInPython, formatRows, givenText, storedText } from "./glass.mjs";

const CAP = 24; // above the chips
const STEP = 32; // from row to row
const CHIP = 26;
const LANE = 16; // on the axis, one for each exponential and one for the sum
const DECADES = 6; // that the axis shows
const SHARE = Math.LN10;

/** Heights of the drawing's parts for n scores. */
const parts = (n) => {
  const total = CAP + n * STEP;
  const axis = total + STEP + 14;
  return { total, axis, end: axis + (n + 1) * LANE + 42 };
};

/**
 * The levels of the slider: tenths between the one where the sum overflows and the one where an
 * exponential does, halves where the largest exponential is rounded to 0, tens between; and those
 * that are marked below it.
 */
function levelsFor(z, fmt) {
  const { max: most, tiny } = limitsOf(fmt);
  const low = Math.floor(Math.log(tiny / 2) - max(z)) - 1;
  const from = Math.floor(Math.log(most) - logsumexp(z));
  const to = Math.ceil(Math.log(most) - max(z)) + 1;
  const tens = (above, below) =>
    times(401, (i) => 10 * (i - 200)).filter((c) => c > above && c < below);
  const levels = [
    ...tens(-20, low), // for 0 is always among them
    ...times(15, (i) => low + i / 2),
    ...tens(low + 7, from - 6),
    ...times(6, (i) => from - 6 + i),
    ...times(10 * (to - from), (i) => tenth(from + i / 10)),
    ...times(7, (i) => to + 2 * i),
    ...tens(to + 12, 20),
  ];
  return { levels, marked: [low, 0, from, to, levels.at(-1)] };
}

/** What happens in the division, in a few words. */
function why({ e, total, fmt }) {
  if (total === 0) return "0 ÷ 0 is nan";
  if (e.some((v) => v === Infinity)) return "inf ÷ inf is nan, finite ÷ inf is 0";
  if (total === Infinity) return "the sum is inf, and finite ÷ inf is 0";
  if (e.includes(0)) return "an exponential was rounded to 0";
  return e.some((v) => v < limitsOf(fmt).normal) ? "subnormal exponentials lose digits" : "";
}

/** A power of ten as an axis has it: 0.1, 1, 10³. */
function tenTo(d) {
  if (d >= -1 && d <= 2) return String(10 ** d);
  return `10${[...String(d)].map((c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c])).join("")}`;
}

function drawBreak(paper) {
  const { svg } = paper;
  const hatch = hatching(svg);
  const heads = pool(svg, "text", { y: 15 });
  const names = pool(svg, "text", { class: "smx-name", x: 0 });
  const chips = pool(svg, "rect", { rx: 5, height: CHIP });
  const bars = pool(svg, "rect", { class: "smx-bar", height: 4 });
  const texts = pool(svg, "text", { "text-anchor": "middle" });
  const rule = s("path", { class: "smx-axis" }, svg);
  const band = s("rect", { class: "smx-part" }, svg);
  const walls = pool(svg, "rect", { fill: hatch });
  const edges = pool(svg, "path", { class: "smx-axis smx-wall" });
  const marks = pool(svg, "circle", { r: 5 });
  const notes = pool(svg, "text", {});
  const ticks = pool(svg, "text", { "text-anchor": "middle", class: "smx-stored" });

  return (view) => {
    const { z, stored, moved, e, total, p, called, fmt, stable } = view;
    const n = z.length;
    const { total: sumLine, axis, end } = parts(n);
    const wide = paper.width >= 480;
    const first = wide ? 86 : 52;
    const column = (paper.width - first) / 3;
    const width = column - 10;
    const left = (k) => first + k * column + 10;
    const line = (i) => CAP + i * STEP;
    const chip = (k, y, v, was, text, tone) => ({ k, y, text, tone, fate: fate(v, was) });
    const all = [
      ...moved.map((v, i) => chip(0, line(i), v, v, storedText(v), "smx-logit")),
      ...e.map((v, i) => chip(1, line(i), v, 1, storedText(v), "smx-name")),
      chip(1, sumLine + 6, total, 1, storedText(total), "smx-name"),
      ...p.map((v, i) =>
        chip(
          2,
          line(i),
          v,
          e[i] === 0 ? 0 : 1,
          Number.isNaN(v) ? "nan" : roughText(v),
          "smx-number",
        )
      ),
    ];
    const glyph = { inf: "∞ inf", nan: "? nan", zero: "0", fine: undefined };
    heads([
      { x: 0, text: fmt },
      { x: left(0), text: stable ? "score − max" : "score" },
      { x: left(1), text: stable ? "e to that" : wide ? "e to the score" : "e^score" },
      { x: left(2), text: "share" },
    ]);
    names([
      ...called.map((text, i) => ({ y: line(i) + 18, text, x: 0 })),
      { y: sumLine + 24, text: "sum", x: left(0) + width, "text-anchor": "end" },
    ]);
    chips(all.map((it) => ({
      x: left(it.k),
      y: it.y,
      width,
      class: `smx-chip smx-${it.fate}`,
    })));
    bars(p.map((v, i) => ({
      x: left(2),
      y: line(i) + CHIP - 4,
      width: Number.isNaN(v) ? 0 : v * width,
    })));
    texts(all.map((it) => ({
      x: left(it.k) + width / 2,
      y: it.y + 17,
      text: glyph[it.fate] ?? it.text,
      class: it.fate === "fine" ? `smx-stored ${it.tone}` : "smx-stored smx-warn smx-loud",
    })));
    set(rule, { d: `M${left(1)},${crisp(sumLine)}H${left(1) + width}` });

    // The axis: powers of ten around the largest exponential, as exact arithmetic has them.
    const power = moved.map((v) => v / SHARE);
    const sum = logsumexp(moved) / SHARE;
    const low = max(power) - 0.6 * DECADES;
    const px = (d) => 10 + ((d - low) / DECADES) * (paper.width - 20);
    const { max: most, tiny } = limitsOf(fmt);
    const roof = Math.log10(most);
    const floor = Math.log10(tiny / 2);
    const x0 = clamp(px(floor), 0, paper.width);
    const x1 = clamp(px(roof), 0, paper.width);
    const lanes = axis + (n + 1) * LANE;
    set(band, { x: x0, y: axis, width: Math.max(x1 - x0, 0), height: lanes - axis });
    walls([
      { x: 0, width: x0, y: axis, height: lanes - axis },
      { x: x1, width: paper.width - x1, y: axis, height: lanes - axis },
    ]);
    edges(
      [x0, x1].filter((x) => x > 0 && x < paper.width)
        .map((x) => ({ d: `M${crisp(x)},${axis - 4}V${lanes + 4}` })),
    );
    const places = [...power, sum];
    const at = places.map((d) => clamp(px(d), 8, paper.width - 8));
    const lost = places.map((d) => d > roof || d < floor);
    marks(at.map((cx, i) => ({
      cx,
      cy: axis + (i + 0.5) * LANE,
      class: lost[i] ? "smx-outlier" : i === n ? "smx-sum" : "smx-power",
    })));
    ticks(
      times(DECADES + 1, (i) => Math.ceil(low) + i)
        .filter((d) => px(d) > 16 && px(d) < paper.width - 16)
        .map((d) => ({ x: px(d), y: lanes + 16, text: tenTo(d) })),
    );
    const flip = (x) => x > paper.width - 64;
    notes([
      ...at.map((x, i) => ({
        x: x + (flip(x) ? -10 : 10),
        y: axis + (i + 0.5) * LANE + 5,
        text: i === n ? "sum" : called[i],
        "text-anchor": flip(x) ? "end" : undefined,
        class: lost[i] ? "smx-warn smx-over" : "smx-over",
      })),
      {
        x: clamp(x1, 170, paper.width),
        y: end - 6,
        text: `largest: ${storedText(most, 3)}${x1 < paper.width ? "" : " →"}`,
        "text-anchor": "end",
        class: "",
      },
      { x: left(2), y: sumLine + 24, text: "", class: "", "text-anchor": undefined },
      {
        x: 0,
        y: end - 6,
        text: x0 > 0 ? "rounds to 0" : "",
        class: "",
        "text-anchor": undefined,
      },
    ]);
    return { stored };
  };
}

function buildBreak(ui) {
  const { end } = parts(3);
  const paper = pane(ui, { narrow: [334, end], wide: [646, end] });
  const draw = drawBreak(paper);
  const level = rangeSlider(ui, {
    label: "added to every score: c",
    min: 0,
    max: 64, // as the levels are many
    step: 1,
    put: (i) => ({ c: clamp(view.levels[i], -2000, 2000) }),
  });
  const marks = h("div", { class: "smx-marks", "aria-hidden": "true" });
  level.node.append(marks);
  const shift = checkBox(ui, "subtract the maximum first", "stable");
  const reason = h("p", { class: "smx-why", "aria-hidden": "true" });
  ui.controls.append(reason, level.node, shift.node);
  let form = "";
  let view;
  const list = (values, write) => values.map((v, i) => `${view.called[i]} ${write(v)}`).join(", ");
  const inWords = () =>
    `exponentials ${list(view.e, (v) => storedText(v))}, sum ${storedText(view.total)}; shares ${
      list(view.p, (v) => Number.isNaN(v) ? "nan" : roughText(v))
    }${view.reason ? `: ${view.reason}` : ""}`;

  return {
    python: formatInPython,
    draw({ z, c, stable, fmt, labels }) {
      const found = softmaxIn(fmt, z.map((v) => v + c), stable);
      view = { ...found, z, c, stable, fmt, called: classNames(labels, z.length) };
      view.reason = why(view);
      const { levels, marked } = levelsFor(z, fmt);
      view.levels = levels;
      const wanted = `${z.length}|${labels}|${fmt}|${levels[0]}|${levels.at(-1)}`;
      if (form !== wanted) {
        const head = ["word", "score", "stored", "in the exponent", "exponential", "share"];
        ui.table("Softmax in one format", head, formatRows(ui, view.called));
        set(level.input, { max: levels.length - 1 });
        marks.replaceChildren(
          ...marked.filter((c) => levels.includes(c)).map((c) => {
            const node = h("span", {}, givenText(c));
            node.style.setProperty("--at", levels.indexOf(c) / (levels.length - 1));
            return node;
          }),
        );
      }
      form = wanted;
      paper.resize(parts(z.length).end);
      draw(view);
      const near = levels.map((v) => Math.abs(v - c));
      level.show(near.indexOf(Math.min(...near)), `c = ${givenText(c)}`, ` = ${givenText(c)}`);
      shift.show(stable);
      reason.textContent = view.reason || "every step fits";
      set(reason, { "data-bad": Boolean(view.reason) });
      paper.label(`Softmax in ${fmt}, step by step, with c = ${givenText(c)}: ${inWords()}.`);
      const { stored, moved, e, total, p } = view;
      z.forEach((v, i) =>
        ui.show({
          [`z${i}`]: v,
          [`s${i}`]: stored[i],
          [`i${i}`]: moved[i],
          [`e${i}`]: e[i],
          [`p${i}`]: p[i],
        })
      );
      ui.show({ total });
    },
    sentence: () => `c = ${givenText(view.c)}: ${inWords()}.`,
  };
}

const broken = (z, fmt) => (c) => [`c = ${givenText(c)}`, { z, c, fmt, stable: false }];

export const breaking = {
  title: "Softmax, step by step",
  build: buildBreak,
  presets: [
    ["float32", [0, 86.7, 86.8, 100, -104, -105.5].map(broken([2, 1, 0.1], "float32"))],
    ["float16", [0, 8.8, 9.2].map(broken([2, 1, 0.1], "float16"))],
    ["bfloat16", [0, 100].map(broken([2, 1, 0.1], "bfloat16"))],
  ],
};
