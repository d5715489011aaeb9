/** Native controls, labelled; each writes traits through `ui.put`. */
import { h, randomId, set } from "./nodes.mjs";

/** JupyterLab takes keys away from controls that do not carry this. */
const KEYS = { "data-lm-suppress-shortcuts": true };

export const input = (type, attributes) => h("input", { type, ...KEYS, ...attributes });

export function button(label, attributes, act) {
  const node = h("button", { type: "button", class: "smx-button", ...KEYS, ...attributes }, label);
  node.addEventListener("click", act);
  return node;
}

/** A button that copies a text; where that is not allowed, it shows the text. */
export function copyButton(ui, label, text) {
  const node = button(label, {}, async () => {
    const done = await copyText(text(), node);
    ui.complain(done ? "" : `Copying is not allowed here. The text: ${text()}`);
    if (!done) return;
    ui.say("Copied.");
    node.textContent = "Copied";
    setTimeout(() => {
      node.textContent = label;
    }, 1500);
  });
  return node;
}

/** Copies text; where the clipboard API is missing or refuses, the old way. Tells if it worked. */
async function copyText(text, near) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = h("textarea", { class: "visually-hidden" }, text);
    near.after(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    near.focus();
    return done;
  }
}

/** What is folded away under a word. */
export const fold = (label, ...content) =>
  h(
    "details",
    { class: "smx-fold" },
    h("summary", { class: "smx-tab", ...KEYS }, label),
    h("div", { class: "smx-panel" }, ...content),
  );

/** Wide things scroll in a box of their own, which the keyboard can reach. */
export const scroll = (label, node) =>
  h("div", { class: "smx-scroll", tabindex: 0, role: "group", "aria-label": label }, node);

/**
 * A labelled native slider; `put(value)` gives the traits for a position. A value outside its bounds
 * (a preset may bring one) moves the bounds along, so that an arrow key is one step everywhere.
 */
export function rangeSlider(ui, { label, put, ...limits }) {
  const id = randomId();
  const value = h("span", { "aria-hidden": "true" });
  const slider = input("range", { class: "smx-range", id, ...limits });
  slider.addEventListener("input", () => ui.put(put(Number(slider.value)), true));
  slider.addEventListener("change", ui.save);
  // A finger that scrolls the page has touched the slider by the way: what that changed is undone.
  let before;
  slider.addEventListener("pointerdown", () => {
    before = ui.state();
  });
  slider.addEventListener("pointercancel", () => {
    ui.put(before);
    ui.ask(); // also when only the slider itself has moved
  });
  const half = (limits.max - limits.min) / 2;

  /** Bounds that hold a position: the usual ones, those of now, or as far around it. */
  function reach(position) {
    const holds = (min, max) => position >= min && position <= max;
    if (holds(limits.min, limits.max)) return limits;
    if (holds(Number(slider.min), Number(slider.max))) return slider;
    return { min: position - half, max: position + half };
  }

  return {
    input: slider,
    node: h("div", { class: "smx-field" }, h("label", { for: id }, label, value), slider),
    show(position, words, text = "", bounds = reach(position)) {
      const { min, max } = bounds;
      if (Number(slider.min) !== Number(min)) set(slider, { min, max });
      if (Number(slider.value) !== position) slider.value = position;
      set(slider, { "aria-valuetext": words });
      value.textContent = text;
    },
  };
}

/** Controls side by side, `columns` in a row. */
export function controlRow(columns, attributes, ...nodes) {
  const node = h(
    "div",
    { ...attributes, class: `smx-columns ${attributes.class ?? ""}`.trim() },
    ...nodes,
  );
  node.style.setProperty("--columns", columns);
  return node;
}

/** One of a few, as native radio buttons: options are `[value, label]`. */
export function radioGroup(ui, legend, key, options) {
  const group = randomId();
  const radios = options.map(([value]) => input("radio", { name: group, value }));
  radios.forEach((radio) => radio.addEventListener("change", () => ui.put({ [key]: radio.value })));
  const node = h(
    "fieldset",
    { class: "smx-choice" },
    h("legend", {}, legend),
    ...options.map(([, label], i) => h("label", {}, radios[i], label)),
  );
  return {
    node,
    show: (value) => radios.forEach((radio) => radio.checked = radio.value === value),
  };
}

/** A native check box for a trait of two values. */
export function checkBox(ui, label, key, off = false, on = true) {
  const box = input("checkbox");
  box.addEventListener("change", () => ui.put({ [key]: box.checked ? on : off }));
  return {
    node: h("label", { class: "smx-check" }, box, label),
    show: (value) => {
      box.checked = value === on;
    },
  };
}
