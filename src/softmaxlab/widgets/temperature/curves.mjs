/**
 * The view "curves": the probability of every word as a curve over the temperature, with a dot on
 * each at the temperature of now. The curve of the runner-up is the one to drag: it rises as long as
 * its score is below the mean score, and then falls.
 */
import { crisp, levels, pool } from "../kit/drawing.mjs";
import { s, set } from "../kit/nodes.mjs";
import { roughText } from "../kit/number_text.mjs";
import { max, softmax, sum } from "../kit/smath.mjs";
import { temperatureLabel } from "../kit/temperatures.mjs";
import { CURVE, curvePaths, temperatureAxis, temperatureHandle } from "./axis.mjs";
import { apart, inWords, lesson, LETTER, minus, named, short, trio } from "./lesson.mjs";

const MARGIN = 34; // on the left, in pixels
const LINE = 17; // of text
const ASIDE = 16; // from a dot to its words

/** Which way the probabilities go when T grows: up, down, or neither. */
const trend = ({ z, T, mean }) =>
  z.map((v) => (T > 0 && T < Infinity ? Math.sign(Number((mean - v).toPrecision(9))) : 0));

function drawCurves(ui, pane) {
  const { svg } = pane;
  const level = levels(svg, MARGIN);
  const uniform = s("path", { class: "smx-curve smx-limits" }, svg);
  const ticks = pool(svg, "text", { "text-anchor": "middle" });
  const far = pool(svg, "path", { class: "smx-curve smx-limits" });
  const lines = pool(svg, "path", {});
  const guide = s("path", { class: "smx-guide" }, svg);
  const dots = pool(svg, "circle", { class: "smx-dot", r: 4.5 });
  const words = pool(svg, "text", { dy: "0.35em" });
  const handle = temperatureHandle(ui, pane);
  let drawn = "";

  return ({ z, T, p, called, second, ways }) => {
    const right = pane.width - 4;
    const base = pane.height - 30;
    const y = (v) => base - v * (base - 12);
    const axis = temperatureAxis(MARGIN, right);
    const here = axis.x(T);
    const key = `${z}|${pane.width}`;
    if (key !== drawn) {
      drawn = key;
      const allShares = new Map([0, ...CURVE, Infinity].map((t) => [t, softmax(z, t)]));
      const paths = z.map((_, i) => curvePaths(axis, (t) => y(allShares.get(t)[i])));
      lines(paths.map(([d], i) => ({ d, class: i === second ? "smx-curve" : "smx-ghost smx-c" })));
      far(paths.map(([, d]) => ({ d })));
      level(right, [[base, "0"], [y(1 / z.length), z.length < 10 ? `1/${z.length}` : ""], [
        y(1),
        "1",
      ]]);
      set(uniform, { d: `M${MARGIN},${crisp(y(1 / z.length))}H${right}` });
      ticks([0, 0.1, 1, 10, 100, Infinity].map((t) => ({
        x: axis.x(t),
        y: base + 20,
        text: `${t === 1 ? "T = " : ""}${temperatureLabel(t)}`,
      })));
    }
    set(guide, { d: `M${here},${y(1)}V${base}` });
    dots(p.map((v) => ({ cx: here, cy: y(v) })));
    const few = z.length <= 8;
    const shares = p.map((v, i) => `: ${roughText(v)}${[" ↓", "", " ↑"][ways[i] + 1]}`);
    // On the left of the dots where there is room: the hint of the handle is on the right.
    const letters = max(shares.map((share, i) => (called[i] + share).length));
    const flip = here - MARGIN - ASIDE > letters * LETTER || here > pane.width / 2;
    const room = ((flip ? here : pane.width - here) - ASIDE) / LETTER;
    const at = apart(p.map(y), LINE, 12, base - 9);
    words(
      few
        ? shares.map((share, i) => ({
          x: here + (flip ? -ASIDE : ASIDE),
          y: at[i],
          "text-anchor": flip ? "end" : "start",
          class: i === second ? "smx-number smx-halo" : "smx-name smx-halo",
          text: short(called[i], room - share.length) + share,
        }))
        : [],
    );
    handle(axis, here, y(p[second]), [MARGIN, 0, right - MARGIN, base]);
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
    size: { narrow: [334, 250], wide: [646, 270] },
    caption: "Probability (↑↓ with T)",
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
    hint: ({ mean }) => `mean score ${meanText(mean)}`,
    told: (view) =>
      `Curves of the probabilities over the temperature; at T = ${temperatureLabel(view.T)}: ` +
      `${inWords(view)}. The mean score is ${meanText(view.mean)}` +
      `${view.z.length > 8 ? "" : `; ${goes(view)}`}. A dashed line stands at 1/${view.z.length}.`,
  }),
  presets: [trio([10, 9, 0]), trio([2, 1, -3]), trio([2, 1, 0.1])],
};

const goes = ({ called, ways }) =>
  ways.map((way, i) => `${called[i]} ${["falls", "stays", "rises"][way + 1]}`).join(", ");
