/**
 * The view "level": words with their scores, and below them two rows of shares, the score divided by
 * the sum of the scores and softmax. One slider adds c to every score; dashed lines show where the
 * shares stood without it. A score's bar has a tear where it is too long, and a share that is none,
 * below 0 or above 1, is hatched where it leaves its frame.
 */
import { rangeSlider } from "../kit/controls.mjs";
import { crisp, pane, pool } from "../kit/drawing.mjs";
import { classNames } from "../kit/labels.mjs";
import { h, randomId, s } from "../kit/nodes.mjs";
import { format, literal, roughText } from "../kit/number_text.mjs";
import { max, softmax } from "../kit/smath.mjs";
import { moved, plainShares, plainText, plus, scoreText } from "./glance.mjs";

const LIMITS = { min: -5, max: 100, step: 0.5 };

/** The program that computes every number of a state. */
const levelInPython = ({ z, c, k }) => {
  const stretched = k === 1 ? "z" : "k * z";
  const { plain } = plainShares(z.map((v) => k * v + c));
  return [
    "import numpy as np",
    "from softmaxlab import softmax",
    "",
    `z = np.array(${literal(z)})`,
    `c = ${literal(c)}  # added to every score`,
    ...(k === 1 ? [] : [`k = ${literal(k)}  # stretch`]),
    "",
    `x = ${stretched} + c`,
    "total = x.sum()",
    plain ? "plain = x / total" : "plain = None  # undefined: the sum is 0",
    "p = softmax(x)",
    `shift = np.abs(p - softmax(${stretched})).max()  # the most that c has moved a share`,
    "shift = shift if shift > 1e-12 else 0  # less is rounding",
    "print(plain)",
    "print(p, p.sum())",
    "print(shift)",
    "",
  ].join("\n");
};

/** Where the rows are, in a wide drawing and in a narrow one, in pixels. */
const WIDE = { left: 128, scores: 41, above: 44, below: 16 };
const NARROW = { left: 78, scores: 54, above: 60, below: 22 };
const WORDS = 24;
const NUMBERS = 19; // a line of them below each row
const SPACE = 5; // between rows
const EDGE = 14; // on the right, for the ends of the shares

const BOLD = ["share", "moved", "stays"];

const heightOf = ({ scores, above, below }) =>
  WORDS + scores + 2 * above + below + 3 * NUMBERS + 2 * SPACE;

/** The two edges of a tear across a bar, rising to the right. */
const tear = (x, y, w) => `M${x - 4},${y + 7}L${x + w + 4},${y - 1}V${y - 7}L${x - 4},${y + 1}z`;

