/**
 * A column for each word, and below the words a few rows of bars with their numbers: what two views
 * of the pipeline draw. All places are in pixels.
 */
import { crisp, hatching, pool } from "../kit/drawing.mjs";

export const WORDS = 24; // above the rows
export const NUMBERS = 19; // a line of them below each row
const EDGE = 26; // on the right, for the ends of the rows
const LINE = 17; // from one line of a title to the next

const LOOKS = { score: "smx-score", plain: "smx-weight", share: "smx-bar", cut: "" };

/**
 * Draws `{ called, left, rows }`: the names of the words, where the first column begins, and the
 * rows. A row has a `title` (lines of which those in `bold` stand out) from `top` on, the y of its
 * `zero` line, whose class may be a `rule` of its own, other lines in `ends` as `[y, text]`, the y of
 * its numbers as `foot`, a `note` in place of numbers, and its `cells`: a bar up or down `to` a y with
 * its `look`, the y of a `mark`, the `text` below it, that text's `tone` and perhaps its own `foot`. A
 * `cut` bar leaves the row: it is hatched, and an arrow says so. A `gap` is a line from zero to a
 * dash, with its size written beside it.
 */
export function wordRows(pane) {
  const { svg } = pane;
  const hatch = hatching(svg);
  const lines = pool(svg, "path", {});
  const ticks = pool(svg, "text", { class: "smx-halo", "text-anchor": "end", dy: "0.35em" });
  const titles = pool(svg, "text", { x: 0 });
  const names = pool(svg, "text", { class: "smx-word", "text-anchor": "middle", y: 16 });
  const bars = pool(svg, "rect", {});
  const gaps = pool(svg, "path", { class: "smx-gap" });
  const dashes = pool(svg, "path", { class: "smx-dash" });
  const sizes = pool(svg, "text", { class: "smx-halo", dy: "0.35em" });
  const arrows = pool(svg, "path", { class: "smx-warn" });
  const within = pool(svg, "path", { class: "smx-cut" });
  const marks = pool(svg, "path", { class: "smx-ghost smx-c" });
  const numbers = pool(svg, "text", { "text-anchor": "middle" });

  return ({ called, left, rows }) => {
    const right = pane.width - EDGE;
    const column = (right - left) / called.length;
    const middle = (i) => left + column * (i + 0.5);
    const w = Math.round(Math.min(column * 0.6, 76));
    const x = (i) => Math.round(middle(i) - w / 2);
    const tight = column < 54 ? " smx-tight" : ""; // six words on a phone
    const cells = rows.flatMap((row) => row.cells.map((cell, i) => ({ ...cell, i, row })));
    const across = (kind) => (y) => ({ class: kind, d: `M${left},${crisp(y)}H${right}` });

    names(called.map((text, i) => ({ x: middle(i), text })));
    lines([
      ...rows.flatMap(({ ends, zero }) =>
        ends.filter(([y]) => y !== zero).map(([y]) => across("smx-grid")(y))
      ),
      ...rows.map(({ zero, rule = "smx-axis" }) => across(rule)(zero)),
    ]);
    ticks(rows.flatMap(({ ends }) => ends.map(([y, text]) => ({ x: pane.width, y, text }))));
    titles(rows.flatMap(({ top, title, bold = [] }) =>
      title.map((text, i) => ({
        y: top + LINE * i,
        text,
        class: i === 0 || bold.includes(text) ? "smx-name" : "",
      }))
    ));
    const apart = cells.filter(({ look }) => look === "gap");
    gaps(apart.map(({ i, to, row: { zero } }) => ({ d: `M${crisp(middle(i))},${zero}V${to}` })));
    dashes(apart.map(({ i, to }) => ({ d: `M${x(i)},${to}h${w}` })));
    sizes(
      apart.filter(({ gap }) => gap).map(({ i, to, gap, row: { zero } }) => ({
        x: middle(i) + 6,
        y: Math.max(zero + 8, (zero + to) / 2 - 1),
        text: gap,
      })),
    );
    bars(
      cells.filter(({ look }) => look !== "gap").map(({ i, to, look, row: { zero } }) => ({
        x: x(i),
        width: w,
        y: Math.min(zero, to),
        height: Math.abs(to - zero),
        class: LOOKS[look],
        fill: look === "cut" ? hatch : undefined,
      })),
    );
    arrows(
      cells.filter(({ look }) => look === "cut").map(({ i, to, row: { zero } }) => {
        const down = 11 * Math.sign(zero - to);
        return { d: `M${middle(i) - 9},${to + down}l9,${-down}l9,${down}z` };
      }),
    );
    // A mark is a line in the bar, and seen on both of its sides, or beyond its end.
    const marked = cells.filter(({ mark }) => mark !== undefined);
    within(marked.map(({ i, mark, to, row: { zero } }) => ({
      d: (mark - to) * (mark - zero) < -0.01 ? `M${x(i)},${mark}h${w}` : "",
    })));
    marks(marked.map(({ i, mark, to, row: { zero } }) => ({
      d: (mark - to) * (mark - zero) < 0.01
        ? `M${x(i) - 8},${mark}h8m${w},0h8`
        : `M${x(i) - 8},${mark}h${w + 16}`,
    })));
    numbers([
      ...cells.filter(({ text }) => text).map(({ i, text, tone, row, foot = row.foot }) => ({
        x: middle(i),
        y: foot,
        text,
        class: tone + tight,
      })),
      ...rows.filter(({ note }) => note).map(({ note, foot }) => ({
        x: (left + right) / 2,
        y: foot,
        text: note,
        class: "smx-warn",
      })),
    ]);
  };
}
