/**
 * The view "level": words with their scores, and below them two rows of shares, the score divided by
 * the sum of the scores and softmax. One slider adds c to every score; lines show where the shares
 * stood without it. Of the scores the gaps are drawn, from the line of the best one down: they stay.
 * What is no share, below 0 or above 1, is cut where it leaves its row.
 */
import { rangeSlider } from "../kit/controls.mjs";
import { pane } from "../kit/drawing.mjs";
import { classNames } from "../kit/labels.mjs";
import { h } from "../kit/nodes.mjs";
import { literal } from "../kit/number_text.mjs";
import { clamp, max, softmax } from "../kit/smath.mjs";
import {
  moved,
  plainShares,
  plainText,
  plus,
  scoresText,
  scoreText,
  shareText,
  shiftOf,
} from "./glance.mjs";
import { NUMBERS, wordRows, WORDS } from "./rows.mjs";

/** The program that computes every number of a state. */
const levelInPython = ({ z, c }) => {
  const { plain } = plainShares(z.map((v) => v + c));
  return [
    "import numpy as np",
    "from softmaxlab import softmax",
    "",
    `z = np.array(${literal(z)})`,
    `c = ${literal(c)}  # added to every score`,
    "",
    "x = z + c",
    "total = x.sum()",
    plain ? "plain = x / total" : "plain = None  # undefined: the sum is 0",
    "p = softmax(x)",
    "shift = np.abs(p - softmax(z)).max()  # the most that c has moved a share",
    "shift = shift if shift > 1e-12 else 0  # less is rounding",
    "print(plain)",
    "print(p, p.sum())",
    "print(shift)",
    "",
  ].join("\n");
};

/** The rows in a wide drawing and in a narrow one, in pixels. */
const LEVEL_WIDE = { left: 124, scores: 45, above: 44, below: 15 };
const LEVEL_NARROW = { left: 74, scores: 54, above: 60, below: 22 };
const SPACE = 5; // between rows

const levelHeight = ({ scores, above, below }) =>
  WORDS + scores + 2 * above + below + 3 * NUMBERS + 2 * SPACE;

/** The row of the scores: how far each is below the best, on a scale that c leaves alone. */
function scoreRow({ z, c, x }, { scores }, column, verdict) {
  const best = max(z);
  const unit = (scores - 12) / (best - Math.min(...z) || 1);
  const zero = WORDS + 8;
  const foot = WORDS + scores + 14;
  return {
    zero,
    rule: "smx-best",
    top: foot - 28,
    bold: ["gaps stay"],
    title: ["score + c", ...verdict],
    ends: [],
    cells: x.map((v, i) => ({
      to: zero + (best - z[i]) * unit,
      look: "gap",
      gap: z[i] < best && column >= 58
        ? scoreText(best - z[i]) + (column >= 100 ? " lower" : "")
        : "",
      text: column >= 146 && c !== 0 ? `${plus(z[i], c)} = ${scoreText(v)}` : scoreText(v),
      tone: "smx-logit",
      foot,
    })),
  };
}

/** A row of shares from 0 to 1, with room for those below 0. */
function shareRow(zero, { above, below }, row, shares, before, cell) {
  const y = (v) => zero - clamp(v, -below / above, 1) * above;
  const out = (v) => v > 1 + 1e-9 || v * above < -below;
  return {
    zero,
    top: zero - above + 13,
    bold: ["share", "moved", "stays"],
    ends: [[zero - above, "1"], [zero, "0"]],
    foot: zero + 14,
    cells: (shares ?? []).map((v, i) => ({
      to: y(v),
      foot: zero + (v < 0 ? Math.min(-v * above, below) : 0) + 14,
      look: out(v) ? "cut" : cell.look,
      mark: before && !out(before[i]) ? y(before[i]) : undefined,
      text: cell.text(v),
      tone: v < 0 || v > 1 + 1e-9 ? "smx-warn" : cell.tone,
    })),
    ...row,
  };
}

