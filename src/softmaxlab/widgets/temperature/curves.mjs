/**
 * The view "curves": the probability of every word as a curve over the temperature, with a dot on
 * each at the temperature of now, and above them the scores on a line, with their mean: a word
 * whose score is below it rises with the temperature, and one above it falls.
 */
import { crisp, levels, pool } from "../kit/drawing.mjs";
import { s, set } from "../kit/nodes.mjs";
import { roughText } from "../kit/number_text.mjs";
import { clamp, max, softmax, sum } from "../kit/smath.mjs";
import { temperatureLabel } from "../kit/temperatures.mjs";
import { curvePath, temperatureAxis, temperatureHandle, TRACK } from "./axis.mjs";
import { apart, inWords, lesson, LETTER, minus, named, scoreText, short, trio } from "./lesson.mjs";

const ASIDE = 84; // right of the axis, for words
const STEM = 14; // from the axis to the words
const UPPER = 74; // of the curves, below the line of scores
const BEAM = 26; // where that line is
const TWO_LINES = 5; // more words than this have no numbers beside them
const NAMED_MOST = 8; // and more than this are not named

/** Which way the probabilities go when T grows: up, down, or neither. */
const trend = ({ z, T, mean }) =>
  z.map((v) => (T > 0 && T < Infinity ? Math.sign(Number((mean - v).toPrecision(9))) : 0));

/** The scores on a line, and their mean. */
function drawBeam(svg) {
  const beam = s("path", { class: "smx-axis" }, svg);
  const ticks = pool(svg, "path", { class: "smx-step" });
  const threads = pool(svg, "path", { class: "smx-ghost" });
  const scores = pool(svg, "text", { class: "smx-logit", y: BEAM + 27, "text-anchor": "middle" });
  const mark = s("path", { class: "smx-arrow" }, svg);
  const words = pool(svg, "text", { class: "smx-number", y: 11, "text-anchor": "middle" });

  return ({ z, mean, labels, called }, width) => {
    const [lo, hi] = [-max(z.map((v) => -v)), max(z)];
    const x = (v) => 30 + ((v - lo) / (hi - lo || 1)) * (width - 60);
    const wide = (texts) => max(texts.map((text) => text.length)) * LETTER;
    const bare = z.map(scoreText);
    const full = bare.map((text, i) => `${called[i]} ${text}`);
    const worded = labels.length === z.length && wide(full) * z.length < width;
    const texts = worded ? full : bare;
    const gap = wide(texts);
    const at = apart(z.map(x), gap, gap / 2, width - gap / 2);
    const few = z.length <= NAMED_MOST;
    set(beam, { d: `M8,${crisp(BEAM)}H${width - 8}` });
    ticks(z.map((v) => ({ d: `M${x(v)},${BEAM - 4}v9` })));
    threads(few ? z.map((v, i) => ({ d: `M${x(v)},${BEAM + 6}L${at[i]},${BEAM + 14}` })) : []);
    scores(few ? texts.map((text, i) => ({ x: at[i], text })) : []);
    set(mark, { d: `M${x(mean)},${BEAM - 1}l-6,-9h12z` });
    const text = `mean score ${meanText(mean)}`;
    const half = (text.length * LETTER) / 2 + 2;
    words([{ x: clamp(x(mean), half, width - half), text }]);
  };
}

