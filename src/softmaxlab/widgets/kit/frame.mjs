/**
 * The frame that all widgets share. A widget describes itself once,
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
import { button, copyButton, fold, scroll } from "./controls.mjs";
import { address, readState, writeState } from "./link.mjs";
import { h, randomId, set } from "./nodes.mjs";
import { readouts } from "./readouts.mjs";

export const widget = (spec) => ({ render: ({ model, el }) => render(spec, model, el) });

function render({ name, title, state, presets, build }, model, el) {
  // The book's mount script numbers the widgets of a page from 1; in a notebook there is no number.
  const nth = Number(el.dataset.page ?? 0);
  // Where nothing is laid out, the book's stills are drawn, in one of two widths.
  const { still } = el.dataset;
  const traits = Object.keys(state);
  const read = () => Object.fromEntries(traits.map((key) => [key, model.get(key)]));
  const initial = read();
  const speech = voice();
  const numbers = readouts();
  const paper = drawingBoard(name, () => {
    const now = read();
    view.draw(now);
    code.textContent = view.python(now);
    if (changed) speech.sayLater(view.sentence);
    changed = false;
  });
  let changed = false;

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
    wide: still === "wide",
    save: () => model.save_changes(),

    /** Sets traits; `moving` while more will follow at once: a kernel hears of the last one only. */
    put(values, moving = false) {
      paper.timed(() => {
        ui.complain("");
        for (const [key, value] of Object.entries(values)) model.set(key, value);
        if (!moving || nth) ui.save();
      });
    },
  };

  const code = h("pre", { class: "smx-code" });
  const linkKey = nth > 1 ? `w.${name}.${nth}` : `w.${name}`;
  const link = () =>
    address(
      linkKey,
      writeState(state, read(), initial),
      el.closest(".smx-slot[id], section[id]")?.id,
    );
  const preset = (group) => ([label, values]) =>
    button(label, { "aria-label": `${group}, ${label}` }, () => ui.put(values));
  const titleId = randomId();
  const root = h(
    "section",
    { class: "smx", "data-widget": name, "aria-labelledby": titleId },
    h(
      "div",
      { class: "smx-head" },
      h("p", { class: "smx-title", id: titleId }, title),
      button("Reset", {}, () => {
        ui.put(initial);
        ui.ask();
      }),
      nth ? copyButton(ui, "Copy link", link) : "",
    ),
    ui.stage,
    ui.controls,
    numbers.row,
    h(
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
    ),
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
    changed = true;
    ui.ask();
  };
  traits.forEach((key) => model.on(`change:${key}`, onChange));
  set(root, { "data-ready": true });

  return () => {
    traits.forEach((key) => model.off(`change:${key}`, onChange));
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

  function now() {
    frame = 0;
    timed(draw);
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
