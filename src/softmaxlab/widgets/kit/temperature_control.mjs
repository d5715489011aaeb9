/** The temperature: a slider over the 52 values of the course, and a box that takes any other. */
import { input, rangeSlider } from "./controls.mjs";
import { h, randomId, set } from "./nodes.mjs";
import { readTemperature, temperatureText } from "./number_text.mjs";
import { nearestTemperature, temperatureLabel, TEMPERATURES } from "./temperatures.mjs";

const WORDS = { 0: ", only the highest score counts", Infinity: ", all equal" };

/**
 * The slider with words at its ends and at 1, as nodes; `show(T)` moves it. An `error` stands in the
 * place of the words, so that nothing moves under a click.
 */
export function temperatureSlider(ui, ends, error = "") {
  const label = h("span", {}, h("span", { class: "visually-hidden" }, "Temperature "), "T");
  const slider = rangeSlider(ui, {
    label,
    min: 0,
    max: TEMPERATURES.length - 1,
    step: 1,
    put: (i) => ({ T: temperatureText(TEMPERATURES[i]) }),
  });
  const words = ends.map((text) => h("span", { "aria-hidden": "true" }, text));
  return {
    nodes: [slider.node, h("div", { class: "smx-ends" }, ...(error ? [error] : []), ...words)],
    show(T, text = temperatureLabel(T)) {
      slider.show(nearestTemperature(T), `T = ${temperatureLabel(T)}${WORDS[T] ?? ""}`, text);
    },
  };
}

/** Adds the slider and the box; what it returns shows a temperature. */
export function temperatureControl(ui) {
  const id = randomId();
  const box = input("text", {
    class: "smx-box",
    inputmode: "decimal",
    autocomplete: "off",
    "aria-label": "Temperature as a number",
    "aria-describedby": id,
  });
  const error = h("p", { class: "smx-error", id, hidden: true });
  const commit = () => {
    const T = readTemperature(box.value.replace(",", "."));
    const bad = Number.isNaN(T);
    if (!bad) ui.put({ T: temperatureText(T) });
    ui.complain(bad ? "T is 0, a positive number, or inf." : "", error);
    set(box, { "aria-invalid": bad && "true" });
    if (!bad) ui.ask(); // so that "0.50" becomes "0.5" although nothing changed
  };
  box.addEventListener("change", commit);
  // JupyterLab keeps Enter from becoming a change.
  box.addEventListener("keydown", (event) => event.key === "Enter" && commit());
  const { nodes: [field, ends], show } = temperatureSlider(
    ui,
    ["0 highest", "1", "∞ equal"],
    error,
  );
  ui.controls.append(h("div", { class: "smx-temperature" }, field, box, ends));
  return (T) => {
    if (!ui.passing) { // nobody's typing is touched on the way
      box.value = temperatureLabel(T);
      set(box, { "aria-invalid": false });
      ui.complain("", error);
    }
    show(T, "");
  };
}
