/**
 * Three scores that slide together, and the shares that six ways to weigh them make: one row each, a
 * bar cut into the three shares. Two of the rows stand still.
 */
import { rangeSlider } from "../kit/controls.mjs";
import { pane, pool } from "../kit/drawing.mjs";
import { format, literal, roughText } from "../kit/number_text.mjs";
import { sum, tenth, times } from "../kit/smath.mjs";

const SLID = [2, 1, 0];
const FURTHEST = 4; // c goes from -FURTHEST to FURTHEST
const INDENT = 76; // margins, in pixels
const EDGE = 38; // room for the shares that are 0
const ROOF = 4;
const ROW = 34;
const BAR = 26;

/** How a score becomes a weight: what a row is called, in words and in the program, and both ways. */
const WEIGHTS = [
  ["z", "z", "plain", (z) => z, "z"],
  ["z²", "z squared", "square", (z) => z * z, "z * z"],
  ["ReLU", "ReLU", "relu", (z) => Math.max(z, 0), "np.maximum(z, 0)"],
  ["softplus", "softplus", "softplus", (z) => Math.log1p(Math.exp(z)), "np.log1p(np.exp(z))"],
  ["2ᶻ", "2 to the z", "two", (z) => 2 ** z, "np.exp2(z)"],
  ["eᶻ", "e to the z", "e", Math.exp, "np.exp(z)"],
];

/** The program that computes every number of a state. */
const slideInPython = ({ c }) =>
  [
    "import numpy as np",
    "",
    `c = ${literal(c)}`,
    `z = np.array(${literal(SLID)}) + c`,
    "",
    "def shares(w):",
    '    with np.errstate(divide="ignore", invalid="ignore"):',
    "        return w / w.sum()",
    "",
    ...WEIGHTS.map(([, , name, , code]) => `${name} = shares(${code})`),
    `for p in ${WEIGHTS.map(([, , name]) => name).join(", ")}:`,
    "    print(p)",
    "",
  ].join("\n");

/** A share that need not lie between 0 and 1, in two decimals. */
const inHundredths = (v) => v.toFixed(2).replace("-", "\u2212");

/** The shares of the scores, and what is wrong with them where they are none. */
function sharesOf(weight, c) {
  const weights = SLID.map((score) => weight(score + c));
  const total = sum(weights);
  if (total === 0) return { complaint: "undefined: the sum is 0" };
  const p = weights.map((w) => w / total);
  return p.some((v) => v < 0) ? { p, complaint: p.map((v) => inHundredths(v)).join(", ") } : { p };
}

function drawSlide({ svg }) {
  const names = pool(svg, "text", { class: "smx-name", x: INDENT - 10, "text-anchor": "end" });
  const parts = pool(svg, "rect", { height: BAR });
  const words = pool(svg, "text", {});

  return (rows, width) => {
    const unit = width - INDENT - EDGE;
    const top = (row) => ROOF + row * ROW;
    const line = (row) => top(row) + BAR / 2;
    names(rows.map(({ name }, row) => ({ y: line(row), dy: "0.35em", text: name })));
    const all = rows.flatMap(({ p, complaint }, row) =>
      complaint ? [] : p.map((share, i) => ({
        share,
        row,
        i,
        x: INDENT + unit * sum(p.slice(0, i)),
        width: unit * share,
      }))
    );
    parts(all.map(({ row, i, x, width }) => ({
      class: `smx-share smx-share-${i}`,
      x,
      y: top(row),
      width: Math.max(width - 2, 0), // a gap between neighbours
    })));
    words([
      ...rows.flatMap(({ complaint }, row) =>
        complaint
          ? [{
            x: INDENT,
            y: line(row),
            dy: "0.35em",
            class: "smx-warn",
            "text-anchor": "start",
            text: complaint,
          }]
          : []
      ),
      ...rows.flatMap(({ p, complaint }, row) => {
        const zeros = complaint ? [] : p.filter((share) => share === 0);
        return zeros.length
          ? [{
            x: width - EDGE + 4,
            y: line(row),
            dy: "0.35em",
            class: "smx-number",
            "text-anchor": "start",
            text: zeros.join(", "),
          }]
          : [];
      }),
      ...all.filter(({ width }) => width > 34).map(({ share, row, x, width }) => ({
        x: x + width / 2 - 1,
        y: line(row),
        dy: "0.35em",
        class: "smx-number",
        "text-anchor": "middle",
        text: roughText(share),
      })),
    ]);
  };
}

function buildSlide(ui) {
  const high = ROOF + WEIGHTS.length * ROW;
  const paper = pane(
    ui,
    { narrow: [334, high], wide: [646, high] },
    "Shares, that of the highest score first",
  );
  const draw = drawSlide(paper);
  const slider = rangeSlider(ui, {
    label: "added to all three scores",
    min: -FURTHEST,
    max: FURTHEST,
    step: 0.1,
    put: (value) => ({ c: tenth(value) }),
  });
  ui.controls.append(slider.node);
  ui.table("Shares", ["weight", ...times(3, (i) => `score ${SLID[i]} + c`)], [
    ["score", ...times(3, (i) => ui.output(`z${i}`, "z", `z[${i}]`))],
    ...WEIGHTS.map(([name, , code]) => [
      name,
      ...times(3, (i) => ui.output(`${code}${i}`, "nats", `${code}[${i}]`)),
    ]),
  ]);
  let view;

  return {
    python: slideInPython,
    draw({ c }) {
      const z = SLID.map((score) => score + c);
      const rows = WEIGHTS.map(([name, spoken, code, weight]) => ({
        name,
        spoken,
        code,
        ...sharesOf(weight, c),
      }));
      view = { z, rows };
      draw(rows, paper.width);
      z.forEach((v, i) => ui.show({ [`z${i}`]: v }));
      rows.forEach(({ code, p }) =>
        times(3, (i) => ui.show({ [`${code}${i}`]: p ? p[i] : undefined }))
      );
      const scores = z.map((v) => format(v, "z")).join(", ");
      slider.show(
        c,
        `${format(c, "z")}; the scores are ${scores}`,
        `: ${format(c, "z")}; they are ${scores}`,
      );
      paper.label(
        `The shares of the scores ${scores}. ` +
          rows.map(({ spoken, p, complaint }) =>
            `${spoken}: ${complaint ?? p.map(roughText).join(", ")}.`
          ).join(" "),
      );
    },
    sentence() {
      const { z, rows } = view;
      const best = rows.map(({ spoken, p }) => `${spoken} ${p ? inHundredths(p[0]) : "undefined"}`);
      return `Scores ${z.map((v) => format(v, "z")).join(", ")}. Share of the best: ${
        best.join(", ")
      }.`;
    },
  };
}

export const slide = {
  title: "Three scores slide together",
  presets: [["added", [-4, -1, 0, 4].map((c) => [format(c, "z"), { c }])]],
  build: buildSlide,
};
