/**
 * The workbench: shares, target and pushes at any temperature; beside them the loss over the score of
 * one word, with its tangent; and a button that takes a step against the gradient.
 */
import { button, rangeSlider } from "../kit/controls.mjs";
import { crisp, pane, pool } from "../kit/drawing.mjs";
import { handles } from "../kit/handles.mjs";
import { entryNames } from "../kit/labels.mjs";
import { logitSliders } from "../kit/logit_sliders.mjs";
import { h, s, set } from "../kit/nodes.mjs";
import { format, literal, readTemperature } from "../kit/number_text.mjs";
import { clamp, linspace, max, tenth } from "../kit/smath.mjs";
import { temperatureControl } from "../kit/temperature_control.mjs";
import { temperatureLabel } from "../kit/temperatures.mjs";
import { eigenvalues, jacobian } from "./jacobian.mjs";
import {
  judged,
  JUDGED_HEAD,
  judgedInWords,
  judgedRows,
  lossText,
  mainClass,
  oneHot,
  pushLine,
  pushText,
  retargeted,
  saidAndHappened,
  showJudged,
  stepped,
} from "./loss.mjs";
import { cameNext, saidPane } from "./target.mjs";

const RADIUS = 10; // of the scores on the axis of the curve
const POINTS = 81;
const BESIDE = 30; // margins, in pixels
const ABOVE = 14;
const AXIS_ROOM = 20;

/** The program that computes every number of a state. */
const workbenchInPython = ({ z, y, T: text, lr }) => {
  const T = readTemperature(text);
  return [
    "import numpy as np",
    "from softmaxlab import log_softmax, softmax, softmax_jacobian",
    "",
    `z = np.array(${literal(z)})`,
    `y = np.array(${literal(y)})  # what happened`,
    `T = ${literal(T)}`,
    `lr = ${literal(lr)}`,
    "",
    "p = softmax(z, temperature=T)  # what the model said",
    "some = y.astype(bool)  # what has no part adds nothing",
    "loss = -(y[some] * log_softmax(z, temperature=T)[some]).sum()",
    "print(p, loss)",
    ...(T > 0
      ? [
        "g = (p - y) / T  # the gradient; the push is -g",
        "after = z - lr * g  # what the button does",
        "print(g, g.sum())",
      ]
      : ["# At T = 0 the shares jump, and there is no gradient."]),
    "",
    "J = softmax_jacobian(z, temperature=T)  # the Hessian is J / T",
    "eig = np.linalg.eigvalsh(J)",
    "print(J)",
    "print(eig)",
    "",
  ].join("\n");
};

/** The loss over the score of class k, with a dot to drag, the tangent there, and the 0-1 loss. */
function lossCurve(ui, paper) {
  const { svg } = paper;
  const axis = s("path", { class: "smx-axis" }, svg);
  const stairs = s("path", { class: "smx-curve smx-limits" }, svg);
  const curve = s("path", { class: "smx-curve" }, svg);
  const tangent = s("path", { class: "smx-step" }, svg);
  const texts = pool(svg, "text", {});
  const names = pool(svg, "text", { class: "smx-halo" });
  let last;
  const dot = handles(ui, paper, {
    along: "x",
    move({ x }) {
      const v = clamp(tenth(last.lo + ((x - BESIDE) / last.unit)), last.lo, last.lo + 2 * RADIUS);
      ui.put({ z: last.z.with(last.k, v) }, true);
    },
  });

  return (view, k) => {
    const { z, T, g, L, came } = view;
    const right = paper.width - 8;
    const base = paper.height - AXIS_ROOM;
    const lo = Math.abs(z[k]) <= RADIUS ? -RADIUS : Math.round(z[k]) - RADIUS;
    const unit = (right - BESIDE) / (2 * RADIUS);
    const at = (v) => judged({ ...view, z: z.with(k, v), T: String(T) }).L;
    const grid = linspace(lo, lo + 2 * RADIUS, POINTS);
    const heights = grid.map(at);
    const wall = T === 0; // where the answer flips, the loss falls from infinity
    const top = wall ? 4 : Math.max(1.2, max(heights));
    const x = (v) => BESIDE + (v - lo) * unit;
    const up = (v) => base - (v / top) * (base - ABOVE);
    const path = grid.map((v, i) => `${x(v).toFixed(1)},${up(heights[i]).toFixed(1)}`);
    last = { lo, unit, z, k };
    set(axis, { d: `M${BESIDE},${crisp(base)}H${right}M${crisp(BESIDE)},${ABOVE}V${base}` });
    const rival = max(z.filter((_, i) => i !== k));
    const flips = clamp(rival, lo, lo + 2 * RADIUS);
    if (!wall) set(curve, { d: `M${path.join("L")}` });
    else set(curve, { d: came < 0 ? "" : `M${x(flips)},${ABOVE}V${base}H${right}` });
    set(stairs, { d: came < 0 ? "" : `M${BESIDE},${up(1)}H${x(flips)}V${up(0)}H${right}` });
    // As long as the pane lets it be.
    const slope = g?.[k];
    const ends = [-1, 1].map((way) => {
      const room = slope * way > 0 ? top - L : L;
      const d = way * Math.min(3, room / Math.abs(slope || 1e-9));
      return [x(z[k] + d), up(L + slope * d)];
    });
    const seen = g && Number.isFinite(L);
    set(tangent, { d: seen ? `M${ends[0].join()}L${ends[1].join()}` : "" });
    dot([{
      x: x(z[k]),
      y: up(Math.min(L, top)),
      area: [BESIDE, ABOVE, right - BESIDE, base - ABOVE],
      kind: "smx-there",
    }]);
    if (ui.passing) return;
    const left = (came < 0 ? right : x(flips)) - BESIDE; // as far as the loss is infinite at T = 0
    const tread = base - up(1);
    names([
      ...(came < 0 || left < 76
        ? []
        : [{ x: BESIDE + 6, y: tread > 20 ? up(1) + 15 : up(1) - 6, text: "0-1 loss" }]),
      ...(wall && left > 60 ? [{ x: BESIDE + 6, y: ABOVE + 24, text: "loss ∞" }] : []),
    ]);
    const highest = wall ? "∞" : top.toFixed(top < 10 ? 1 : 0);
    texts([
      { x: BESIDE - 6, y: up(top) + 5, text: highest, "text-anchor": "end" },
      { x: BESIDE - 6, y: base + 4, text: "0", "text-anchor": "end" },
      { x: BESIDE, y: base + 16, text: String(lo).replace("-", "\u2212"), "text-anchor": "middle" },
      {
        x: (BESIDE + right) / 2,
        y: base + 16,
        text: `score of ${view.called[k]}`,
        "text-anchor": "middle",
        class: "smx-logit",
      },
      { x: right, y: base + 16, text: lo + 2 * RADIUS, "text-anchor": "end" },
    ]);
  };
}

