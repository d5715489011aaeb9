/**
 * The view "challenge": three bars for each word, its share after one pass, after two and after
 * three. The button applies softmax once more; the first bar of each word can be dragged.
 */
import { button } from "../kit/controls.mjs";
import { crisp, pane, pool } from "../kit/drawing.mjs";
import { handles } from "../kit/handles.mjs";
import { classNames, entryNames } from "../kit/labels.mjs";
import { logitSliders } from "../kit/logit_sliders.mjs";
import { h, s, set } from "../kit/nodes.mjs";
import { literal, readTemperature, roughText } from "../kit/number_text.mjs";
import { clamp, logsumexp, max, softmax, tenth, times } from "../kit/smath.mjs";
import { temperatureLabel } from "../kit/temperatures.mjs";
import { plural } from "./orbit.mjs";

const MARGIN = 26; // margins, in pixels
const ROOF = 24;
const BELOW = 50;
const SHOWN = 3; // passes
const LIMIT = 10; // of a slider

const challengeInPython = (state) =>
  [
    "import numpy as np",
    "from softmaxlab import iterated_softmax",
    "",
    `z = np.array(${literal(state.z)})`,
    `T = ${literal(readTemperature(state.T))}`,
    `passes = ${state.passes}`,
    "",
    "P = iterated_softmax(z, passes, temperature=T)  # P[0] is softmax(z / T)",
    "print(P)",
    "",
  ].join("\n");

function bars(ui, paper) {
  const { svg } = paper;
  const grid = pool(svg, "path", { class: "smx-grid" });
  const half = s("path", { class: "smx-curve smx-limits" }, svg);
  const heights = pool(svg, "text", { x: MARGIN - 8, "text-anchor": "end", dy: "0.35em" });
  const solid = pool(svg, "rect", { class: "smx-bar" });
  const values = pool(svg, "text", { class: "smx-number smx-halo", "text-anchor": "middle" });
  const counts = pool(svg, "text", { "text-anchor": "middle" });
  const names = pool(svg, "text", { class: "smx-word", "text-anchor": "middle" });
  let last;
  const tops = handles(ui, paper, {
    along: "y",
    // The score that puts the top of the first bar there while the others stay.
    move({ y }, i) {
      const { z, T, base } = last;
      const p = clamp((base - y) / (base - ROOF), 1e-4, 1 - 1e-4);
      const others = logsumexp(z.filter((_, j) => j !== i).map((v) => v / T));
      const value = T * (Math.log(p / (1 - p)) + others);
      ui.put({ z: z.with(i, clamp(tenth(value), -LIMIT, LIMIT)) }, true);
    },
  });

  return ({ z, T, P, shown, called, focus }) => {
    const right = paper.width - 2;
    const base = paper.height - BELOW;
    const column = (right - MARGIN) / z.length;
    const pitch = Math.min(column / (SHOWN + 0.05), 62);
    const wide = Math.round(pitch * 0.76);
    const y = (v) => base - v * (base - ROOF);
    const middle = (i) => MARGIN + column * (i + 0.5);
    const place = (i, t) => middle(i) + (t - (SHOWN - 1) / 2) * pitch;
    const across = (v) => `M${MARGIN},${crisp(y(v))}H${right}`;
    const spare = (v) => (v < 0.005 ? "≈0" : v >= 0.995 ? "≈1" : roughText(v));
    const each = (count, item) => times(count, (t) => z.map((_, i) => item(i, t))).flat();
    last = { z, T, base };

    grid([0, 1 / z.length, 1].map((v) => ({ d: across(v) })));
    set(half, { d: across(0.5) });
    const third = z.length === 2 ? [] : [[1 / z.length, `1/${z.length}`]];
    heights([[0, "0"], ...third, [0.5, "½"], [1, "1"]].map(([v, text]) => ({ y: y(v), text })));
    solid(each(shown, (i, t) => ({
      x: place(i, t) - wide / 2,
      width: wide,
      y: y(P[t][i]),
      height: base - y(P[t][i]),
    })));
    values([
      ...each(shown, (i, t) => ({
        x: place(i, t),
        y: y(P[t][i]) - (t ? 6 : 13),
        text: pitch < 28 ? "" : pitch < 44 ? spare(P[t][i]) : roughText(P[t][i]),
      })),
      ...each(SHOWN - shown, (i, t) => ({ x: place(i, t + shown), y: base - 6, text: "?" })),
    ]);
    counts(each(SHOWN, (i, t) => ({ x: place(i, t), y: base + 23, text: t + 1 })));
    names(called.map((text, i) => ({ x: middle(i), y: base + 43, text })));
    tops(
      (T > 0 && T < Infinity ? P[0] : []).map((v, i) => ({
        x: place(i, 0),
        y: y(v),
        area: [place(i, 0) - pitch / 2, 0, pitch, base],
        lit: i === focus,
      })),
    );
  };
}