function drawLevel(pane) {
  const { svg } = pane;
  const hatch = randomId();
  const pattern = {
    id: hatch,
    width: 6,
    height: 6,
    patternUnits: "userSpaceOnUse",
    patternTransform: "rotate(45)",
  };
  s("path", { class: "smx-hatch", d: "M0,0V6M3,0V6" }, s("pattern", pattern, svg));
  const lines = pool(svg, "path", {});
  const ticks = pool(svg, "text", { "text-anchor": "end", dy: "0.35em" });
  const titles = pool(svg, "text", { x: 0 });
  const names = pool(svg, "text", { class: "smx-word", "text-anchor": "middle", y: 16 });
  const bars = pool(svg, "rect", {});
  const tears = pool(svg, "path", { class: "smx-tear" });
  const arrows = pool(svg, "path", { class: "smx-warn" });
  const within = pool(svg, "path", { class: "smx-cut" });
  const marks = pool(svg, "path", { class: "smx-ghost smx-c" });
  const numbers = pool(svg, "text", { "text-anchor": "middle" });

  return ({ z, c, k, x, plain, total, p, before, called, verdicts }) => {
    const size = pane.width < 480 ? NARROW : WIDE;
    const right = pane.width - EDGE;
    const column = (right - size.left) / z.length;
    const wordy = column >= 130; // room for "2 + 100 = 102"
    const middle = (i) => size.left + column * (i + 0.5);
    const w = Math.round(Math.min(column * 0.6, 76));
    const left = (i) => Math.round(middle(i) - w / 2);

    // The scores: gaps in full length, on a pedestal that is cut where it would be too high.
    const [low, high] = [Math.min(...x), max(x)];
    const unit = (size.scores * 0.55) / (high - low || 1);
    const lift = Math.max(0, low, -high) * unit;
    const cut = Math.max(0, lift - size.scores * 0.45);
    const floor = WORDS + size.scores;
    const zero = low >= 0 ? floor : Math.max(WORDS, floor + low * unit);
    const tip = (v) => zero - v * unit + Math.sign(v) * cut;

    const plainZero = floor + NUMBERS + SPACE + size.above;
    const softZero = plainZero + size.below + NUMBERS + SPACE + size.above;
    const y = (base, v) => base - Math.min(1, Math.max(v, -size.below / size.above)) * size.above;
    const out = (v) => v > 1 + 1e-9 || v * size.above < -size.below;

    names(called.map((text, i) => ({ x: middle(i), text: column >= 40 ? text : "" })));
    lines([
      ...[plainZero, softZero].map((base) => ["smx-grid", base - size.above]),
      ...[zero, plainZero, softZero].map((base) => ["smx-axis", base]),
    ].map(([kind, at]) => ({ class: kind, d: `M${size.left},${crisp(at)}H${right}` })));
    ticks([plainZero, softZero].flatMap((base) => [
      { x: pane.width, y: base - size.above, text: "1" },
      { x: pane.width, y: base, text: "0" },
    ]));

    const wide = size === WIDE;
    const divided = `÷ ${total < 0 ? `(${scoreText(total)})` : scoreText(total)}`;
    titles([
      k === 1
        ? [floor - 14, ["score + c"]]
        : [floor - 26, wide ? ["k · score + c"] : ["k · score", "+ c"]],
      [
        plainZero - size.above + 13,
        wide
          ? ["plain share", `score ${divided}`, verdicts[0]]
          : ["plain", "share", divided, verdicts[0]],
      ],
      [
        softZero - size.above + 13,
        wide ? ["softmax share", verdicts[1]] : ["softmax", "share", verdicts[1]],
      ],
    ].flatMap(([top, texts]) =>
      texts.map((text, i) => ({
        y: top + 17 * i,
        text,
        class: BOLD.includes(text) || i === 0 ? "smx-name" : "",
      }))
    ));

    const bar = (i, from, to, kind) => ({
      x: left(i),
      width: w,
      y: Math.min(from, to),
      height: Math.abs(to - from),
      ...kind,
    });
    const kind = (v) =>
      out(v) ? { class: "", fill: `url(#${hatch})` } : { class: "smx-weight", fill: undefined };
    bars([
      ...x.map((v, i) => bar(i, zero, tip(v), { class: "smx-score", fill: undefined })),
      ...z.map((_, i) => bar(i, plainZero, y(plainZero, plain?.[i] ?? 0), kind(plain?.[i] ?? 0))),
      ...p.map((v, i) => bar(i, softZero, y(softZero, v), { class: "smx-bar", fill: undefined })),
    ]);
    const torn = zero - (Math.sign(low) * size.scores * 0.45) / 2;
    tears(cut > 0.5 ? x.map((_, i) => ({ d: tear(left(i), torn, w) })) : []);
    arrows((plain ?? []).flatMap((v, i) => {
      const [at, way] = [y(plainZero, v), v > 0 ? 1 : -1];
      return out(v)
        ? [{ d: `M${middle(i) - 9},${at + way * 11}l9,${-way * 11}l9,${way * 11}z` }]
        : [];
    }));

    // Where the shares stood without c: a line in the bar where it is higher, else above it.
    const stood = [
      ...((plain && before.plain) ?? []).map((v, i) => [i, plainZero, v, plain[i]]),
      ...before.p.map((v, i) => [i, softZero, v, p[i]]),
    ].filter(([, , v]) => c !== 0 && !out(v));
    const small = column < 54; // six words on a phone
    within(stood.map(([i, base, v, now]) => ({
      d: v > 0 && now > v + 1e-9 ? `M${left(i)},${y(base, v)}h${w}` : "",
    })));
    marks(stood.map(([i, base, v, now]) => ({
      d: v > 0 && now > v - 1e-9
        ? `M${left(i) - 8},${y(base, v)}h8m${w},0h8`
        : `M${left(i) - 8},${y(base, v)}h${w + 16}`,
    })));

    const below = { scores: floor + 14, plain: plainZero + size.below + 14, p: softZero + 15 };
    const tight = small ? " smx-tight" : "";
    numbers([
      ...x.map((v, i) => ({
        x: middle(i),
        y: below.scores,
        text: wordy && c !== 0 ? `${plus(k * z[i], c)} = ${scoreText(v)}` : scoreText(v),
        class: `smx-logit${tight}`,
      })),
      ...(plain ?? []).map((v, i) => ({
        x: middle(i),
        y: below.plain,
        text: plainText(v),
        class: `${v < 0 || v > 1 + 1e-9 ? "smx-warn" : "smx-name"}${tight}`,
      })),
      ...p.map((v, i) => ({
        x: middle(i),
        y: below.p,
        text: small && v < 0.005 ? "≈0" : roughText(v),
        class: `smx-number${tight}`,
      })),
      ...(plain ? [] : [{
        x: (size.left + right) / 2,
        y: below.plain,
        text: "undefined: the scores sum to 0",
        class: "smx-warn",
      }]),
    ]);
  };
}