export function buildWorkbench(ui) {
  const paper = saidPane(ui, { narrow: [334, 140], wide: [311, 210] }, "", "happened, y");
  const drawShares = saidAndHappened(paper, {
    ui,
    below: 44,
    drag: (from, i, share) => ui.put({ y: retargeted(from, i, share) }, true),
  });
  const slope = h("span");
  const height = h("span", {}, "Loss ", ui.output("loss", "nats"));
  const second = pane(ui, { narrow: [334, 134], wide: [311, 210] }, height, slope);
  const drawLoss = lossCurve(ui, second);
  const sliders = logitSliders(ui, RADIUS, 3);
  ui.controls.append(sliders.node);
  const temperature = temperatureControl(ui);
  const step = button("Step", { class: "smx-button smx-main" }, () => {
    if (view.g) ui.glide({ z: stepped(view) });
  });
  const rate = rangeSlider(ui, {
    label: "learning rate",
    min: 0,
    max: 5,
    step: 0.1,
    put: (lr) => ({ lr: tenth(lr) }),
  });
  const choice = h("div", {});
  ui.controls.append(h("div", { class: "smx-row smx-stepping" }, step, rate.node, choice));
  let radios;
  let form;
  let view;

  function rename({ called, labels }) {
    sliders.fill(entryNames(labels, 3, "z"));
    radios = cameNext(ui, called);
    choice.replaceChildren(radios.node);
    const head = [...JUDGED_HEAD, ...called.map((name) => `J: ${name}`)];
    const rows = judgedRows(ui, called);
    called.forEach((_, i) =>
      rows[i].push(...called.map((_, j) => ui.output(`J${i}${j}`, "size", `J[${i}][${j}]`)))
    );
    const eig = called.map((_, k) => ui.output(`eig${k}`, "size", `eig[${k}]`));
    ui.table("Shares, target, gradient and Jacobian", head, [
      ...rows,
      ["eigenvalues of J", "", "", "", "", ...eig],
    ]);
  }

  return {
    python: workbenchInPython,
    draw(state) {
      view = judged(state);
      const { z, p, y, T, lr, L, g, called, came } = view;
      if (form !== `${called}`) rename(view);
      form = `${called}`;
      drawShares({ ...view, lines: [pushLine(view)] });
      const k = mainClass(y);
      drawLoss(view, k);
      if (ui.passing) return;
      const scale = T > 0 && T < 1 ? `push × ${literal(T)}` : "push";
      paper.key(came < 0 ? "target, y" : "happened, y", scale);
      slope.textContent = g ? `slope ${pushText(g[k])}` : "no slope at T = 0";
      sliders.show(z, p);
      temperature(T);
      rate.show(lr, `learning rate ${literal(lr)}`, ` ${literal(lr)}`);
      radios.show(String(came));
      set(step, { "aria-disabled": !g && "true" });
      paper.label(`${judgedInWords(view)}.`);
      second.label(
        `The loss as a curve over the score of ${called[k]}; at ${format(z[k], "z")} it is ${
          L === Infinity ? "infinite" : lossText(L)
        }${g ? `, with the slope ${pushText(g[k])}` : ""}.`,
      );
      showJudged(ui, view);
      const J = jacobian(p, T);
      const eig = eigenvalues(p, T);
      z.forEach((_, i) => {
        ui.show({ [`eig${i}`]: eig[i] });
        J[i].forEach((w, j) => ui.show({ [`J${i}${j}`]: w }));
      });
    },
    sentence: () => `T = ${temperatureLabel(view.T)}: ${judgedInWords(view)}.`,
  };
}

const begun = (label, y) => [label, { z: [2, 1, 0.1], y, T: "1", lr: 1 }];

export const workbenchPresets = [
  ["Came next", [
    begun("later", oneHot(0)),
    begun("never", oneHot(2)),
    begun("ten words", [0.5, 0.1, 0.4]),
  ]],
  ["Far off", [
    ["12, 1, 0.1", { z: [12, 1, 0.1], y: oneHot(2), T: "1", lr: 1 }],
    ["and T = 5", { z: [12, 1, 0.1], y: oneHot(2), T: "5", lr: 1 }],
    ["lr = 5", { z: [2, 1, 0.1], y: [0.5, 0.1, 0.4], T: "1", lr: 5 }],
  ]],
];
