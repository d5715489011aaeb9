/**
 * The frame and the controls that all widgets share. A widget describes itself once,
 *
 *   export default widget({ name, title, state, presets, build });
 *
 * - `state` names the traits, each with a codec for links;
 * - `presets` are rows `[label, [[label, traits], …]]`;
 * - `build(ui)` makes the nodes, once, and returns `{ draw(state), python(state), sentence() }`.
 *
 * Event handlers only set traits. A trait that changes asks for a drawing, at most one per
 * animation frame, and the drawing changes the nodes that are there.
 */
import { format, readNumber, readTemperature, temperatureText } from "./format.mjs";

// ---- Nodes ------------------------------------------------------------------------------------

/** Sets attributes; true is an empty one, false and undefined are none. */
export function set(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) node.removeAttribute(name);
    else node.setAttribute(name, value === true ? "" : value);
  }
  return node;
}

/** An HTML element with its children. */
export function h(tag, attributes = {}, ...children) {
  const node = set(document.createElement(tag), attributes);
  node.append(...children);
  return node;
}

/** An SVG element inside `parent`. */
export function s(tag, attributes, parent) {
  const node = set(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes);
  parent?.append(node);
  return node;
}

/**
 * SVG nodes of one sort, made when first needed and then only changed: once
 * `const dots = pool(svg, "circle", { r: 3 })`, and in each drawing `dots([{ cx: 1, cy: 2 }, …])`.
 * `text` is the content; nodes that are not needed hide; `made(node, i)` sees each new one.
 */
export function pool(parent, tag, fixed, made = () => {}) {
  const group = s("g", {}, parent);
  const nodes = [];
  return (items) => {
    for (let i = nodes.length; i < items.length; i++) {
      nodes.push({ node: s(tag, fixed, group), old: {} });
      made(nodes[i].node, i);
    }
    nodes.forEach(({ node, old }, i) => {
      const item = { display: i < items.length ? undefined : "none", ...items[i] };
      for (const name in item) {
        if (old[name] === item[name]) continue;
        if (name === "text") node.textContent = item.text;
        else set(node, { [name]: item[name] });
        old[name] = item[name];
      }
    });
  };
}

// ---- Numbers -----------------------------------------------------------------------------------

export const clamp = (x, lo, hi) => Math.min(Math.max(x, lo), hi);

/** Rounded to one decimal, so that 0.1 + 0.2 is 0.3. */
export const tenth = (x) => Math.round(x * 10) / 10;

export const from = (n, value) => Array.from({ length: n }, (_, i) => value(i));

/** 0, 0.05 … 1 by 0.05, 1.1 … 2 by 0.1, 2.25 … 5 by 0.25, 6 … 10, 20, 50, 100, ∞: 52 values. */
export const TEMPERATURES = [
  0, ...from(20, (i) => (i + 1) / 20), ...from(10, (i) => (i + 11) / 10), ...from(12, (i) => (i + 9) / 4),
  6, 7, 8, 9, 10, 20, 50, 100, Infinity,
];

/** The slider position for any temperature: the nearest on a log scale; only 0 and ∞ at the ends. */
export function nearestTemperature(T) {
  if (T === 0) return 0;
  if (T === Infinity) return TEMPERATURES.length - 1;
  const inner = TEMPERATURES.slice(1, -1).map((t) => Math.abs(Math.log(t / T)));
  return 1 + inner.indexOf(Math.min(...inner));
}

export const temperatureLabel = (T) => (T === Infinity ? "∞" : String(T));

// ---- State as text, for links: strict, so that a bad link is noticed ---------------------------

/** How a trait is written into a link and read from one; reading gives undefined for nonsense. */
export const codec = {
  temperature: {
    write: (value) => temperatureText(readTemperature(value)),
    read: (text) => (readTemperature(text) >= 0 ? temperatureText(readTemperature(text)) : undefined),
  },
  numbers: (least, most, lo, hi) => ({
    write: (values) => values.join("~"),
    read(text) {
      const values = text ? text.split("~").map(readNumber) : [];
      const fine = values.length >= least && values.length <= most && !values.some(Number.isNaN);
      return fine ? values.map((value) => clamp(value, lo, hi)) : undefined;
    },
  }),
  number: (lo, hi) => ({
    write: String,
    read: (text) => (Number.isNaN(readNumber(text)) ? undefined : clamp(readNumber(text), lo, hi)),
  }),
  choice: (...names) => ({ write: String, read: (text) => names.find((name) => name === text) }),
  flag: { write: (value) => (value ? "1" : "0"), read: (text) => [false, true][["0", "1"].indexOf(text)] },
};

