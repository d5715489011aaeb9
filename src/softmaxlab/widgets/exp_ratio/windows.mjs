/**
 * Two windows on the exponential curve, equally wide, each scaled to fit: they show the same
 * picture, wherever the second one is moved. It is covered until its reader has guessed.
 */
import { checkBox, rangeSlider } from "../kit/controls.mjs";
import { crisp, pane, pool } from "../kit/drawing.mjs";
import { handles } from "../kit/handles.mjs";
import { s, set } from "../kit/nodes.mjs";
import { format, literal } from "../kit/number_text.mjs";
import { clamp, tenth, times } from "../kit/smath.mjs";

const PLACE = 0; // where window A begins; B begins at x, and both are d wide
const REACH = 10; // B begins between -REACH and REACH
const GAP = 40; // between the windows, in pixels
const SIDE = 8;
const HEAD = 26; // above a window, for its name
const FOOT = 88; // below it, for its numbers and the line that it moves on
const POINTS = times(81, (i) => i / 80);

/** The program that computes the places and heights of both windows. */
const windowsInPython = ({ x, d }) =>
  [
    "import numpy as np",
    "",
    `d = ${literal(d)}  # how wide both windows are`,
    `a = ${PLACE}  # where A begins`,
    `x = ${literal(x)}  # where B begins`,
    "",
    "A = np.exp([a, a + d])  # the heights at their edges",
    "B = np.exp([x, x + d])",
    "print(A, A[1] / A[0])",
    "print(B, B[1] / B[0])",
    "",
  ].join("\n");

/** A height in three digits, and whole from 100 on: what fits into a small window. */
const short = (height) => height < 100 ? height.toPrecision(3) : height.toFixed(0);

function drawWindows(ui, pane) {
  const { svg } = pane;
  const names = pool(svg, "text", { class: "smx-name", y: 17 });
  const frames = pool(svg, "rect", { class: "smx-frame", y: HEAD });
  const curves = pool(svg, "path", { class: "smx-curve" });
  const unknown = pool(svg, "text", { class: "smx-unknown", "text-anchor": "middle" });
  const numbers = pool(svg, "text", {});
  const line = s("path", { class: "smx-axis" }, svg);
  const spans = pool(svg, "rect", { height: 12, rx: 3 });
  const words = pool(svg, "text", { "text-anchor": "middle" });
  const window = handles(ui, pane, {
    along: "x",
    begin: () => last,
    move: (point, _, from) =>
      ui.put({ x: clamp(tenth(from.x + (point.x - from.at) / from.unit), -REACH, REACH) }, true),
  });
  let last;

  return ({ x, d, covered }) => {
    const width = (pane.width - 2 * SIDE - GAP) / 2;
    const height = pane.height - HEAD - FOOT;
    const base = HEAD + height;
    const track = pane.height - 28;
    const unit = (pane.width - 2 * SIDE) / (2 * REACH + d);
    const px = (v) => SIDE + (v + REACH) * unit;
    const second = SIDE + width + GAP;
    const both = [[PLACE, SIDE], [x, second]];

    names(both.map(([, left], i) => ({ x: left, text: i ? "B" : "A" })));
    frames(both.map(([, left]) => ({ x: left, width, height })));
    // From 0 at the bottom to the right edge's height at the top: all but d drops out.
    const place = (part, left) =>
      `${(left + part * width).toFixed(1)},${
        (base - Math.exp((part - 1) * d) * height).toFixed(1)
      }`;
    curves(
      (covered ? both.slice(0, 1) : both)
        .map(([, left]) => ({ d: `M${POINTS.map((part) => place(part, left)).join("L")}` })),
    );
    unknown(
      covered ? [{ x: second + width / 2, y: HEAD + height / 2, dy: "0.35em", text: "?" }] : [],
    );
    numbers(both.flatMap(([start, left]) => [
      { x: left, y: base + 18, text: format(start, "z") },
      { x: left + width, y: base + 18, "text-anchor": "end", text: format(start + d, "z") },
      {
        x: left + 6,
        y: HEAD + 18,
        class: "smx-number",
        text: `up to ${short(Math.exp(start + d))}`,
      },
    ]));
    set(line, { d: `M${px(-REACH)},${crisp(track)}H${px(REACH + d)}` });
    const span = ([start], i) => ({
      x: px(start),
      y: track - 6,
      width: d * unit,
      class: i ? "smx-moved" : "smx-part",
    });
    spans(both.map(span));
    const middle = (start) => px(start + d / 2);
    words([
      {
        x: middle(PLACE),
        y: track + (Math.abs(x - PLACE) < 2 ? 22 : -14),
        class: "smx-name",
        text: "A",
      },
      { x: middle(x), y: track - 14, class: "smx-name", text: "B" },
      ...[-REACH, 0, REACH].map((v) => ({
        x: clamp(px(v), SIDE + 12, pane.width - SIDE),
        y: track + 22,
        text: format(v, "z").slice(0, -2),
      })),
    ]);
    last = { x, unit, at: middle(x) };
    window([{
      x: middle(x),
      y: track,
      area: [SIDE, track - 20, pane.width - 2 * SIDE, 40],
      body: [second, HEAD, width, height],
    }]);
  };
}

