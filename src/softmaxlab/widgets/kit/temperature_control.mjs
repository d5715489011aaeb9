/** The temperature: a slider over the 52 values of the course, and a box that takes any other. */
import { input, rangeSlider } from "./controls.mjs";
import { h, randomId, set } from "./nodes.mjs";
import { readTemperature, temperatureText } from "./number_text.mjs";
import { nearestTemperature, temperatureLabel, TEMPERATURES } from "./temperatures.mjs";

/** Adds the control; what it returns shows a temperature. */
export function temperatureControl(ui) {
  const id = randomId();
  const label = h("span", {}, h("span", { class: "visually-hidden" }, "Temperature "), "T");
  const slider = rangeSlider(ui, {
    label,
    min: 0,
    max: TEMPERATURES.length - 1,
    step: 1,
    put: (i) => ({ T: temperatureText(TEMPERATURES[i]) }),
  });
  const box = input("text", {
    class: "smx-box",
    inputmode: "decimal",
    autocomplete: "off",
    "aria-label": "Temperature as a number",
    "aria-describedby": id,
  });
  // In the place of the words below the slider, so that nothing moves under a click.
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
  const ends = ["0 argmax", "1", "∞ uniform"].map((text) =>
    h("span", { "aria-hidden": "true" }, text)
  );
  ui.controls.append(
    h(
      "div",
      { class: "smx-temperature" },
      slider.node,
      box,
      h("div", { class: "smx-ends" }, error, ...ends),
    ),
  );
  return (T) => {
    if (!ui.passing) { // nobody's typing is touched on the way
      box.value = temperatureLabel(T);
      set(box, { "aria-invalid": false });
      ui.complain("", error);
    }
    slider.show(
      nearestTemperature(T),
      `T = ${temperatureLabel(T)}${{ 0: ", argmax", Infinity: ", uniform" }[T] ?? ""}`,
    );
  };
}