// ---- Small behaviours --------------------------------------------------------------------------

export const randomId = () => `smx-${Math.random().toString(36).slice(2, 10)}`;

/** JupyterLab takes keys away from controls that do not carry this. */
const KEYS = { "data-lm-suppress-shortcuts": true };

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

/**
 * Pointer dragging, in pixels of the drawing: `start(point)` returns what `move(point, grip)` needs
 * to keep the pointer where it took hold; moves set traits, `end` saves them.
 */
function drag(node, { start, move, end }) {
  let grip;
  let box;
  const on = (type, act) => node.addEventListener(type, act);
  const point = (event) => ({ x: event.clientX - box.left, y: event.clientY - box.top });
  const stop = () => {
    if (grip !== undefined) end();
    grip = undefined;
  };
  on("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    node.setPointerCapture(event.pointerId);
    box = node.ownerSVGElement.getBoundingClientRect();
    grip = start(point(event));
  });
  on("pointermove", (event) => grip !== undefined && move(point(event), grip));
  on("pointerup", stop);
  on("pointercancel", stop);
  // A finger would scroll the page: touch-action means nothing on shapes inside an SVG.
  node.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
}

// ---- The frame ---------------------------------------------------------------------------------

export const widget = (spec) => ({ render: ({ model, el }) => render(spec, model, el) });

