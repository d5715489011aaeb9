/** A row of sliders for a few logits, and how a logit and its probability are said. */
import { controlRow, rangeSlider } from "./controls.mjs";
import { fineText, format } from "./number_text.mjs";
import { clamp, tenth, times } from "./smath.mjs";

const LARGEST = 2000; // what a trait takes

/**
 * Sliders from -limit to limit; more than `columns` of them stand in two rows. `fill(names)` makes
 * them, `show(z, p)` moves them, each with room around a large logit, or all with the same `bounds`
 * if these are given; `focus` is the logit that the reader is at, or -1.
 */
export function logitSliders(ui, limit, columns) {
  const node = controlRow(columns, { class: "smx-repeats" }); // of bars that can be dragged
  let sliders = [];
  let now = [];
  const at = (i) => () => {
    hand.focus = i;
    ui.ask();
  };
  const hand = {
    node,
    focus: -1,
    fill(names) {
      const n = names.length;
      hand.focus = -1;
      sliders = times(n, (i) => {
        const slider = rangeSlider(ui, {
          label: names[i],
          min: -limit,
          max: limit,
          step: 0.1,
          put: (value) => ({ z: now.with(i, clamp(tenth(value), -LARGEST, LARGEST)) }),
        });
        slider.input.addEventListener("focus", at(i));
        slider.input.addEventListener("blur", at(-1));
        return slider;
      });
      node.replaceChildren(...sliders.map((slider) => slider.node));
      node.style.setProperty("--columns", n > columns ? Math.ceil(n / 2) : n);
    },
    show(z, p, bounds) {
      now = z;
      sliders.forEach((slider, i) => {
        const text = format(z[i], "z");
        slider.show(z[i], `${text}, probability ${fineText(p[i])}`, ` ${text}`, bounds);
      });
    },
  };
  return hand;
}