function buildLevel(ui) {
  const paper = pane(ui, { narrow: [334, heightOf(NARROW)], wide: [646, heightOf(WIDE)] });
  const draw = drawLevel(paper);
  const level = rangeSlider(ui, {
    label: "added to every score: c",
    ...LIMITS,
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
    ui.table("Scores and two kinds of shares", [
      "word",
      "score",
      "score + c",
      "plain share",
      "softmax share",
    ], [
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

  const list = (values, write) => values.map((v, i) => `${view.called[i]} ${write(v)}`).join(", ");
  const inWords = () =>
    `plain shares ${
      view.plain ? list(view.plain, plainText) : "undefined, as the scores sum to 0"
    }; softmax shares ${list(view.p, roughText)}` +
    (view.c ? `: ${moved(view.shift)}` : "");

  return {
    python: levelInPython,
    draw({ z, c, k, labels }) {
      const start = z.map((v) => k * v);
      const x = start.map((v) => v + c);
      const { plain, total } = plainShares(x);
      const p = softmax(x);
      const before = { plain: plainShares(start).plain, p: softmax(start) };
      const gap = max(p.map((v, i) => Math.abs(v - before.p[i])));
      const shift = gap > 1e-12 ? gap : 0;
      const still = plain && before.plain &&
        plain.every((v, i) => Math.abs(v - before.plain[i]) < 1e-12);
      const verdicts = c === 0 ? ["", ""] : [!plain ? "" : still ? "stays" : "moved", "stays"];
      view = { z, c, k, x, plain, total, p, before, shift, verdicts };
      view.called = classNames(labels, z.length);
      const wanted = `${z.length}|${labels}`;
      if (form !== wanted) table(view);
      form = wanted;
      draw(view);
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
    sentence: () => `c = ${format(view.c, "z")}: ${inWords()}.`,
  };
}

const levelsOf = (z) => [
  `[${z.join(", ").replaceAll("-", "\u2212")}]`,
  [-1, 0, 100].map((c) => [`c = ${scoreText(c)}`, { z, c, k: 1 }]),
];

export const level = {
  title: "See you …",
  build: buildLevel,
  presets: [levelsOf([2, 1, 0.1]), levelsOf([2, 1, 0]), levelsOf([2, 3, 8])],
};
