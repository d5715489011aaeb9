/** The view "path": the way of the point through the triangle as T runs from 0 to infinity. */
import { classNames } from "../kit/labels.mjs";
import { h } from "../kit/nodes.mjs";
import { literal, readTemperature, temperatureText } from "../kit/number_text.mjs";
import { max, softmax } from "../kit/smath.mjs";
import { temperatureSlider } from "../kit/temperature_control.mjs";
import { temperatureLabel, TEMPERATURES } from "../kit/temperatures.mjs";
import {
  cornersInWords,
  cornerTriangle,
  listed,
  pointInPython,
  shareRows,
  showShares,
} from "./corners.mjs";

const pathInPython = ({ z, T }) =>
  pointInPython(z, "p = softmax(z, temperature=T)", `T = ${literal(readTemperature(T))}`);

function buildPath(ui) {
  let view;
  let map;

  /** The temperature whose point is nearest to the pointer. */
  function move({ x, y }) {
    const away = (T) => {
      const [px, py] = map.place(view.z, T);
      return Math.hypot(px - x, py - y);
    };
    const near = TEMPERATURES.map(away);
    const least = Math.min(...near);
    // Where many stand on one spot, that of now stays.
    const T = away(view.T) <= least + 1e-6 ? view.T : TEMPERATURES[near.indexOf(least)];
    ui.put({ T: temperatureText(T) }, true);
  }

  const picture = cornerTriangle(ui, move);
  const temperature = temperatureSlider(ui, ["0", "1", "∞"]);
  ui.controls.append(h("div", { class: "smx-temperature smx-alone" }, ...temperature.nodes));
  const title = h("span");
  let form;

  return {
    python: pathInPython,
    draw(state) {
      const { z } = state;
      const T = readTemperature(state.T);
      const p = softmax(z, T);
      const called = classNames(state.labels, 3);
      view = { z, T, p, called };
      if (form !== `${called}`) {
        ui.table(title, ["word", "score", "score − mean", "share"], shareRows(ui, called));
      }
      form = `${called}`;
      title.textContent = `The point at T = ${temperatureLabel(T)}`;
      map = picture.draw({ ...view, path: true });
      temperature.show(T);
      const ends = softmax(z, 0);
      const first = called.filter((_, i) => ends[i] === max(ends)).join(" and ");
      picture.paper.label(
        `${
          cornersInWords(called)
        }, with the path of the point from ${first} at T = 0 to the centre ` +
          `at T = ∞. At T = ${temperatureLabel(T)} it is at ${listed(called, p)}.`,
      );
      showShares(ui, z, p);
    },
    sentence: () => `T = ${temperatureLabel(view.T)}: ${listed(view.called, view.p)}.`,
  };
}

const pathOf = (z) => [
  literal(z).replaceAll("-", "\u2212"),
  ["0", "0.5", "3"].map((T) => [`T = ${T}`, { z, T }]),
];

export const path = {
  title: "The path of the temperature",
  build: buildPath,
  presets: [pathOf([2, 1, 0.1]), pathOf([2, 1, -3]), pathOf([2, 2, 1])],
};