function drawCurves(ui, pane) {
  const { svg } = pane;
  const beam = drawBeam(svg);
  const level = levels(svg, TRACK - 12);
  const uniform = s("path", { class: "smx-curve smx-limits" }, svg);
  const lines = pool(svg, "path", {});
  const guide = s("path", { class: "smx-guide" }, svg);
  const leaders = pool(svg, "path", { class: "smx-ghost" });
  const ticks = pool(svg, "text", { "text-anchor": "middle" });
  const names = pool(svg, "text", { class: "smx-name" });
  const shares = pool(svg, "text", { class: "smx-number" });
  const handle = temperatureHandle(ui, pane);
  const dots = pool(svg, "circle", { class: "smx-second", r: 4, "pointer-events": "none" });
  let drawn = "";

  return (view) => {
    const { z, T, p, called, second, ways } = view;
    const right = pane.width - ASIDE;
    const base = pane.height - 26;
    const y = (v) => base - v * (base - UPPER);
    const axis = temperatureAxis(TRACK, right);
    const here = axis.x(T);
    const key = `${z}|${pane.width}`;
    beam(view, pane.width);
    if (key !== drawn) {
      drawn = key;
      const cache = new Map();
      const chances = (t) => cache.get(t) ?? cache.set(t, softmax(z, t)).get(t);
      lines(z.map((_, i) => ({
        d: curvePath(axis, (t) => y(chances(t)[i])),
        class: i === second ? "smx-curve" : "smx-ghost smx-c",
      })));
      const third = z.length < 10 ? `1/${z.length}` : "";
      level(right, [[base, "0"], [y(1 / z.length), third], [y(1), "1"]]);
      set(uniform, { d: `M${TRACK - 12},${crisp(y(1 / z.length))}H${right}` });
    }
    set(guide, { d: `M${here},${y(1)}V${base}` });

    // The temperature of now, and as many others as have room beside it.
    const taken = [[here, 44]];
    const free = [0, Infinity, 1, 5, 0.5, 2, 10].filter((t) => {
      const x = axis.x(t);
      const fits = taken.every(([other, gap]) => Math.abs(other - x) >= gap);
      if (fits) taken.push([x, 19]);
      return fits;
    });
    ticks([
      { x: here, y: base + 20, class: "smx-name", text: `T = ${temperatureLabel(T)}` },
      ...free.map((t) => ({ x: axis.x(t), y: base + 20, class: "", text: temperatureLabel(t) })),
    ]);

    const spots = z.length > NAMED_MOST ? [] : p;
    const tall = z.length <= TWO_LINES;
    const pitch = tall ? 34 : 18;
    const at = apart(spots.map(y), pitch, UPPER - 20 + pitch / 2, base + 30 - pitch / 2);
    const edge = right + STEM;
    const arrow = (i) => [" ↓", "", " ↑"][ways[i] + 1];
    leaders(spots.map((v, i) => ({ d: `M${here},${y(v)}H${right}L${edge - 4},${at[i]}` })));
    names(spots.map((_, i) => ({
      x: edge,
      y: at[i] + (tall ? -3 : 5),
      text: tall ? short(called[i], 8) : short(called[i], 7) + arrow(i).trim(),
    })));
    shares(spots.map((v, i) => ({
      x: edge,
      y: at[i] + 14,
      text: tall ? roughText(v) + arrow(i) : "",
    })));
    dots(p.map((v, i) => ({ cx: here, cy: y(v), r: i === second ? 0 : 4 })));
    handle(axis, here, y(p[second]), [TRACK - 12, UPPER - 8, right - TRACK + 24, base - UPPER]);
  };
}

const meanText = (mean) => minus(mean.toFixed(2));

/** The best of those that are not the best; the first if all are. */
function runnerUp(z) {
  const below = z.filter((v) => v < max(z));
  return below.length ? z.indexOf(max(below)) : 0;
}

export const curves = {
  title: "Every temperature at once",
  build: lesson({
    size: { narrow: [334, 300], wide: [646, 300] },
    caption: "Scores, and probabilities (↑↓ with T)",
    beside: ASIDE,
    drawing: drawCurves,
    more(view) {
      const mean = sum(view.z.map((v, i) => v * view.p[i]));
      return {
        mean,
        called: named(view),
        second: runnerUp(view.z),
        ways: trend({ ...view, mean }),
      };
    },
    total: ["mean score", "mean", "nats", ({ mean }) => mean],
    lines: () => ["mean = (p * z).sum()", "print(p, mean)"],
    hint: () => "",
    told: (view) =>
      `Curves of the probabilities over the temperature; at T = ${temperatureLabel(view.T)}: ` +
      `${inWords(view)}. The mean score is ${meanText(view.mean)}` +
      `${
        view.z.length > NAMED_MOST ? "" : `; ${goes(view)}`
      }. A dashed line stands at 1/${view.z.length}.`,
  }),
  presets: [trio([10, 9, 0]), trio([2, 1, -3]), trio([2, 1, 0.1])],
};

const goes = ({ called, ways }) =>
  ways.map((way, i) => `${called[i]} ${["falls", "stays", "rises"][way + 1]}`).join(", ");