function buildWindows(ui) {
  const paper = pane(ui, { narrow: [334, 240], wide: [646, 250] });
  const draw = drawWindows(ui, paper);
  const slider = rangeSlider(ui, {
    label: "move B",
    min: -REACH,
    max: REACH,
    step: 0.1,
    put: (value) => ({ x: tenth(value) }),
  });
  set(slider.node, { class: "smx-field smx-repeats" });
  const told = checkBox(ui, "show B", "covered", true, false);
  ui.controls.append(slider.node, told.node);
  ui.table(
    "Two windows",
    ["window", "width", "from", "to", "height, from", "to", "ratio"],
    [["A", "a"], ["B", "x"]].map(([name, start]) => [
      name,
      ui.output(`${name}d`, "z", "d"),
      ui.output(`${name}0`, "z", start),
      ui.output(`${name}1`, "z", `${start} + d`),
      ui.output(`${name}2`, "height", `${name}[0]`),
      ui.output(`${name}3`, "height", `${name}[1]`),
      ui.output(`${name}4`, "digits", `${name}[1] / ${name}[0]`),
    ]),
  );
  let view;

  const numbersOf = (name, start, d) => {
    const [low, high] = [Math.exp(start), Math.exp(start + d)];
    return [start, start + d, low, high, high / low].map((value, i) => [`${name}${i}`, value]);
  };

  return {
    python: windowsInPython,
    freed() {
      if (ui.state().covered) ui.put({ covered: false });
    },
    draw({ x, d, covered }) {
      view = { x, d, covered };
      draw(view);
      ui.show(Object.fromEntries([...numbersOf("A", PLACE, d), ...numbersOf("B", x, d)]));
      ui.show({ Ad: d, Bd: d });
      told.show(covered);
      const where = `B is from ${format(x, "z")} to ${format(x + d, "z")}`;
      slider.show(x, covered ? where : `${where}; it looks as before`, `: from ${format(x, "z")}`);
      paper.label(
        "Two windows, A and B, on the exponential curve, equally wide and each scaled to fit. " +
          `A begins at ${format(PLACE, "z")}, B at ${format(x, "z")}. ` +
          (covered
            ? "In A, the curve rises from near the bottom left to the top right. B is covered."
            : "In both, the curve rises in the same way from near the bottom left to the top right."),
      );
    },
    sentence() {
      const { x, d, covered } = view;
      const heights = `${format(Math.exp(x), "height")} to ${format(Math.exp(x + d), "height")}`;
      const place = `B begins at ${format(x, "z")} and rises from ${heights}`;
      return covered
        ? `${place}; it is covered.`
        : `${place}, ${format(Math.exp(d), "digits")} times as high, and looks as A does.`;
    },
  };
}

export const windows = {
  title: "Two windows",
  presets: [["B begins at", [-10, 3, 6].map((x) => [format(x, "z"), { x, covered: false }])]],
  build: buildWindows,
};
