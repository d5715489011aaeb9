/** The temperatures of these figures, from 0.15 to 5, and the slider that goes through them. */
import { rangeSlider } from "../kit/controls.mjs";
import { h } from "../kit/nodes.mjs";
import { temperatureLabel, TEMPERATURES } from "../kit/temperatures.mjs";

export const COLDEST = 0.15;
export const WARMEST = 5;
const WARM = TEMPERATURES.filter((T) => T >= COLDEST && T <= WARMEST);

/** The place of the nearest of them. */
const nearestWarm = (T) => {
  const away = WARM.map((t) => Math.abs(Math.log(t / T)));
  return away.indexOf(Math.min(...away));
};

/** Adds the slider; what it returns shows a temperature. */
export function warmthSlider(ui) {
  const label = h("span", {}, h("span", { class: "visually-hidden" }, "Temperature "), "T");
  const slider = rangeSlider(ui, {
    label,
    min: 0,
    max: WARM.length - 1,
    step: 1,
    put: (i) => ({ T: WARM[i] }),
  });
  ui.controls.append(h("div", { class: "smx-temperature smx-alone" }, slider.node));
  return (T) => slider.show(nearestWarm(T), `T = ${temperatureLabel(T)}`, temperatureLabel(T));
}
