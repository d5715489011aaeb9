/**
 * The view "points": the scores over the temperature as points on the exponential curve, in units of
 * the tallest. In these units the curve never changes: only the gaps to the tallest do, and the
 * numbers z/T below the curve.
 */
import { crisp, levels, pool } from "../kit/drawing.mjs";
import { s, set } from "../kit/nodes.mjs";
import { format, roughText } from "../kit/number_text.mjs";
import { clamp, max, times } from "../kit/smath.mjs";
import { temperatureLabel } from "../kit/temperatures.mjs";
import { apart, inWords, lesson, LETTER, minus, named, short, trio } from "./lesson.mjs";

const RULE = 34; // margins, in pixels
const ROOF = 16;
const TICKS = 20; // numbers below the curve
const ROWS = TICKS + 84; // and words and numbers, or one line where there is no room for them
const ROW = TICKS + 24;
const LEAST = 58; // for a word and its numbers
const REACH = 5; // how far below the tallest the window goes
const LARGE = 1e4; // from here on, whole numbers would be too long
const STEPS = times(41, (i) => (i / 40) * REACH);

function ratioText(x) {
  const size = Math.abs(x);
  return size < 100 ? minus(x.toFixed(2)) : size < 1e5 ? minus(x.toFixed(1)) : format(x, "size");
}

function drawPoints(_, pane) {
  const { svg } = pane;
  const level = levels(svg, RULE);
  const curve = s("path", { class: "smx-curve" }, svg);
  const stems = pool(svg, "path", { class: "smx-guide" });
  const threads = pool(svg, "path", { class: "smx-ghost" });
  const dots = pool(svg, "circle", { class: "smx-second", r: 4.5 });
  const gone = pool(svg, "path", { class: "smx-arrow" });
  const ticks = pool(svg, "text", { "text-anchor": "middle" });
  const heads = pool(svg, "text", {});
  const names = pool(svg, "text", { class: "smx-name", "text-anchor": "middle" });
  const ratios = pool(svg, "text", { class: "smx-logit", "text-anchor": "middle" });
  const shares = pool(svg, "text", { class: "smx-number", "text-anchor": "middle" });

  return ({ z, T, p, below, heights, called }) => {
    const right = pane.width - 26;
    const left = RULE + 30; // what is lower than the window stands before it
    const room = z.length <= Math.min(8, (pane.width - RULE) / LEAST);
    const base = pane.height - (room ? ROWS : ROW);
    const x = (d) => d > REACH ? RULE + 10 : right - (d / REACH) * (right - left);
    const y = (v) => base - v * (base - ROOF);
    const at = below.map(x);
    const longest = max(called.map((word) => word.length));
    const gap = room ? clamp(longest * LETTER, LEAST, (pane.width - RULE) / z.length) : 0;
    const columns = apart(at, gap, RULE + gap / 2, pane.width + 3 - gap / 2);
    const each = (item) => (room ? z.map((_, i) => item(i)) : []);

    level(right + 26, [[base, "0"], [y(0.5), "½"], [y(1), "1"]]);
    set(curve, { d: `M${STEPS.map((d) => `${x(d)},${y(Math.exp(-d)).toFixed(1)}`).join("L")}` });
    stems(at.map((px, i) => ({ d: `M${px},${crisp(base)}V${y(heights[i])}` })));
    dots(at.map((cx, i) => ({ cx, cy: y(heights[i]), r: below[i] > REACH ? 0 : 4.5 })));
    const off = z.filter((_, i) => below[i] > REACH).length;
    gone(off ? [{ d: `M${x(Infinity) - 6},${base}l10,-5v10z` }] : []);
    const most = max(z) / T; // at the right end
    const whole = Math.abs(most) < LARGE ? times(REACH + 1, (i) => Math.floor(most) - i) : [];
    ticks(
      whole.filter((v) => most - v <= REACH).map((v) => ({
        x: x(most - v),
        y: base + 18,
        text: minus(String(v)),
      })),
    );
    threads(
      each((i) => ({ d: `M${at[i]},${base + TICKS + 3}L${columns[i]},${base + TICKS + 14}` })),
    );
    const rows = [32, 53, 74].map((row) => base + TICKS + row);
    heads([
      ...(off ? [{ x: RULE + 4, y: base - 12, text: `${off} farther left` }] : []),
      ...(room ? [{ x: 0, y: rows[1], text: "z/T" }, { x: 0, y: rows[2], text: "p" }] : [{
        x: RULE,
        y: base + TICKS + 18,
        text: `${z.length} points; the largest p is ${roughText(max(p))}`,
      }]),
    ]);
    names(each((i) => ({ x: columns[i], y: rows[0], text: short(called[i], gap / LETTER) })));
    ratios(each((i) => ({ x: columns[i], y: rows[1], text: ratioText(z[i] && z[i] / T) })));
    shares(each((i) => ({ x: columns[i], y: rows[2], text: roughText(p[i]) })));
  };
}

export const points = {
  title: "Scores on the exponential",
  build: lesson({
    size: { narrow: [334, 282], wide: [646, 292] },
    caption: "Height, in units of the tallest",
    drawing: drawPoints,
    more(view) {
      const { z, T, p } = view;
      const top = max(z);
      const below = z.map((v) => (v === top ? 0 : (top - v) / T));
      return { called: named(view), below, heights: p.map((v) => v / max(p)) };
    },
    columns: ({ heights }) => [["height", "h", "p", "h", heights]],
    total: ["spread", "spread", "size", ({ below, T }) => (T > 0 ? max(below) : undefined)],
    lines: ({ T }) => [
      "h = p / p.max()  # heights, in units of the tallest",
      ...(Number(T) === 0 ? [] : ["spread = np.ptp(z) / T"]),
      "print(p, h)",
    ],
    hint: ({ below }) => `spread ${ratioText(max(below))}`,
    told: (view) =>
      `Points on the exponential curve, in units of the tallest, at T = ${
        temperatureLabel(view.T)
      }` +
      `; their spread is ${ratioText(max(view.below))}. Probabilities: ${inWords(view)}.`,
  }),
  presets: [trio([2, 1, 0.1]), trio([102, 101, 100.1]), trio([2, 3, 8])],
};
