/**
 * The view "nudge": a button for each word raises its score by d. Arrows carry shares to that word
 * from the others, and a table keeps what each raise has changed, a column for each.
 */
import { button, controlRow } from "../kit/controls.mjs";
import { crisp, pane, pool } from "../kit/drawing.mjs";
import { classNames } from "../kit/labels.mjs";
import { h, set } from "../kit/nodes.mjs";
import { format, literal, roughText } from "../kit/number_text.mjs";
import { softmax, sum } from "../kit/smath.mjs";
import { jacobian } from "./jacobian.mjs";

/** The program that computes every number of a state. */
const nudgeInPython = ({ z, i, d }) =>
  [
    "import numpy as np",
    "from softmaxlab import softmax, softmax_jacobian",
    "",
    `z = np.array(${literal(z)})`,
    `i = ${i}  # the word whose score is raised`,
    `d = ${literal(d)}  # by so much`,
    "",
    "p = softmax(z)",
    "after = softmax(z + d * (np.arange(3) == i))",
    "change = after - p",
    "J = softmax_jacobian(z)",
    "column = J[:, i]  # change is about d times this",
    "print(change)",
    "print(d * column)",
    "",
  ].join("\n");

/** How share k changes when score i is raised by d: exactly, without cancellation. */
function changes(p, i, d) {
  const growth = Math.expm1(d);
  const others = sum(p.filter((_, k) => k !== i));
  return p.map((v, k) => p[i] * growth * (k === i ? others : -v) / (1 + p[i] * growth) + 0);
}

/** "score 2.0"; of a long number only that. */
function scoreOf(v) {
  const text = format(v, "z");
  return text.length > 7 ? text : `score ${text}`;
}

/** A share in three digits, so that a small raise is seen to move it. */
function shareText(p) {
  if (p === 0 || p === 1) return String(p);
  return p < 0.0005 ? "<0.001" : p >= 0.9995 ? ">0.999" : p.toFixed(3);
}

/** "0.242 → 0.244": a share before and after, or once if they are written alike. */
function movedText(before, after) {
  const [from, to] = [before, after].map(shareText);
  return from === to ? to : `${from} → ${to}`;
}

const HEAD = 62; // above the bars, for the arrows
const FOOT = 60; // below them, for three lines of text
const FAR = 2; // where an arrow over another word would turn
const NEAR = 24; // one to a neighbour

