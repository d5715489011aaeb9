/**
 * The view "matrix": bars of the shares, to drag, and beside them all first derivatives as a table:
 * a column says what raising that word's score does. Below it stand the eigenvalues, from 0 to 1/2.
 */
import { crisp, levels, pane, pool } from "../kit/drawing.mjs";
import { handles } from "../kit/handles.mjs";
import { classNames, entryNames } from "../kit/labels.mjs";
import { logitSliders } from "../kit/logit_sliders.mjs";
import { literal, roughText, scientific } from "../kit/number_text.mjs";
import { clamp, logsumexp, max, softmax } from "../kit/smath.mjs";
import { eigenvalues, jacobian } from "./jacobian.mjs";

/** The program that computes every number of a state. */
const matrixInPython = ({ z }) =>
  [
    "import numpy as np",
    "from softmaxlab import softmax",
    "",
    `z = np.array(${literal(z)})`,
    "",
    "p = softmax(z)",
    "J = np.diag(p) - np.outer(p, p)",
    "eig = np.linalg.eigvalsh(J)",
    "print(J)",
    "print(eig)",
    "",
  ].join("\n");

/**
 * How entries of a matrix are written: "0.225", "−0.160", with as many decimals as the largest one
 * needs, so that columns add up as printed; a tiny one in powers of ten, for it is not 0.
 */
function entryWriter(largest) {
  const places = clamp(2 - Math.floor(Math.log10(largest)), 3, 5);
  const least = 10 ** -places / 2;
  return (v) => {
    const size = Math.abs(v);
    if (size === 0) return "0";
    const text = size >= least ? size.toFixed(places) : scientific(size, 1);
    return v < 0 ? `\u2212${text}` : text;
  };
}

const SIDE = 40; // left of the bars, for the levels
const TOP = 14;
const NAMES = 28; // below the bars
const ENDS = 10; // of the sliders, on both sides of 0
const LEAST = 1e-4; // a share that a bar can be dragged to

/** How far all sliders go: as far as usual, or the next multiple of it that holds every score. */
const reachOf = (z) => ENDS * Math.max(1, Math.ceil(max(z.map(Math.abs)) / ENDS));

/**
 * Bars whose tops can be dragged: a share for one word, which changes its score alone, and ends where
 * the sliders do.
 */
function dragBars(ui, paper) {
  const { svg } = paper;
  const level = levels(svg, SIDE);
  const bars = pool(svg, "rect", { class: "smx-bar" });
  const texts = pool(svg, "text", { "text-anchor": "middle" });
  let now;
  const height = () => paper.height - TOP - NAMES;
  const move = ({ y }, k) => {
    const q = clamp(1 - (y - TOP) / height(), LEAST, 1 - LEAST);
    const others = logsumexp(now.filter((_, j) => j !== k));
    const score = Math.round(100 * (Math.log(q / (1 - q)) + others)) / 100;
    const end = reachOf(now);
    ui.put({ z: now.with(k, clamp(score, -end, end)) }, true);
  };
  const tops = handles(ui, paper, { along: "y", move });

  return ({ z, p, called }) => {
    now = z;
    const column = (paper.width - SIDE) / 3;
    const w = Math.round(column * 0.56);
    const x = (k) => SIDE + column * (k + 0.5);
    const y = (v) => TOP + (1 - v) * height();
    level(paper.width, [[y(0), "0"], [y(0.5), "½"], [y(1), "1"]]);
    bars(p.map((v, k) => ({ x: x(k) - w / 2, width: w, y: y(v), height: y(0) - y(v) })));
    texts(called.map((text, k) => ({ x: x(k), y: y(0) + 23, class: "smx-word", text })));
    tops(p.map((v, k) => ({
      x: x(k),
      y: y(v),
      area: [x(k) - column / 2, TOP, column, height()],
    })));
  };
}

