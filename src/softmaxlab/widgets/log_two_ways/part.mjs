/**
 * The view "part": the loss of a word that the model thought unlikely, computed in two ways, as two
 * bars. They are equal until the probability is a few of the smallest steps that its format has.
 */
import { rangeSlider } from "../kit/controls.mjs";
import { crisp, hatching, pane, pool } from "../kit/drawing.mjs";
import { format, scientific } from "../kit/number_text.mjs";
import { times } from "../kit/smath.mjs";
import { numbersOfTwoWords, twoWords, twoWordsInPython } from "./ways.mjs";

const USUAL = 120; // where the axis ends; further for larger deficits
const BESIDE = 72; // right of it, for the numbers
const HEAD = 22;
const STRIDE = 62;
const THICK = 26;

/** A probability as a format keeps it. */
const kept = (p) => (p === 0 ? "0" : p < 1e-3 ? scientific(p) : p.toFixed(4));

const lossText = (loss) => (Number.isFinite(loss) ? loss.toFixed(3) : "∞");

/** What the probability is, and of how many steps, in words. */
export function storedText({ p, fmt, steps }) {
  if (p === 0) return `softmax gave p = 0: less than half of ${fmt}'s smallest step`;
  return [`softmax gave p = ${kept(p)}`, ...counted({ fmt, steps })].join(", ");
}

/** How many steps, where they are few. */
const counted = ({ fmt, steps }) =>
  steps > 0 && steps < 1000 ? [`${steps} of ${fmt}'s smallest step${steps === 1 ? "" : "s"}`] : [];

function drawLosses({ svg }) {
  const hatch = hatching(svg);
  const grid = pool(svg, "path", { class: "smx-grid" });
  const marks = pool(svg, "text", { "text-anchor": "middle" });
  const names = pool(svg, "text", { class: "smx-name", x: 0 });
  const bars = pool(svg, "rect", { x: 0, height: THICK });
  const values = pool(svg, "text", { dy: "0.35em" });
  const causes = pool(svg, "text", { x: 0 });

  return (view, pane) => {
    const { two, one, d } = view;
    const most = d > USUAL ? 1000 : USUAL;
    const unit = (pane.width - BESIDE) / most;
    const rows = [["−log(softmax(z))", two], ["−log_softmax(z)", one]];
    const top = (row) => HEAD + row * STRIDE;
    const base = HEAD + 2 * STRIDE - 8;
    grid(
      times(7, (i) => ({ d: `M${crisp((i * most * unit) / 6)},${HEAD - 14}V${base}` })),
    );
    marks(
      times(7, (i) => ({
        x: Math.max((i * most * unit) / 6, 4),
        y: base + 16,
        text: Math.round((i * most) / 6),
      })),
    );
    names(rows.map(([text], row) => ({ y: top(row), text })));
    bars(rows.map(([, loss], row) => ({
      y: top(row) + 7,
      width: Number.isFinite(loss) ? loss * unit : most * unit,
      class: Number.isFinite(loss) ? "smx-bar" : "",
      fill: Number.isFinite(loss) ? "" : hatch,
    })));
    const parted = lossText(one) !== lossText(two);
    values(rows.map(([, loss], row) => ({
      x: Math.min(loss, most) * unit + 8,
      y: top(row) + 7 + THICK / 2,
      class: parted && !row ? "smx-number smx-warn" : "smx-number",
      text: lossText(loss),
    })));
    const { p, fmt } = view;
    const more = p === 0 ? [`less than half of ${fmt}'s smallest step`] : counted(view);
    causes([`softmax gave p = ${kept(p)}`, ...more].map((text, line) => ({
      y: base + 42 + 19 * line,
      class: parted ? "smx-warn" : "",
      text,
    })));
  };
}

function buildPart(ui) {
  const high = HEAD + 2 * STRIDE + 60;
  const paper = pane(ui, { narrow: [334, high], wide: [646, high] }, "Loss, in nats");
  const draw = drawLosses(paper);
  const slider = rangeSlider(ui, {
    label: "deficit",
    min: 0,
    max: USUAL,
    step: 1,
    put: (d) => ({ d: Math.min(Math.max(d, 0), 1000) }),
  });
  ui.controls.append(slider.node);
  const show = numbersOfTwoWords(ui);
  let view;

  return {
    python: twoWordsInPython,
    draw(state) {
      view = twoWords(state);
      draw(view, paper);
      show(view);
      const [leader, word] = state.labels.length === 2
        ? state.labels
        : ["the leader", "the true word"];
      const d = format(view.d, "z");
      slider.show(
        view.d,
        `deficit ${d}; losses ${lossText(view.two)} and ${lossText(view.one)}`,
        `: ${word}'s score is ${d} below ${leader}'s`,
      );
      paper.label(
        `Two bars. The loss as −log(softmax) is ${lossText(view.two)}, as −log_softmax ` +
          `${lossText(view.one)}; ${storedText(view)}.`,
      );
    },
    sentence: () =>
      `Deficit ${format(view.d, "z")}: −log(softmax) is ${lossText(view.two)}, ` +
      `−log_softmax ${lossText(view.one)}; ${storedText(view)}.`,
  };
}

export const part = {
  title: "Two ways to one loss",
  presets: [["deficit", [10, 100, 104].map((d) => [String(d), { d }])]],
  build: buildPart,
};
