/**
 * The view "target": three words with their shares; one of them came next. It is chosen by a press,
 * and its score goes up and down: the loss follows the score without end, the push does not.
 */
import { radioGroup, rangeSlider } from "../kit/controls.mjs";
import { pane } from "../kit/drawing.mjs";
import { h } from "../kit/nodes.mjs";
import { format, literal } from "../kit/number_text.mjs";
import { tenth } from "../kit/smath.mjs";
import {
  judged,
  JUDGED_HEAD,
  judgedInPython,
  judgedInWords,
  judgedRows,
  lossText,
  mainClass,
  oneHot,
  pushLine,
  saidAndHappened,
  showJudged,
  signless,
} from "./loss.mjs";

/**
 * A drawing with its legend, which calls the target `aim` and the arrows `arrow`: a pane whose
 * `key(aim, arrow)` names them anew.
 */
export function saidPane(ui, size, title, aim) {
  const [happened, pushes] = [aim, "push"].map((text) => h("span", {}, text));
  const it = pane(
    ui,
    size,
    title,
    h(
      "span",
      { class: "smx-legend", "aria-hidden": "true" },
      h("span", { class: "smx-key smx-now" }, "said, p"),
      h("span", { class: "smx-key smx-happened" }, happened),
      h("span", { class: "smx-key smx-arrows smx-until" }, pushes),
    ),
  );
  return Object.assign(it, {
    key(name, arrow) {
      happened.textContent = name;
      pushes.textContent = arrow;
    },
  });
}

/** Which word came, as native radio buttons that write the target. */
export function cameNext(ui, called) {
  const put = ({ y }) => ui.put({ y: oneHot(Number(y)) });
  return radioGroup({ put }, "came next", "y", called.map((name, i) => [String(i), name]));
}

function buildTarget(ui) {
  const paper = saidPane(ui, { narrow: [334, 218], wide: [646, 218] }, "Shares", "happened, y");
  const draw = saidAndHappened(paper, {
    ui,
    below: 64,
    pick: (i) => ui.put({ y: oneHot(i) }),
  });
  const choice = h("div", {});
  const name = h("span");
  const slider = rangeSlider(ui, {
    label: name,
    min: -20,
    max: 20,
    step: 0.1,
    put: (value) => ({ z: view.z.with(mainClass(view.y), tenth(value)) }),
  });
  ui.controls.append(h("div", { class: "smx-row smx-stepping" }, choice, slider.node));
  ui.readout("loss", ui.output("loss", "nats"));
  let radios;
  let form;
  let view;

  return {
    python: (state) => judgedInPython(state),
    draw(state) {
      view = judged({ ...state, T: "1" });
      const { z, y, L, called, came } = view;
      if (form !== `${called}`) {
        radios = cameNext(ui, called);
        choice.replaceChildren(radios.node);
        ui.table("What was said, and what happened", JUDGED_HEAD, judgedRows(ui, called));
      }
      form = `${called}`;
      const scores = [z.map((v) => `score ${format(v, "z")}`), "smx-logit"];
      draw({ ...view, lines: [scores, pushLine(view)] });
      if (ui.passing) return;
      const k = mainClass(y);
      radios.show(String(came));
      name.textContent = `score of ${called[k]}`;
      slider.show(z[k], `${format(z[k], "z")}, loss ${lossText(L)}`, `: ${format(z[k], "z")}`);
      paper.label(`${judgedInWords(view)}.`);
      showJudged(ui, view);
    },
    sentence: () => `${judgedInWords(view)}.`,
  };
}

const said = (z, k) => [signless(literal(z)), { z, y: oneHot(k) }];

export const target = {
  title: "What came next?",
  build: buildTarget,
  presets: [
    ["never came", [said([2, 1, 0.1], 2), said([2, 1, -19.7], 2), said([12, 1, 0.1], 2)]],
    ["later came", [said([2, 1, 0.1], 0), said([-3, 1, 0.1], 0), said([12, 1, 0.1], 0)]],
  ],
};
