/**
 * The view "middle": a bar for each word, and a slider for the temperature. Each bar leaves a trail
 * from the lowest to the highest place that its top has been, so a middle word that rises and then
 * falls shows how high it was; where that is above its share of equal ones, a bracket says so.
 */
import { crisp, pool } from "../kit/drawing.mjs";
import { s, set } from "../kit/nodes.mjs";
import { roughText } from "../kit/number_text.mjs";
import { max, softmax } from "../kit/smath.mjs";
import { temperatureLabel, TEMPERATURES } from "../kit/temperatures.mjs";
import { inWords, lesson, scoreText, trio } from "./lesson.mjs";

const EDGE = 34; // margins, in pixels
const CEILING = 20;
const FLOOR_ROWS = 42;
const MOST = 25; // more are dots

/**
 * Where the tops of the bars have been: `[lowest, highest]` for each. Between two temperatures a
 * top passes through all heights between them, however fast the slider was.
 */
function trails() {
  let key = "";
  let last;
  let marks = [];
  return {
    clear() {
      key = "";
    },
    follow(z, T) {
      const same = key === String(z);
      const [low, high] = [Math.min(last, T), Math.max(last, T)];
      const passed = same && T !== last ? TEMPERATURES.filter((t) => t > low && t < high) : [];
      const shares = [T, ...passed].map((t) => softmax(z, t));
      marks = z.map((_, i) => {
        const seen = [...shares.map((p) => p[i]), ...(same ? marks[i] : [])];
        return [Math.min(...seen), max(seen)];
      });
      [key, last] = [String(z), T];
      return marks;
    },
  };
}

const twoDigits = (p) => p.toFixed(2);

function drawBars(pane, bracketed) {
  const { svg } = pane;
  const levels = pool(svg, "path", { class: "smx-grid" });
  const uniform = s("path", { class: "smx-curve smx-limits" }, svg);
  const heights = pool(svg, "text", { x: EDGE - 8, "text-anchor": "end", dy: "0.35em" });
  const paths = pool(svg, "rect", { class: "smx-part" });
  const solid = pool(svg, "rect", { class: "smx-bar" });
  const lows = pool(svg, "path", { class: "smx-cut" });
  const highs = pool(svg, "path", { class: "smx-ghost smx-c" });
  const peaks = pool(svg, "text", { "text-anchor": "middle" });
  const brackets = pool(svg, "path", { class: "smx-bracket" });
  const names = pool(svg, "text", { class: "smx-word", "text-anchor": "middle" });
  const scores = pool(svg, "text", { class: "smx-logit" });
  const shares = pool(svg, "text", { class: "smx-number" });

  return ({ z, p, marks, called }) => {
    const right = pane.width - 4;
    const column = (right - EDGE) / z.length;
    const named = column >= 54; // else there is no room for words and numbers
    const paired = column >= 130; // score and probability side by side
    const base = pane.height - (named ? FLOOR_ROWS + (paired ? 0 : 18) : 26);
    const y = (v) => base - v * (base - CEILING);
    const w = Math.max(3, Math.min(Math.round(column * 0.6), 112));
    const middle = (i) => EDGE + column * (i + 0.5);
    const x = (i) => Math.round(middle(i) - w / 2);
    const across = (v) => `M${EDGE},${crisp(y(v))}H${right}`;
    const each = (item) => (named ? z.map((_, i) => item(i)) : []);
    const over = named ? 6 : 1;
    const dot = z.length > MOST && Math.max(w, 4);

    levels([{ d: across(0) }, { d: across(1) }]);
    set(uniform, { d: across(1 / z.length) });
    heights(
      [[0, "0"], [1 / z.length, z.length < 10 ? `1/${z.length}` : ""], [1, "1"]].map((
        [v, text],
      ) => ({
        y: y(v),
        text,
      })),
    );
    paths(marks.map(([low, high], i) => ({
      x: x(i),
      width: w,
      y: y(high),
      height: y(low) - y(high),
    })));
    solid(
      p.map((v, i) => ({
        x: x(i),
        width: w,
        y: dot ? y(v) - dot / 2 : y(v),
        height: dot || base - y(v),
      })),
    );
    lows(marks.map(([low], i) => ({ d: low < p[i] ? `M${x(i)},${y(low)}h${w}` : "" })));
    highs(marks.map(([, high], i) => ({
      d: high > p[i] ? `M${x(i) - over},${y(high)}h${w + 2 * over}` : "",
    })));
    const top = max(z);
    const equal = 1 / z.length;
    const overshoots = z.map((v, i) => bracketed && v < top && marks[i][1] > equal + 5e-4);
    peaks(each((i) => ({
      x: middle(i),
      y: y(marks[i][1]) - 5,
      class: overshoots[i] ? "smx-halo smx-name" : "smx-halo",
      text: overshoots[i]
        ? `${roughText(marks[i][1])}, above 1/${z.length}`
        : twoDigits(marks[i][1]) > twoDigits(p[i])
        ? roughText(marks[i][1])
        : "",
    })));
    brackets(each((i) => ({
      d: overshoots[i] ? `M${x(i) + w + 5},${y(equal)}h6V${y(marks[i][1])}h-6` : "",
    })));
    names(each((i) => ({ x: middle(i), y: base + 19, text: called[i] })));
    const [apart, anchor] = paired ? [5, "end"] : [0, "middle"];
    scores(
      named
        ? z.map((v, i) => ({
          x: middle(i) + (paired ? 14 - apart : 0),
          y: base + 38,
          text: `score ${scoreText(v)}`,
          "text-anchor": anchor,
        }))
        : [0, z.length - 1].map((i) => ({
          x: i ? right : EDGE,
          y: base + 19,
          text: `score ${scoreText(z[i])}`,
          "text-anchor": i ? "end" : "start",
        })),
    );
    const tallest = p.indexOf(max(p));
    const late = tallest > z.length / 2;
    shares(
      named
        ? p.map((v, i) => ({
          x: middle(i) + (paired ? 14 + apart : 0),
          y: base + (paired ? 38 : 56),
          text: roughText(v),
          "text-anchor": paired ? "start" : "middle",
        }))
        : [{
          x: x(tallest) + (late ? w : 0),
          y: y(p[tallest]) - 6,
          text: roughText(p[tallest]),
          "text-anchor": late ? "end" : "start",
        }],
    );
  };
}