function render({ name, title, state, presets, build }, model, el) {
  // The book's mount script numbers the widgets of a page from 1; in a notebook there is no number.
  const nth = Number(el.dataset.page ?? 0);
  const traits = Object.keys(state);
  const read = () => Object.fromEntries(traits.map((key) => [key, model.get(key)]));
  const initial = read();
  const outputs = new Map();
  const titleId = randomId();
  let frame = 0;
  let timer = 0;
  let spent = 0;
  let changed = false;

  // ---- State: handlers put, a change asks, a frame draws

  const save = () => model.save_changes();

  /** Sets traits; `moving` while more will follow at once: a kernel hears of the last one only. */
  function put(values, moving = false) {
    const start = performance.now();
    complain("");
    for (const [key, value] of Object.entries(values)) model.set(key, value);
    if (!moving || nth) save();
    spent += performance.now() - start;
  }

  const ask = () => { frame ||= requestAnimationFrame(draw); };

  const onChange = () => {
    changed = true;
    ask();
  };

  function draw() {
    const start = performance.now();
    frame = 0;
    const now = read();
    view.draw(now);
    code.textContent = view.python(now);
    // One entry: the time in the handlers since the last drawing, and this drawing.
    const entry = `softmaxlab:${name}`;
    performance.clearMeasures(entry);
    performance.measure(entry, { start: start - spent, end: performance.now() });
    spent = 0;
    if (!changed) return;
    changed = false;
    clearTimeout(timer);
    timer = setTimeout(() => say(view.sentence()), 400);
  }

  // ---- Words

  function say(text) {
    clearTimeout(timer);
    status.textContent = text;
  }

  /** Shows a sentence about something that went wrong; an empty one takes it away. */
  function complain(text, place = note) {
    place.textContent = text;
    place.hidden = !text;
    if (text) say(text);
  }

  // ---- Parts

  function button(label, attributes, act) {
    const node = h("button", { type: "button", class: "smx-button", ...KEYS, ...attributes }, label);
    node.addEventListener("click", act);
    return node;
  }

  function copyButton(label, text) {
    const node = button(label, {}, async () => {
      const done = await copyText(text(), node);
      complain(done ? "" : `Copying is not allowed here. The text: ${text()}`);
      if (!done) return;
      say("Copied.");
      node.textContent = "Copied";
      setTimeout(() => { node.textContent = label; }, 1500);
    });
    return node;
  }

  const fold = (label, ...content) => h("details", { class: "smx-fold" },
    h("summary", { class: "smx-tab", ...KEYS }, label), h("div", { class: "smx-panel" }, ...content));

  /** Wide things scroll in a box of their own, which the keyboard can reach. */
  const scroll = (label, node) => h("div", { class: "smx-scroll", tabindex: 0, role: "group", "aria-label": label }, node);

  const input = (type, attributes) => h("input", { type, ...KEYS, ...attributes });

  const ui = {
    put, ask, button,
    controls: h("div", { class: "smx-controls" }),

    /** A drawing in CSS pixels, so that its text is never scaled; the style sheet gives its size. */
    pane(...caption) {
      const svg = s("svg", { class: "smx-svg" });
      svg.pane = { svg, width: 320, height: 200 }; // until the observer has measured it
      stage.append(h("div", { class: "smx-pane" },
        h("div", { class: "smx-caption" }, ...caption.map((part) => h("span", {}, part))), svg));
      observer.observe(svg);
      return svg.pane;
    },

    drag: (node, moves) => drag(node, { end: save, ...moves }),

    /** A place for a number, and what `py` calls it in the program of Show Python. */
    output(key, kind, py = key) {
      const node = h("output", { "data-k": key, "data-kind": kind, "data-py": py, "aria-live": "off" });
      outputs.set(key, { node, kind });
      return node;
    },

    /** Writes numbers, by key; undefined empties a place. */
    show(values) {
      for (const [key, value] of Object.entries(values)) {
        const out = outputs.get(key);
        if (!out || out.value === value) continue;
        out.value = value;
        set(out.node, { "data-value": value });
        out.node.textContent = value === undefined ? "" : format(value, out.kind);
      }
    },

    /** One of the few numbers that are always in sight. */
    number(label, output) {
      const node = h("label", {}, label, output);
      numbers.append(node);
      return node;
    },

    /** Fills the table of all numbers; the first cell of a row is its header. */
    table(caption, head, rows) {
      const th = (scope) => (cell) => h("th", { scope }, cell);
      const line = ([first, ...cells]) =>
        h("tr", {}, th("row")(first), ...cells.map((cell) => h("td", {}, cell)));
      table.replaceChildren(
        h("caption", {}, caption),
        h("thead", {}, h("tr", {}, ...head.map(th("col")))),
        h("tbody", {}, ...rows.map(line)),
      );
    },

    /** A labelled native slider; `put(value)` gives the traits for a position. */
    range({ label, put: traitsAt, ...limits }) {
      const id = randomId();
      const value = h("span", { "aria-hidden": "true" });
      const slider = input("range", { class: "smx-range", id, ...limits });
      slider.addEventListener("input", () => put(traitsAt(Number(slider.value)), true));
      slider.addEventListener("change", save);
      return {
        input: slider,
        node: h("div", { class: "smx-field" }, h("label", { for: id }, label, value), slider),
        show(position, words, text = "") {
          if (Number(slider.value) !== position) slider.value = position;
          set(slider, { "aria-valuetext": words });
          value.textContent = text;
        },
      };
    },

    /** The temperature: a slider over the 52 values and a box that takes any other. */
    temperature() {
      const id = randomId();
      const label = h("span", {}, h("span", { class: "visually-hidden" }, "Temperature "), "T");
      const slider = ui.range({
        label, min: 0, max: TEMPERATURES.length - 1, step: 1,
        put: (i) => ({ T: temperatureText(TEMPERATURES[i]) }),
      });
      const box = input("text", {
        class: "smx-box", inputmode: "decimal", autocomplete: "off",
        "aria-label": "Temperature as a number", "aria-describedby": id,
      });
      // In the place of the words below the slider, so that nothing moves under a click.
      const error = h("p", { class: "smx-error", id, hidden: true });
      const commit = () => {
        const T = readTemperature(box.value.replace(",", "."));
        const bad = Number.isNaN(T);
        if (!bad) put({ T: temperatureText(T) });
        complain(bad ? "T is 0, a positive number, or inf." : "", error);
        set(box, { "aria-invalid": bad && "true" });
        if (!bad) ask(); // so that "0.50" becomes "0.5" although nothing changed
      };
      box.addEventListener("change", commit);
      // JupyterLab keeps Enter from becoming a change.
      box.addEventListener("keydown", (event) => event.key === "Enter" && commit());
      ui.controls.append(h("div", { class: "smx-temperature" }, slider.node, box,
        h("div", { class: "smx-ends" }, error,
          ...["0 argmax", "1", "∞ uniform"].map((text) => h("span", { "aria-hidden": "true" }, text)))));
      return (T) => {
        box.value = temperatureLabel(T);
        set(box, { "aria-invalid": false });
        complain("", error);
        slider.show(nearestTemperature(T), `T = ${box.value}${{ 0: ", argmax", Infinity: ", uniform" }[T] ?? ""}`);
      };
    },

    /** One of a few, as native radio buttons: options are `[value, label]`. */
    choice(legend, key, options) {
      const group = randomId();
      const radios = options.map(([value]) => input("radio", { name: group, value }));
      radios.forEach((radio) => radio.addEventListener("change", () => put({ [key]: radio.value })));
      ui.controls.append(h("fieldset", { class: "smx-choice" }, h("legend", {}, legend),
        ...options.map(([, label], i) => h("label", {}, radios[i], label))));
      return (value) => radios.forEach((radio) => { radio.checked = radio.value === value; });
    },

    /** A native check box for a trait of two values. */
    check(label, key, off = false, on = true) {
      const box = input("checkbox");
      box.addEventListener("change", () => put({ [key]: box.checked ? on : off }));
      return { node: h("label", { class: "smx-check" }, box, label), show: (value) => { box.checked = value === on; } };
    },
  };

  // ---- Links: read once, on the book's page only; written by their button only

  const linkKey = nth > 1 ? `w.${name}.${nth}` : `w.${name}`;

  function readLink() {
    const text = new URLSearchParams(location.search).get(linkKey);
    if (text === null) return;
    const found = {};
    for (const part of text.split(",")) {
      const [key, value, ...more] = part.split(":");
      const known = traits.includes(key) && !(key in found) && value !== undefined && !more.length;
      const read = known ? state[key].read(value) : undefined;
      if (read === undefined) {
        complain("This link could not be read: here are the defaults.");
        return;
      }
      found[key] = read;
    }
    put(found);
  }

  function link() {
    const text = (key, values) => `${key}:${state[key].write(values[key])}`;
    const parts = traits.filter((key) => ["T", "z"].includes(key) || text(key, read()) !== text(key, initial));
    const others = location.search.slice(1).split("&").filter((part) => part && !part.startsWith("w."));
    const query = [...others, `${linkKey}=${parts.map((key) => text(key, read()))}`].join("&");
    const anchor = el.closest("section[id]")?.id;
    return `${location.href.split(/[?#]/)[0]}?${query}${anchor ? "#" + anchor : ""}`;
  }

  // ---- Putting it together

  const observer = new ResizeObserver((entries) => {
    for (const { target, contentRect: { width, height } } of entries) {
      if (width) Object.assign(target.pane, { width, height });
    }
    ask();
  });
  const stage = h("div", { class: "smx-stage", "aria-hidden": "true" });
  const numbers = h("div", { class: "smx-numbers" });
  const note = h("p", { class: "smx-note", hidden: true });
  const status = h("p", { class: "visually-hidden", role: "status" });
  const table = h("table", { class: "smx-table" });
  const code = h("pre", { class: "smx-code" });
  const root = h("section", { class: "smx", "data-widget": name, "aria-labelledby": titleId },
    h("div", { class: "smx-head" },
      h("p", { class: "smx-title", id: titleId }, title),
      button("Reset", {}, () => { put(initial); ask(); }),
      nth ? copyButton("Copy link", link) : ""),
    stage, ui.controls, numbers,
    h("div", { class: "smx-folds" },
      fold("Presets", ...presets.map(([label, items]) => h("div", { class: "smx-presets" }, h("span", {}, label),
        ...items.map(([text, values]) => button(text, { "aria-label": `${label}, ${text}` }, () => put(values)))))),
      fold("Numbers", scroll("Numbers", table)),
      fold("Show Python", scroll("Python", code), copyButton("Copy Python", () => code.textContent))),
    note, status);
  const view = build(ui);
  el.append(root);
  if (nth) readLink();
  draw();
  traits.forEach((key) => model.on(`change:${key}`, onChange));
  set(root, { "data-ready": true });

  return () => {
    traits.forEach((key) => model.off(`change:${key}`, onChange));
    observer.disconnect();
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