/** Bars of the shares, and arrows from those that lose to the one that gains. */
function shares(paper) {
  const { svg } = paper;
  const axis = pool(svg, "path", { class: "smx-axis" });
  const bars = pool(svg, "rect", { class: "smx-bar" });
  const marks = pool(svg, "path", { class: "smx-ghost smx-c" });
  const ways = pool(svg, "path", { class: "smx-flow" });
  const heads = pool(svg, "path", { class: "smx-arrow" });
  const amounts = pool(svg, "text", { class: "smx-halo smx-name", "text-anchor": "middle" });
  const texts = pool(svg, "text", { "text-anchor": "middle" });

  return ({ z, p, i, d, change, progress, called, amount }) => {
    const { width, height } = paper;
    const base = height - FOOT;
    const column = width / 3;
    const w = Math.round(column * 0.56);
    const x = (k) => Math.round(column * (k + 0.5));
    const y = (v) => base - v * (base - HEAD);
    const now = p.map((v, k) => v + progress * change[k]);
    axis([{ d: `M0,${crisp(base)}H${width}` }]);
    bars(now.map((v, k) => ({ x: x(k) - w / 2, width: w, y: y(v), height: base - y(v) })));
    marks(p.map((v, k) => ({
      d: Math.abs(y(v) - y(now[k])) > 1.5 ? `M${x(k) - w / 2 - 5},${y(v)}h${w + 10}` : "",
    })));

    const givers = p.map((_, k) => k).filter((k) => k !== i);
    const arrows = givers.map((k) => {
      const far = Math.abs(k - i) > 1;
      const lane = far ? FAR : NEAR;
      const aside = Math.sign(k - i) * (far ? -w / 6 : w / 4); // so that none crosses another
      const end = [x(i) + aside, y(now[i]) - 10];
      const [x0, y0] = [x(k), y(now[k]) - 3];
      return {
        d: `M${x0},${y0}C${x0},${lane} ${end[0]},${lane} ${end}`,
        end,
        thick: Math.min(12, 1.5 + 40 * Math.abs(change[k] / d)),
        middle: [(x0 + end[0]) / 2, (y0 + end[1] + 6 * lane) / 8],
        below: !far && i !== 1, // the other arrow passes above
        text: amount(-change[k] * progress),
      };
    });
    ways(arrows.map(({ d, thick }) => ({ d, "stroke-width": thick })));
    heads(arrows.map(({ end: [a, b], thick }) => {
      const r = 4 + thick / 2;
      return { d: `M${a - r},${b}h${2 * r}l${-r},9z` };
    }));
    amounts(arrows.map(({ middle: [a, b], thick, below, text }) => ({
      x: a,
      y: below ? b + thick / 2 + 15 : b - thick / 2 - 4,
      text,
    })));
    texts(z.flatMap((v, k) => [
      { x: x(k), y: base + 19, class: "smx-word", text: called[k] },
      {
        x: x(k),
        y: base + 37,
        class: "smx-logit",
        text: k === i ? `${format(v, "z")} + ${d}` : scoreOf(v),
      },
      { x: x(k), y: base + 55, class: "smx-number", text: movedText(p[k], now[k]) },
    ]));
  };
}

/** A column for each raise that has been tried: what it has changed. */
function columns(paper) {
  const { svg } = paper;
  const LEFT = 52;
  const cells = pool(svg, "rect", { rx: 4 });
  const texts = pool(svg, "text", { dy: "0.35em" });
  return ({ i, seen, called, amount }) => {
    const { width, height } = paper;
    const top = height > 160 ? 40 : 24;
    const column = (width - LEFT) / 3;
    const row = Math.min(46, (height - top) / 3);
    const y = (k) => top + row * (k + 0.5);
    const x = (j) => LEFT + column * (j + 0.5);
    const all = called.flatMap((_, j) => called.map((_, k) => [k, j]));
    cells(all.map(([k, j]) => ({
      x: x(j) - column / 2 + 2,
      y: y(k) - row / 2 + 2,
      width: column - 4,
      height: row - 4,
      class: seen[j] ? (j === i ? "smx-cell smx-tried" : "smx-cell") : "smx-cell smx-blank",
    })));
    texts([
      ...called.map((name, j) => ({
        x: x(j),
        y: top - 12,
        class: "smx-logit",
        "text-anchor": "middle",
        text: `${name} ↑`,
      })),
      ...called.map((name, k) => ({ x: 0, y: y(k), class: "smx-number", text: name })),
      ...all.map(([k, j]) => ({
        x: x(j),
        y: y(k),
        "text-anchor": "middle",
        class: seen[j] ? (k === j ? "smx-number" : "smx-name") : "",
        text: seen[j] ? amount(seen[j][k], true) : "?",
      })),
    ]);
  };
}

/** How amounts are written: as many decimals as the size of the raise asks for. */
function writer(d) {
  const places = 3 - Math.floor(Math.log10(d) + 1e-9);
  const least = 10 ** -places / 2;
  return (v, signed = false) => {
    if (v !== 0 && Math.abs(v) < least) return "≈ 0";
    const text = Math.abs(v).toFixed(places);
    return signed && v !== 0 ? `${v < 0 ? "\u2212" : "+"}${text}` : text;
  };
}

