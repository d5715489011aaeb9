/**
 * The frame that all widgets share. A widget describes itself once,
 *
 *   export default widget({ name, title, state, presets, build });
 *
 * - `state` names the traits, each with a codec for links;
 * - `presets` are rows `[label, [[label, traits], …]]`;
 * - `build(ui)` makes the nodes, once, and returns `{ draw(state), python(state), sentence() }`,
 *   and `reset()` where it remembers more than its state.
 *
 * That is the workbench. A figure in the lesson shows one idea of it: `views` holds such views by
 * name, `{ title, build, presets }`, of which all but `build` may be missing. What a view offers
 * besides its controls is folded under *More*.
 *
 * Event handlers only set traits. A trait that changes asks for a drawing, at most one per
 * animation frame, and the drawing changes the nodes that are there.
 *
 * A page speaks to a widget by events on its section: `smx-set` brings a state as text, the other
 * traits as they were at first (an empty text is Reset); `smx-lock` switches its controls off
 * (`detail: true`) and on, and a figure that hides something then shows it (its `freed`).
 */
import { button, copyButton, fold, scroll } from "./controls.mjs";
import { address, readState, writeState } from "./link.mjs";
import { glide } from "./motion.mjs";
import { h, randomId, set } from "./nodes.mjs";
import { readouts } from "./readouts.mjs";

const WORD_TRAITS = ["labels", "row_labels"]; // what classes and, in a table, its rows are called

export const widget = (spec) => ({
  render: ({ model, el }) => render(spec, model, el),
  /** The traits that a text such as `T:0.5` names; undefined if it is nonsense. */
  read: (text) => readState(spec.state, text),
});

function render(spec, model, el) {
  const { name, state } = spec;
  const viewName = model.get("view") ?? "workbench";
  const { title, presets, build } = { ...spec, ...spec.views?.[viewName] };
  // The book's mount script numbers the widgets of a page from 1; in a notebook there is no number.
  const nth = Number(el.dataset.page ?? 0);
  // Where nothing is laid out, the book's stills are drawn, in one of two widths.
  const { still } = el.dataset;
  const traits = Object.keys(state);
  const read = () => Object.fromEntries(traits.map((key) => [key, model.get(key)]));
  // Words are in no link.
  const words = () => Object.fromEntries(WORD_TRAITS.map((key) => [key, model.get(key) ?? []]));
  const given = () => ({ ...read(), ...words() });
  const initial = read();
  const speech = voice();
  const numbers = readouts();
  let changed = false;
  let due = true; // the present state has not been drawn
  let shown = given(); // what was drawn last
  let way = () => undefined; // from there to the present state, if it is not jumped to
  const paper = drawingBoard(name, (time) => {
    const now = given();
    const passing = way(time);
    shown = passing ?? now;
    if (due || !passing) {
      due = false;
      view.draw(now);
      code.textContent = view.python(now);
    }
    if (passing) {
      ui.passing = numbers.held = true; // numbers say at once what will be
      view.draw(passing);
      ui.passing = numbers.held = false;
      ui.ask();
    }
    if (changed) speech.sayLater(view.sentence);
    changed = false;
  });

  const ui = {
    ...speech.parts,
    output: numbers.output,
    show: numbers.show,
    readout: numbers.readout,
    table: numbers.table,
    ask: paper.ask,
    panes: paper.panes,
    stage: h("div", { class: "smx-stage" }),
    controls: h("div", { class: "smx-controls" }),
    still: Boolean(still),
    wide: still === "wide",
    passing: false, // while what is drawn is on its way to the present state
    state: read,
    save: () => model.save_changes(),

    /** Sets traits; `moving` while more will follow at once: a kernel hears of the last one only. */
    put(values, moving = false) {
      paper.timed(() => {
        way = () => undefined;
        root.dataset.used = "";
        ui.complain("");
        for (const [key, value] of Object.entries(values)) model.set(key, value);
        if (!moving || nth) ui.save();
      });
    },

    /** Sets traits, and lets the drawing follow gently. */
    glide(values) {
      const from = shown;
      ui.put(values);
      way = glide(from, given());
      due = true;
      ui.ask();
    },
  };

  const code = h("pre", { class: "smx-code" });
  const linkKey = `w.${el.dataset.name ?? name}`; // what its page calls it
  const link = () =>
    address(
      linkKey,
      writeState(state, read(), initial),
      el.closest(".smx-slot[id], section[id]")?.id,
    );
  const preset = (group) => ([label, values]) =>
    button(label, { "aria-label": `${group}, ${label}` }, () => ui.glide(values));
  const titleId = randomId();
  const tools = [
    button("Reset", {}, reset),
    nth ? copyButton(ui, "Copy link", link) : "",
  ];
  const isView = viewName !== "workbench";
  const folds = h(
    "div",
    { class: "smx-folds" },
    fold(
      "Presets",
      ...presets.map(([label, items]) =>
        h("div", { class: "smx-presets" }, h("span", {}, label), ...items.map(preset(label)))
      ),
    ),
    fold("Numbers", scroll("Numbers", numbers.rows)),
    fold(
      "Show Python",
      scroll("Python", code),
      copyButton(ui, "Copy Python", () => code.textContent),
    ),
  );
  const head = h(
    "div",
    { class: "smx-head" },
    h("p", { class: "smx-title", id: titleId }, title),
    ...(isView ? [fold("More", h("div", { class: "smx-row" }, ...tools), folds)] : tools),
  );
  const root = h(
    "section",
    {
      class: "smx",
      "data-widget": name,
      "data-view": viewName,
      "data-name": el.dataset.name,
      // Figures of a page may share their title: a name tells them apart.
      ...(el.dataset.name
        ? { "aria-label": `${title} (${el.dataset.name})` }
        : { "aria-labelledby": titleId }),
    },
    head,
    ui.stage,
    ui.controls,
    numbers.row,
    isView ? "" : folds,
    ...speech.nodes,
  );
  const view = build(ui);
  el.append(root);

  // An address speaks to a widget once, at the start, and on the book's pages only.
  const text = nth ? new URLSearchParams(location.search).get(linkKey) : null;
  if (text !== null) {
    const found = readState(state, text);
    if (found) ui.put(found);
    else ui.complain("This link could not be read: here are the defaults.");
  }

  paper.start();
  if (still) ui.panes.forEach((pane) => pane.freeze(still));
  const onChange = () => {
    changed = due = true;
    ui.ask();
  };
  const heard = [...traits, ...WORD_TRAITS];
  heard.forEach((key) => model.on(`change:${key}`, onChange));

  function reset() {
    view.reset?.();
    ui.glide(initial);
  }
  root.addEventListener("smx-set", ({ detail }) => {
    if (!detail) return reset();
    const wanted = readState(state, detail);
    if (wanted) ui.glide({ ...initial, ...wanted });
    else ui.complain("This figure has no such state.");
  });
  root.addEventListener("smx-lock", ({ detail }) => {
    set(root, { "data-locked": detail });
    const [, ...besidesTitle] = head.children;
    for (const node of [...besidesTitle, ui.controls, folds]) set(node, { inert: detail });
    if (!detail) view.freed?.();
  });
  set(root, { "data-ready": true });

  return () => {
    heard.forEach((key) => model.off(`change:${key}`, onChange));
    paper.stop();
    speech.stop();
  };
}