/**
 * Bars of the probabilities, and marks on the way of each; the name of the marks, if they tell; and
 * whether a mark above the share of equal ones gets a bracket.
 */
const barsWith = (marksOf, caption, marked, bracketed, reset) =>
  lesson({
    size: { narrow: [334, 230], wide: [646, 230] },
    caption: "Probability",
    drawing: (_, pane) => drawBars(pane, bracketed),
    more: (view, passing) => ({ marks: marksOf(view, passing) }),
    lines: () => ["print(p)"],
    hint: (view) => marked(view) ? caption : "",
    told: (view) =>
      `Bars of the probabilities at T = ${temperatureLabel(view.T)}: ${inWords(view)}. ` +
      `A dashed line stands at 1/${view.z.length}.${marked(view)}`,
    reset,
  });

const reached = ({ called, marks }, words) =>
  ` ${words}: ${
    called.slice(0, 8).map((name, i) => `${name} ${roughText(marks[i][1])}`).join(", ")
  }.`;

export const middle = {
  title: "One temperature",
  build(ui) {
    const trail = trails();
    let marks = [];
    const follow = ({ z, T }, passing) => passing ? marks : (marks = trail.follow(z, T));
    const marked = (view) =>
      view.marks.some(([low, high]) => high > low) ? reached(view, "Highest so far") : "";
    return barsWith(follow, "faint: where each top has been", marked, true, trail.clear)(ui);
  },
  presets: [trio([2, 1, -3]), trio([2, 1, 0.1]), trio([5, 4, -9])],
};

/** The view "bars": the same without trails; the tops at T = 1 are outlined. */
export const plainBars = {
  title: "Bars at temperature T",
  build: barsWith(
    ({ z }) => softmax(z).map((v) => [v, v]),
    "outlined: at T = 1",
    (view) => view.T === 1 ? "" : reached(view, "Outlined, at T = 1"),
  ),
  presets: [trio([2, 1, 0.1]), trio([2, 3, 8]), trio([10, 9, 0])],
};