function buildNudge(ui) {
  const before = h("span", { "aria-hidden": "true" }, "lines: before");
  const left = pane(
    ui,
    { narrow: [334, 190], wide: [311, 236] },
    "Where the gain comes from",
    before,
  );
  const right = pane(
    ui,
    { narrow: [334, 112], wide: [311, 236] },
    "What each raise ↑ changes",
  );
  const drawShares = shares(left);
  const drawColumns = columns(right);
  const buttons = [0, 1, 2].map((i) =>
    button("", { class: "smx-button smx-raise" }, () => ui.glide({ i }))
  );
  ui.controls.append(controlRow(3, { role: "group", "aria-label": "Raise a score" }, ...buttons));
  let view;
  let form;
  let tried = { key: "", seen: [] };

  function table({ called }) {
    const head = ["word", "score", "share", "after", "change", "J[:, i]"];
    ui.table("One score raised by d", head, [
      ...called.map((name, k) => [
        name,
        ui.output(`z${k}`, "z", `z[${k}]`),
        ui.output(`p${k}`, "p", `p[${k}]`),
        ui.output(`after${k}`, "p", `after[${k}]`),
        ui.output(`change${k}`, "size", `change[${k}]`),
        ui.output(`slope${k}`, "size", `column[${k}]`),
      ]),
    ]);
  }

  /** The raises tried from these scores, by this much. */
  function remember({ z, i, d, change }) {
    const key = `${z}|${d}`;
    if (tried.key !== key) tried = { key, seen: [] };
    tried.seen[i] = change;
    return tried.seen;
  }

  function inWords({ i, d, change, called, amount }) {
    const lost = called.map((name, k) => [name, k]).filter(([, k]) => k !== i);
    return `Raising ${called[i]} by ${d}: ${called[i]} gains ${amount(change[i])}; ` +
      `${lost.map(([name, k]) => `${name} loses ${amount(-change[k])}`).join(", ")}.`;
  }

  return {
    python: nudgeInPython,
    draw(state) {
      const { z, d, labels } = state;
      const i = ui.passing ? view.i : state.i;
      const p = softmax(z);
      const change = changes(p, i, d);
      const called = classNames(labels, 3);
      view = { z, d, i, p, change, called, amount: writer(d) };
      view.progress = ui.passing ? state.way.share : 1;
      view.seen = ui.passing ? tried.seen : remember(view);
      if (form !== `${labels}`) table(view);
      form = `${labels}`;
      drawShares(view);
      drawColumns(view);
      if (ui.passing) return;
      before.hidden = Math.max(...change.map(Math.abs)) < 0.02;
      buttons.forEach((node, k) => {
        node.textContent = `raise ${called[k]}`;
        set(node, { "aria-label": `Raise ${called[k]} by ${d}`, "aria-pressed": `${k === i}` });
      });
      const listed = called.map((name, k) => `${name} ${roughText(p[k])}`).join(", ");
      left.label(`Bars of the shares ${listed}, with arrows. ${inWords(view)}`);
      const kept = called.filter((_, k) => view.seen[k]).join(", ");
      right.label(`A table of what each raise changes, with columns for ${kept} so far.`);
      const J = jacobian(p);
      z.forEach((v, k) =>
        ui.show({
          [`z${k}`]: v,
          [`p${k}`]: p[k],
          [`after${k}`]: p[k] + change[k],
          [`change${k}`]: change[k],
          [`slope${k}`]: J[k][i],
        })
      );
    },
    sentence: () => inWords(view),
    reset() {
      tried = { key: "", seen: [] };
    },
  };
}

const nudgeFrom = (z) => [literal(z).replaceAll("-", "\u2212"), { z }];

export const nudge = {
  title: "Raise one score",
  build: buildNudge,
  presets: [
    ["Scores", [nudgeFrom([2, 1, 0.1]), nudgeFrom([0, 0, 0]), nudgeFrom([8, 1, 0.1])]],
    ["By how much", [0.01, 0.1, 1].map((d) => [String(d), { d }])],
  ],
};