function buildLevel(ui) {
  const paper = pane(ui, {
    narrow: [334, levelHeight(LEVEL_NARROW)],
    wide: [646, levelHeight(LEVEL_WIDE)],
  });
  const draw = wordRows(paper);
  const level = rangeSlider(ui, {
    label: "added to every score: c",
    min: -5,
    max: 100,
    step: 0.5,
    put: (c) => ({ c }),
  });
  const hint = h(
    "span",
    { class: "smx-quiet smx-aside", "aria-hidden": "true" },
    "lines: at c = 0",
  );
  ui.controls.append(h("div", { class: "smx-one" }, level.node, hint));
  let form = "";
  let view;

  function table({ z, called }) {
    const head = ["word", "score", "score + c", "plain share", "softmax share"];
    ui.table("Scores and two kinds of shares", head, [
      ...z.map((_, i) => [
        called[i],
        ui.output(`z${i}`, "z", `z[${i}]`),
        ui.output(`x${i}`, "z", `x[${i}]`),
        ui.output(`q${i}`, "size", `plain[${i}]`),
        ui.output(`p${i}`, "p", `p[${i}]`),
      ]),
      ["sum", "", ui.output("total", "size"), "", ui.output("sum", "nats", "p.sum()")],
      ["most moved", "", "", "", ui.output("shift", "size")],
    ]);
  }

  function picture({ z, c, plain, total, p, before, called }) {
    const wide = paper.width >= 480;
    const size = wide ? LEVEL_WIDE : LEVEL_NARROW;
    const column = (paper.width - size.left) / z.length;
    const stay = c === 0 ? (wide ? ["gaps to the best"] : []) : ["gaps stay"];
    const scores = scoreRow(view, size, column, stay);
    const plainZero = WORDS + size.scores + NUMBERS + SPACE + size.above;
    const shareZero = plainZero + size.below + NUMBERS + SPACE + size.above;
    const divided = `÷ ${total < 0 ? `(${scoreText(total)})` : scoreText(total)}`;
    const quotient = c === 0 ? [`score ${divided}`] : ["(score + c)", divided];
    const same = (a, b) => a && b && a.every((v, i) => Math.abs(v - b[i]) < 1e-12);
    const verdict = (a, b) => (c === 0 || !a ? "" : same(a, b) ? "stays" : "moved");
    const there = c === 0 ? {} : before;
    const plainRow = {
      title: [
        ...(wide ? ["plain share", ...quotient] : ["plain", "share", divided]),
        verdict(plain, before.plain),
      ],
      note: plain ? "" : "undefined: the scores sum to 0",
    };
    const softRow = {
      title: [...(wide ? ["softmax share"] : ["softmax", "share"]), verdict(p, p)],
    };
    draw({
      called,
      left: size.left,
      rows: [
        scores,
        shareRow(plainZero, size, plainRow, plain, there.plain, {
          look: "plain",
          text: plainText,
          tone: "smx-name",
        }),
        shareRow(shareZero, { ...size, below: 0 }, softRow, p, there.p, {
          look: "share",
          text: shareText(column >= 58),
          tone: "smx-number",
        }),
      ],
    });
  }

  const list = (values, write) => values.map((v, i) => `${view.called[i]} ${write(v)}`).join(", ");
  const inWords = () =>
    `plain shares ${
      view.plain ? list(view.plain, plainText) : "undefined, as the scores sum to 0"
    }; softmax shares ${list(view.p, shareText(true))}` +
    (view.c ? `: ${moved(view.shift)}` : "");

  return {
    python: levelInPython,
    draw({ z, c, labels }) {
      const x = z.map((v) => v + c);
      const { plain, total } = plainShares(x);
      const p = softmax(x);
      const before = { plain: plainShares(z).plain, p: softmax(z) };
      const shift = shiftOf(p, before.p);
      view = { z, c, x, plain, total, p, before, shift, called: classNames(labels, z.length) };
      const wanted = `${z.length}|${labels}`;
      if (form !== wanted) table(view);
      form = wanted;
      picture(view);
      hint.hidden = c === 0;
      level.show(c, `c = ${scoreText(c)}`, ` = ${scoreText(c)}`);
      paper.label(
        `Bars for the scores with c = ${scoreText(c)}: ${list(x, scoreText)}; ${inWords()}.`,
      );
      z.forEach((v, i) =>
        ui.show({ [`z${i}`]: v, [`x${i}`]: x[i], [`q${i}`]: plain?.[i], [`p${i}`]: p[i] })
      );
      ui.show({ total, sum: p.reduce((a, b) => a + b), shift });
    },
    sentence: () => `c = ${scoreText(view.c)}: ${inWords()}.`,
  };
}

const levelsOf = (z) => [
  scoresText(z),
  [-1, 0, 100].map((c) => [`c = ${scoreText(c)}`, { z, c }]),
];

export const level = {
  title: "Add c to every score",
  build: buildLevel,
  presets: [levelsOf([2, 1, 0.1]), levelsOf([2, 1, 0]), levelsOf([2, 3, 8])],
};
