/** Two sliders for the point: the gaps of the first two logits to the third. */
import { controlRow, rangeSlider } from "../kit/controls.mjs";
import { h } from "../kit/nodes.mjs";
import { format } from "../kit/number_text.mjs";
import { clamp, tenth } from "../kit/smath.mjs";

const FAR = 14; // as far as the point can be dragged at temperature 1
const MOST_LOGIT = 2000; // what a trait takes

/** A gap in one decimal, which is the step of its slider. */
const gapText = (d) => format(tenth(d), "z");

/** An end of a slider, without needless zeros. */
const endText = (d) => gapText(d).replace(".0", "");

/** "later − never", or "z[0] − z[2]". */
export const difference = (called, i) => `${called[i]} − ${called[2]}`;

/**
 * The sliders in one row, with their ends; `show(z, called, words)` moves them. What they are called
 * which traits they set and how far they go can be changed.
 */
export function gapSliders(
  ui,
  attributes = {},
  { name = difference, traits = (z) => ({ z }), far = FAR } = {},
) {
  let now;
  const sliders = [0, 1].map((i) => {
    const label = h("span");
    const ends = [h("span"), h("span"), h("span")];
    const slider = rangeSlider(ui, {
      label,
      min: -far,
      max: far,
      step: 0.1,
      put: (d) =>
        traits(now.with(i, clamp(Number((now[2] + d).toFixed(10)), -MOST_LOGIT, MOST_LOGIT))),
    });
    slider.node.append(h("div", { class: "smx-reach", "aria-hidden": "true" }, ...ends));
    return { ...slider, label, ends };
  });
  return {
    node: controlRow(
      2,
      { role: "group", "aria-label": "Point", ...attributes },
      ...sliders.map(({ node }) => node),
    ),
    show(z, called, words) {
      now = z;
      sliders.forEach(({ show, input, label, ends }, i) => {
        const gap = z[i] - z[2];
        label.textContent = name(called, i);
        show(gap, `${gapText(gap)}${words}`, ` ${gapText(gap)}`);
        const [low, high] = [input.min, input.max].map(Number);
        [low, (low + high) / 2, high].forEach((end, k) => {
          ends[k].textContent = endText(end);
        });
      });
    },
  };
}
