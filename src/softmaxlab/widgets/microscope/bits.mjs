/**
 * The view "bits": how a format stores one number. Each bit is a button that flips it. Above them the
 * number's neighbours, and where between them the number lies that was asked for.
 */
import { button, radioGroup } from "../kit/controls.mjs";
import { crisp, pane, pool } from "../kit/drawing.mjs";
import { bitsOf, FORMATS, fromBits, gapAt, store } from "../kit/formats.mjs";
import { h, s, set } from "../kit/nodes.mjs";
import { literal } from "../kit/number_text.mjs";
import { clamp } from "../kit/smath.mjs";
import { gapAfter, storedText } from "./glass.mjs";

const LARGE = 1e300; // what the trait takes

/** The program that computes every number of a state. */
const bitsInPython = ({ x, fmt }) =>
  (fmt === "bfloat16"
    ? [
      "import torch  # NumPy has no bfloat16",
      "",
      `x = ${literal(x)}`,
      "kind = torch.tensor(x, dtype=torch.float64).to(torch.bfloat16)",
      "stored = kind.item()",
      "following = (kind.view(torch.int16) + 1).view(torch.bfloat16)",
      "gap = abs(following.item() - stored)",
    ]
    : [
      "import numpy as np",
      "",
      `x = ${literal(x)}`,
      'with np.errstate(over="ignore", invalid="ignore"):',
      `    kind = np.${fmt}(x)`,
      "    gap = float(np.spacing(abs(kind)))",
      "stored = float(kind)",
    ]).concat([
      "error = stored - x",
      'print(f"{stored:.17g}", gap, error)',
      "",
    ]).join("\n");

function drawPlace(paper) {
  const { svg } = paper;
  const line = s("path", { class: "smx-axis" }, svg);
  const ticks = pool(svg, "path", { class: "smx-axis" });
  const texts = pool(svg, "text", { "text-anchor": "middle" });
  const asked = s("path", { class: "smx-arrow" }, svg);
  const dot = s("circle", { class: "smx-power", r: 6 }, svg);

  return ({ x, stored, gap, digits }) => {
    const middle = paper.width / 2;
    const unit = paper.width * 0.34;
    const base = 54;
    const fits = Number.isFinite(stored);
    const below = fits ? [stored - gap, stored, stored + gap] : [];
    const px = (v) => clamp(middle + ((v - stored) / gap) * unit, 8, paper.width - 8);
    set(line, { d: `M0,${crisp(base)}H${paper.width}`, display: fits ? undefined : "none" });
    ticks(below.map((v) => ({ d: `M${crisp(px(v))},${base - 8}v16` })));
    texts([
      ...below.map((v, i) => ({
        x: px(v),
        y: base + 26,
        text: storedText(v, digits),
        class: i === 1 ? "smx-logit" : "",
      })),
      {
        x: clamp(fits ? px(x) : middle, 60, paper.width - 60),
        y: 20,
        text: fits && stored !== x ? "asked for" : fits ? "stored exactly" : "beyond the largest",
        class: fits ? "smx-number" : "smx-warn",
      },
      { x: middle, y: base + 4, text: fits ? "" : storedText(stored), class: "smx-warn" },
    ]);
    const at = fits ? px(x) : middle;
    set(asked, { d: `M${at - 1},${base - 28}h2v18h-2z`, display: fits ? undefined : "none" });
    set(dot, { cx: middle, cy: base, display: fits ? undefined : "none" });
  };
}

function buildBits(ui) {
  const paper = pane(ui, { narrow: [334, 92], wide: [646, 92] });
  const draw = drawPlace(paper);
  const places = h("div", { class: "smx-bits", role: "group", "aria-label": "bits" });
  const legend = h("p", { class: "smx-why", "aria-hidden": "true" });
  const names = ["bfloat16", "float16", "float32"];
  const which = radioGroup(ui, "", "fmt", names.map((name) => [name, name]));
  ui.controls.append(legend, places, which.node);
  ui.table("One number", ["what", "value"], [
    ["asked for", ui.output("x", "size")],
    ["stored", ui.output("stored", "size")],
    ["gap to the next number", ui.output("gap", "size")],
    ["rounding error", ui.output("error", "size")],
  ]);
  let view;
  let keys = [];

  function flip(i) {
    const flipped = [...view.text].map((bit, k) => (k === i ? String(1 - bit) : bit)).join("");
    const x = fromBits(flipped, view.fmt);
    if (Math.abs(x) <= LARGE) ui.put({ x });
    else {
      ui.complain(
        `With that bit the number would be ${storedText(x)}: an exponent of ones alone means ${
          Number.isNaN(x) ? "inf, and with a fraction nan" : "inf or nan"
        }.`,
      );
    }
  }

  function fill(count) {
    keys = Array.from({ length: count }, (_, i) => button("0", {}, () => flip(i)));
    places.replaceChildren(...keys);
  }

  return {
    python: bitsInPython,
    draw({ x, fmt }) {
      const stored = store(x, fmt);
      const { sign, exponent, fraction } = bitsOf(stored, fmt);
      const text = sign + exponent + fraction;
      const gap = gapAt(stored, fmt);
      const digits = Math.min(Math.ceil(FORMATS[fmt].digits * 0.302) + 2, 11);
      view = { x, fmt, stored, gap, text, digits };
      if (keys.length !== text.length) fill(text.length);
      keys.forEach((key, i) => {
        const part = i === 0 ? "sign" : i > exponent.length ? "fraction" : "exponent";
        const nth = i === 0 ? "" : ` ${i > exponent.length ? i - exponent.length : i}`;
        if (key.textContent !== text[i]) key.textContent = text[i];
        set(key, {
          class: `smx-button smx-flip smx-of-${part}`,
          "aria-label": `${part}${nth}: ${text[i]}`,
          "aria-pressed": String(text[i] === "1"),
        });
      });
      const power = parseInt(exponent, 2) - FORMATS[fmt].high;
      const meaning = !Number.isFinite(stored)
        ? "all ones, for inf"
        : stored === 0
        ? "all zeros, for 0"
        : parseInt(exponent, 2) === 0
        ? "subnormal"
        : `2 to the ${String(power).replace("-", "\u2212")}`;
      legend.textContent =
        `sign, ${exponent.length} exponent bits: ${meaning}; ${fraction.length} fraction bits`;
      draw(view);
      which.show(fmt);
      paper.label(
        `${storedText(x, 9)} in ${fmt}: stored as ${storedText(stored, 11)}; the next number is ${
          storedText(gap)
        } away.`,
      );
      ui.show({ x, stored, gap: gapAfter(stored, fmt), error: stored - x });
    },
    sentence: () =>
      `${view.fmt} stores ${storedText(view.x, 9)} as ${storedText(view.stored, 11)}; gap ${
        storedText(view.gap)
      }.`,
  };
}

const stored = (x, label = String(x)) =>
  ["bfloat16", "float16", "float32"].map((fmt) => [
    fmt,
    { x, fmt },
  ]).map(([name, traits]) => [`${label} in ${name}`, traits]);

export const bitwise = {
  title: "One number and its bits",
  build: buildBits,
  presets: [
    ["0.1", stored(0.1)],
    ["1001", stored(1001)],
    ["2049", stored(2049)],
    ["65519", stored(65519)],
    ["65520", stored(65520)],
    ["10⁻⁷", stored(1e-7, "10⁻⁷")],
  ],
};
