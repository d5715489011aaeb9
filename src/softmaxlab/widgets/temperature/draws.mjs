/**
 * The view "draws": a button draws ten words at the temperature of now, in a new row. Each row has a
 * generator of its own, from the same seed on, as NumPy's `default_rng(seed)`: rows at one
 * temperature are equal. A slider that moves draws nothing.
 */
import { button } from "../kit/controls.mjs";
import { pool } from "../kit/drawing.mjs";
import { h, set } from "../kit/nodes.mjs";
import { literal, readTemperature } from "../kit/number_text.mjs";
import { defaultRng } from "../kit/random.mjs";
import { max, softmax, times } from "../kit/smath.mjs";
import { temperatureLabel } from "../kit/temperatures.mjs";
import { lesson, LETTER, short } from "./lesson.mjs";

const TEN = 10; // words in a row
export const MOST_ROWS = 6;
export const LAST_SEED = 2 ** 32 - 1;
const HEAD_WIDTH = 72; // of a row, in pixels

const ADVICE = "For other words: another T or seed.";

/** Whatever was drawn, row after row, as class numbers. */
const rowsOf = ({ z, drawn, seed }) =>
  drawn.map((T) => {
    const rng = defaultRng(seed);
    const p = softmax(z, readTemperature(T));
    return times(TEN, () => rng.choice(p));
  });

const heading = (T) => `T = ${temperatureLabel(readTemperature(T))}`;

function drawRows(ui, pane) {
  const heads = pool(pane.svg, "text", { x: 0 });
  const words = pool(pane.svg, "text", { "text-anchor": "middle" });
  let now;
  const act = button("Draw ten words", {}, () => {
    if (!now.idle) ui.put({ drawn: [...now.drawn, now.text] });
  });
  const clear = button("Clear", { "aria-label": "Clear the rows" }, () => ui.put({ drawn: [] }));
  const other = button("New seed", {}, () => ui.put({ seed: (now.seed + 1) % (LAST_SEED + 1) }));
  ui.controls.append(h("div", { class: "smx-presets", style: "display: flex" }, act, other, clear));

  return (view) => {
    const { z, drawn, rows, called } = view;
    const { T: text } = ui.state();
    const full = drawn.length === MOST_ROWS;
    const again = drawn.includes(text); // would draw the same words
    now = { ...view, text, idle: full || again };
    set(act, { "aria-disabled": now.idle && "true" });
    set(clear, { "aria-disabled": !drawn.length && "true" });
    const room = pane.width - HEAD_WIDTH;
    const longest = max(called.map((name) => name.length));
    const line = room / TEN < longest * LETTER + 4 ? TEN / 2 : TEN; // words in a line
    const cell = room / line;
    const next = now.idle ? [] : [text]; // the row that the button would draw
    const step = pane.height / MOST_ROWS;
    const y = (i, n) => i * step + (line === TEN ? step / 2 + 5 : 16 + (n < line ? 0 : 18));
    const likeliest = max(z);
    const advice = again && !full ? [{ y: y(drawn.length, 0), text: ADVICE }] : [];
    heads([...[...drawn, ...next].map((T, i) => ({ y: y(i, 0), text: heading(T) })), ...advice]);
    words(
      [...rows, ...next.map(() => times(TEN, () => undefined))].flatMap((row, i) =>
        row.map((k, n) => ({
          x: HEAD_WIDTH + (n % line + 0.5) * cell,
          y: y(i, n),
          class: z[k] < likeliest ? "smx-number" : "",
          text: k === undefined ? "?" : short(called[k], cell / LETTER),
        }))
      ),
    );
  };
}

const spoken = ({ drawn, rows, called }) =>
  drawn.map((T, i) => ` Drawn at ${heading(T)}: ${rows[i].map((k) => called[k]).join(", ")}.`);

const SIX = ["0.2", "0.5", "1", "2", "5", "10"];

function buildDraws(ui) {
  let kept;
  return lesson({
    size: { narrow: [334, 252], wide: [646, 168] },
    caption: "Drawn words (bold: not the likeliest)",
    drawing: drawRows,
    more(view, passing) {
      if (!passing) kept = { rows: rowsOf(view), seed: view.seed };
      return kept; // a seed has nothing between it and another
    },
    columns: ({ z, drawn, rows }) =>
      drawn.map((T, r) => [
        `drawn at ${heading(T)}`,
        `n${r}.`,
        "times",
        `counts[${r}]`,
        z.map((_, k) => rows[r].filter((drawnK) => drawnK === k).length),
      ]),
    lines: ({ drawn, seed }) => [
      `drawn = ${literal(drawn.map(readTemperature))}  # the temperature of each row`,
      `seed = ${seed}`,
      "rows = []",
      "for t in drawn:",
      "    rng = np.random.default_rng(seed)  # a generator of its own for each row",
      `    rows.append(rng.choice(len(z), size=${TEN}, p=softmax(z, temperature=t)))`,
      "counts = [np.bincount(row, minlength=len(z)) for row in rows]",
      "print(rows)",
    ],
    hint: ({ seed }) => `seed ${seed}`,
    told: (view) =>
      `Words drawn with seed ${view.seed}, which each row begins anew.${
        spoken(view).join("") || " None yet."
      }`,
    said: (view) => spoken(view).at(-1) ?? "",
  })(ui);
}

export const draws = {
  title: "Ten words at a time",
  build: buildDraws,
  presets: [[
    "T = 0.2 to 10",
    [0, 1, 2].map((seed) => [`seed ${seed}`, { drawn: SIX, seed }]),
  ]],
};
