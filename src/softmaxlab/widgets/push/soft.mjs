/**
 * The view "soft": a target of three shares to drag, and a button that takes one step against the
 * gradient. The loss ends at the entropy of the target; where the target has a 0, it never does.
 */
import { button, controlRow, rangeSlider } from "../kit/controls.mjs";
import { h } from "../kit/nodes.mjs";
import { format, literal, roughText } from "../kit/number_text.mjs";
import { entropy } from "../kit/smath.mjs";
import {
  judged,
  JUDGED_HEAD,
  judgedInPython,
  judgedInWords,
  judgedRows,
  pushLine,
  retargeted,
  saidAndHappened,
  showJudged,
  stepped,
} from "./loss.mjs";
import { saidPane } from "./target.mjs";

function buildSoft(ui) {
  const paper = saidPane(ui, { narrow: [334, 218], wide: [646, 218] }, "Shares", "target, y");
  const aim = (from, i, share) => ui.put({ y: retargeted(from, i, share) }, true);
  const draw = saidAndHappened(paper, { ui, below: 64, drag: aim });
  const step = button("Step", { class: "smx-button smx-main" }, () => {
    ui.glide({ z: stepped(view) });
  });
  const note = h("span", { class: "smx-quiet", "aria-hidden": "true" });
  const hand = controlRow(3, { class: "smx-repeats smx-aims" });
  ui.controls.append(h("div", { class: "smx-row" }, step, note), hand);
  ui.readout("loss", ui.output("loss", "nats"));
  ui.readout("least possible", ui.output("H", "nats"));
  let sliders = [];
  let form;
  let view;

  function rename({ called }) {
    sliders = called.map((name, i) =>
      rangeSlider(ui, {
        label: `target ${name}`,
        min: 0,
        max: 1,
        step: 0.01,
        put: (share) => ({ y: retargeted(view.y, i, share) }),
      })
    );
    hand.replaceChildren(...sliders.map(({ node }) => node));
    ui.table("What was said, and what is the target", JUDGED_HEAD, judgedRows(ui, called));
  }

  return {
    python: ({ z, y, lr }) =>
      judgedInPython(
        { z, y, names: "entropy, log_softmax, softmax" },
        "H = entropy(y)  # no model has less loss",
        "print(H)",
        "",
        `after = z - ${literal(lr)} * g  # what the button does`,
      ),
    draw(state) {
      view = judged({ ...state, T: "1" });
      const { z, y, lr, called } = view;
      if (form !== `${called}`) rename(view);
      form = `${called}`;
      const scores = [z.map((v) => `score ${format(Math.round(v * 100) / 100, "z")}`), "smx-logit"];
      draw({ ...view, lines: [scores, pushLine(view)] });
      if (ui.passing) return;
      note.textContent = lr === 1
        ? "each score takes its push"
        : `each score takes ${literal(lr)} times its push`;
      sliders.forEach((slider, i) =>
        slider.show(y[i], `target ${roughText(y[i])}`, ` ${roughText(y[i])}`)
      );
      paper.label(`${judgedInWords(view)}.`);
      showJudged(ui, view);
      ui.show({ H: entropy(y) });
    },
    sentence: () => `${judgedInWords(view)}.`,
  };
}

const aimed = (label, y) => [label, { z: [2, 1, 0.1], y, lr: 1 }];

export const soft = {
  title: "A soft target",
  build: buildSoft,
  presets: [
    ["Target", [
      aimed("ten words", [0.5, 0.1, 0.4]),
      aimed("smoothed", [0.9334, 0.0333, 0.0333]),
      aimed("one-hot", [1, 0, 0]),
    ]],
  ],
};