function buildChallenge(ui) {
  const note = h("span", { "aria-hidden": "true" });
  const paper = pane(
    ui,
    { narrow: [334, 240], wide: [646, 240] },
    "Share after each pass",
    note,
  );
  const draw = bars(ui, paper);
  const hand = logitSliders(ui, LIMIT, 3);
  const again = button("Again", { class: "smx-button smx-main" }, () => {
    const { shown } = view;
    ui.put({ passes: shown === SHOWN ? 1 : shown + 1 });
  });
  ui.controls.append(hand.node, h("div", { class: "smx-row" }, again));
  let form = "";
  let view;

  function fill({ z, shown, called, labels }) {
    hand.fill(entryNames(labels, z.length, "z"));
    ui.table("Shares after each pass", [
      "word",
      "score",
      ...times(shown, (t) => `pass ${t + 1}`),
    ], [
      ...z.map((_, i) => [
        called[i],
        ui.output(`z${i}`, "z", `z[${i}]`),
        ...times(shown, (t) => ui.output(`p${t + 1}.${i}`, "p", `P[${t}][${i}]`)),
      ]),
    ]);
  }

  const leader = ({ P, shown }) => max(P[shown - 1]);
  const inWords = ({ P, shown, called }) =>
    called.map((name, i) => `${name} ${roughText(P[shown - 1][i])}`).join(", ");
  const at = ({ T }) => (T === 1 ? "" : ` at T = ${temperatureLabel(T)}`);

  return {
    python: challengeInPython,
    draw(state) {
      const { z, labels } = state;
      const T = readTemperature(state.T);
      const shown = clamp(Math.round(state.passes), 1, SHOWN);
      const P = [softmax(z, T)];
      while (P.length < shown) P.push(softmax(P.at(-1), T));
      const focus = hand.focus;
      view = { z, T, P, shown, labels, focus, called: classNames(labels, z.length) };
      const wanted = `${z.length}|${shown}|${labels}`;
      if (form !== wanted) fill(view);
      form = wanted;
      hand.show(z, P[0]);
      ui.stage.dataset.shown = shown;
      draw(view);
      note.textContent = `leader${at(view)}: ${roughText(leader(view))}`;
      again.textContent = shown === SHOWN ? "Back to one pass" : "Again";
      paper.label(
        `Bars of the shares after ${plural(shown)}${at(view)}: ${inWords(view)}. ` +
          "A dashed line stands at one half.",
      );
      z.forEach((v, i) => {
        ui.show({ [`z${i}`]: v });
        P.forEach((p, t) => ui.show({ [`p${t + 1}.${i}`]: p[i] }));
      });
    },
    sentence: () => `After ${plural(view.shown)}${at(view)}: ${inWords(view)}.`,
  };
}

const shared = (label, state) => [
  label,
  [1, 2, 3].map((passes) => [plural(passes), { T: "1", ...state, passes }]),
];

export const challenge = {
  title: "Softmax again and again",
  build: buildChallenge,
  presets: [
    shared("[2, 1, 0.1]", { z: [2, 1, 0.1] }),
    shared("a certain winner", { z: [1000, 0, 0] }),
    shared("T = 0.3", { z: [2, 1, 0.1], T: "0.3" }),
  ],
};
