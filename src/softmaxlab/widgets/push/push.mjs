/**
 * Push: what a score does to all shares. The shares of three words, and the matrix of their
 * derivatives.
 */
import { crisp, pane, pool } from "../kit/drawing.mjs";
import { widget } from "../kit/frame.mjs";
import { classNames, entryNames } from "../kit/labels.mjs";
import { codec } from "../kit/link.mjs";
import { logitSliders } from "../kit/logit_sliders.mjs";
import { literal, readTemperature, roughText } from "../kit/number_text.mjs";
import { softmax } from "../kit/smath.mjs";
import { temperatureControl } from "../kit/temperature_control.mjs";
import { temperatureLabel } from "../kit/temperatures.mjs";
import { eigenvalues, jacobian } from "./jacobian.mjs";

/** The program that computes every number of a state. */
const python = ({ z, T }) =>
  [
    "import numpy as np",
    "from softmaxlab import softmax, softmax_jacobian",
    "",
    `z = np.array(${literal(z)})`,
    `T = ${literal(readTemperature(T))}`,
    "",
    "p = softmax(z, temperature=T)",
    "J = softmax_jacobian(z, temperature=T)",
    "eig = np.linalg.eigvalsh(J)",
    "print(p, p.sum())",
    "print(J)",
    "print(eig)",
    "",
  ].join("\n");

function build(ui) {
  const paper = pane(ui, { narrow: [334, 150], wide: [646, 150] }, "Shares");
  const bars = pool(paper.svg, "rect", { class: "smx-bar" });
  const names = pool(paper.svg, "text", { class: "smx-word", "text-anchor": "middle" });
  const axis = pool(paper.svg, "path", { class: "smx-axis" });
  const sliders = logitSliders(ui, 10, 3);
  ui.controls.append(sliders.node);
  const temperature = temperatureControl(ui);
  let form;
  let view;

  function rename({ called, labels }) {
    sliders.fill(entryNames(labels, 3, "z"));
    ui.table("Shares and their derivatives", ["word", "score", "share", ...called], [
      ...called.map((name, i) => [
        name,
        ui.output(`z${i}`, "z", `z[${i}]`),
        ui.output(`p${i}`, "p", `p[${i}]`),
        ...called.map((_, j) => ui.output(`J${i}${j}`, "size", `J[${i}][${j}]`)),
      ]),
      ["eigenvalues", "", "", ...called.map((_, k) => ui.output(`eig${k}`, "size", `eig[${k}]`))],
    ]);
  }

  return {
    python,
    draw({ z, T: text, labels }) {
      const T = readTemperature(text);
      const p = softmax(z, T);
      view = { z, T, p, called: classNames(labels, 3), labels };
      if (form !== `${labels}`) rename(view);
      form = `${labels}`;
      const column = paper.width / 3;
      const base = paper.height - 24;
      axis([{ d: `M0,${crisp(base)}H${paper.width}` }]);
      bars(p.map((v, i) => ({
        x: column * (i + 0.2),
        width: column * 0.6,
        y: base - v * (base - 10),
        height: v * (base - 10),
      })));
      names(view.called.map((text, i) => ({ x: column * (i + 0.5), y: base + 19, text })));
      const told = view.called.map((name, i) => `${name} ${roughText(p[i])}`).join(", ");
      paper.label(`Bars of the shares at T = ${temperatureLabel(T)}: ${told}.`);
      sliders.show(z, p);
      temperature(T);
      const J = jacobian(p, T);
      const eig = eigenvalues(p, T);
      z.forEach((v, i) => {
        ui.show({ [`z${i}`]: v, [`p${i}`]: p[i], [`eig${i}`]: eig[i] });
        J[i].forEach((w, j) => ui.show({ [`J${i}${j}`]: w }));
      });
    },
    sentence: () =>
      `T = ${temperatureLabel(view.T)}: ${
        view.called.map((name, i) => `${name} ${roughText(view.p[i])}`).join(", ")
      }.`,
  };
}

const scores = (z) => [literal(z).replaceAll("-", "\u2212"), { z, T: "1" }];

export default widget({
  name: "push",
  title: "What a score does",
  state: {
    T: codec.temperature,
    z: codec.numbers(3, 3, -2000, 2000),
    y: codec.shares(3),
    lr: codec.number(0, 5),
    i: codec.whole(0, 2),
    d: codec.number(0.001, 5),
  },
  presets: [["Scores", [scores([2, 1, 0.1]), scores([0, 0, 0]), scores([8, 1, 0.1])]]],
  build,
});