/** The matrix as a table with numbers in its cells, and its eigenvalues on an axis below. */
function heatMap(paper) {
  const { svg } = paper;
  const LEFT = 52;
  const AXIS = 46;
  const HEADS = 26;
  const cells = pool(svg, "rect", { rx: 4 });
  const texts = pool(svg, "text", { dy: "0.35em" });
  const axis = pool(svg, "path", { class: "smx-axis" });
  const marks = pool(svg, "circle", { class: "smx-hollow", r: 5, "stroke-width": 2 });
  const captions = pool(svg, "text", { dy: "0.35em" });

  return ({ J, eig, called, entryText }) => {
    const { width, height } = paper;
    const column = (width - LEFT) / 3;
    const row = (height - AXIS - HEADS) / 3;
    const x = (j) => LEFT + column * (j + 0.5);
    const y = (k) => HEADS + row * (k + 0.5);
    const all = J.flatMap((line, k) => line.map((v, j) => ({ v, k, j })));
    cells(all.map(({ v, k, j }) => ({
      x: x(j) - column / 2 + 2,
      y: y(k) - row / 2 + 2,
      width: column - 4,
      height: row - 4,
      class: `smx-heat ${v < 0 ? "smx-loses" : "smx-gains"}`,
      "fill-opacity": (0.02 + 1.4 * Math.min(Math.abs(v), 0.25)).toFixed(3),
    })));
    texts([
      ...called.map((name, j) => ({
        x: x(j),
        y: HEADS - 12,
        class: "smx-logit",
        "text-anchor": "middle",
        text: `${name} ↑`,
      })),
      ...called.map((name, k) => ({ x: 0, y: y(k), class: "smx-number", text: name })),
      ...all.map(({ v, k, j }) => ({
        x: x(j),
        y: y(k),
        "text-anchor": "middle",
        class: "smx-name",
        text: entryText(v),
      })),
    ]);
    const line = height - 28;
    const at = (v) => LEFT + 8 + (width - LEFT - 16) * Math.min(v / 0.5, 1);
    axis([{
      d: `M${at(0)},${crisp(line)}H${at(0.5)}` +
        [0, 0.25, 0.5].map((v) => `M${crisp(at(v))},${line - 4}v8`).join(""),
    }]);
    marks(eig.map((v) => ({ cx: at(v), cy: line })));
    captions([
      { x: 0, y: line - 7, text: "eigen-" },
      { x: 0, y: line + 9, text: "values" },
      ...[[0, "0"], [0.25, "¼"], [0.5, "½"]].map(([v, text]) => ({
        x: at(v),
        y: line + 18,
        "text-anchor": "middle",
        text,
      })),
    ]);
  };
}

function buildMatrix(ui) {
  const left = pane(ui, { narrow: [334, 126], wide: [311, 236] }, "Shares");
  const right = pane(
    ui,
    { narrow: [334, 190], wide: [311, 236] },
    "Jacobian: a raise ↑ is a column",
  );
  const drawBars = dragBars(ui, left);
  const drawMatrix = heatMap(right);
  const sliders = logitSliders(ui, ENDS, 3);
  ui.controls.append(sliders.node);
  let reach = ENDS;
  let held = false; // a slider: its ends stay where they are until it is let go
  for (const type of ["pointerdown", "pointerup", "pointercancel", "change"]) {
    sliders.node.addEventListener(type, () => {
      held = type === "pointerdown";
      ui.ask();
    });
  }
  let form;
  let view;

  function rename({ called, labels }) {
    sliders.fill(entryNames(labels, 3, "z"));
    ui.table("Shares and their derivatives", ["word", "score", "share", ...called], [
      ...called.map((name, k) => [
        name,
        ui.output(`z${k}`, "z", `z[${k}]`),
        ui.output(`p${k}`, "p", `p[${k}]`),
        ...called.map((_, j) => ui.output(`J${k}${j}`, "size", `J[${k}][${j}]`)),
      ]),
      ["eigenvalues", "", "", ...called.map((_, k) => ui.output(`eig${k}`, "size", `eig[${k}]`))],
    ]);
  }

  const inWords = ({ called, p }) =>
    called.map((name, k) => `${name} ${roughText(p[k])}`).join(", ");

  return {
    python: matrixInPython,
    draw({ z, labels }) {
      const p = softmax(z);
      const J = jacobian(p);
      const eig = eigenvalues(p);
      const entryText = entryWriter(max(J.flat()));
      view = { z, p, J, eig, called: classNames(labels, 3), labels, entryText };
      if (form !== `${labels}`) rename(view);
      form = `${labels}`;
      drawBars(view);
      drawMatrix(view);
      left.label(`Bars of the shares: ${inWords(view)}.`);
      right.label(
        `The Jacobian, row by row: ${
          J.map((line, k) => `${view.called[k]} ${line.map(entryText).join(", ")}`).join("; ")
        }. Eigenvalues ${eig.map(entryText).join(", ")}.`,
      );
      reach = Math.max(reachOf(z), held ? reach : 0);
      sliders.show(z, p, { min: -reach, max: reach });
      z.forEach((v, k) => {
        ui.show({ [`z${k}`]: v, [`p${k}`]: p[k], [`eig${k}`]: eig[k] });
        J[k].forEach((w, j) => ui.show({ [`J${k}${j}`]: w }));
      });
    },
    sentence: () => `Shares ${inWords(view)}: largest eigenvalue ${view.entryText(view.eig[2])}.`,
  };
}

const matrixAt = (z) => [literal(z).replaceAll("-", "\u2212"), { z }];

export const matrix = {
  title: "The Jacobian",
  build: buildMatrix,
  presets: [
    ["Inside", [matrixAt([2, 1, 0.1]), matrixAt([0, 0, 0]), matrixAt([3, 3, -7])]],
    ["Near a corner", [matrixAt([4, 1, 0.1]), matrixAt([8, 1, 0.1]), matrixAt([20, 1, 0.1])]],
  ],
};