/** When to draw: at most once a frame, and at first and whenever a pane has another size. */
function drawingBoard(name, draw) {
  const panes = [];
  let frame = 0;
  let spent = 0;

  function timed(act) {
    const start = performance.now();
    act();
    spent += performance.now() - start;
  }

  function now(time = 0) {
    frame = 0;
    timed(() => draw(time));
    // One entry: the time in the handlers since the last drawing, and this drawing.
    const entry = `softmaxlab:${name}`;
    const end = performance.now();
    performance.clearMeasures(entry);
    performance.measure(entry, { start: end - spent, end });
    spent = 0;
  }

  const ask = () => {
    frame ||= requestAnimationFrame(now);
  };

  const measure = () =>
    panes.forEach((pane) => {
      const { width, height } = pane.svg.getBoundingClientRect();
      if (width) Object.assign(pane, { width, height });
    });

  const observer = new ResizeObserver(() => {
    measure();
    ask();
  });

  return {
    panes,
    timed,
    ask,
    start() {
      measure();
      now();
      panes.forEach(({ svg }) => observer.observe(svg));
    },
    stop() {
      observer.disconnect();
      cancelAnimationFrame(frame);
    },
  };
}

/** One sentence for screen readers when something has changed, and a visible one when it went wrong. */
function voice() {
  const note = h("p", { class: "smx-note", hidden: true });
  const status = h("p", { class: "visually-hidden", role: "status" });
  let timer = 0;

  function say(text) {
    clearTimeout(timer);
    status.textContent = text;
  }

  return {
    nodes: [note, status],
    parts: {
      say,

      /** Shows a sentence about something that went wrong; an empty one takes it away. */
      complain(text, place = note) {
        place.textContent = text;
        place.hidden = !text;
        if (text) say(text);
      },
    },

    /** Says a sentence when nothing has changed for a while. */
    sayLater(sentence) {
      clearTimeout(timer);
      timer = setTimeout(() => say(sentence()), 400);
    },
    stop: () => clearTimeout(timer),
  };
}
