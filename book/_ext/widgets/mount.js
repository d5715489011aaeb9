/**
 * Brings the widgets of a static page to life: no kernel, no require.js, nothing from a network.
 *
 * myst-nb embeds the state of all widgets in the page, and one small script element wherever a
 * widget is displayed. For each of those, the widget's JavaScript is loaded from memory and asked
 * to render with a model that holds the embedded state. The state names its modules by their hashes
 * (`_esm`), and other scripts of the page hold them (`widgetModules`). The still that stands there
 * at first goes in the same frame, and stays if anything fails.
 *
 * A classic script on purpose: from a file:// page, browsers do not load module scripts.
 */
(function () {
  "use strict";

  const STATE = "application/vnd.jupyter.widget-state+json";
  const VIEW = "application/vnd.jupyter.widget-view+json";

  const embedded = {}; // model id -> what the page holds about it
  const models = new Map(); // model id -> model
  const modules = new Map(); // module text -> promise of the widget it exports
  const counts = new Map(); // module text -> how many are displayed so far
  const styles = new Set();

  /** The part of a widget's model that anywidget promises to modules, without a kernel behind it. */
  function makeModel(state) {
    const values = { ...state };
    const listeners = new Map();
    const of = (event) => listeners.get(event) ?? [];
    const fire = (event, ...details) => [...of(event)].forEach((listener) => listener(...details));
    return {
      get: (name) => values[name],
      set(name, value) {
        if (Object.is(values[name], value)) return;
        values[name] = value;
        fire(`change:${name}`, this, value);
        fire("change", this);
      },
      on: (events, listener) =>
        events.split(/\s+/).forEach((event) => listeners.set(event, [...of(event), listener])),
      off(events, listener) {
        const names = events ? events.split(/\s+/) : [...listeners.keys()];
        for (const name of names) {
          listeners.set(name, listener ? of(name).filter((other) => other !== listener) : []);
        }
      },
      save_changes() {},
      send() {},
      widget_manager: null,
    };
  }

  /** Any model of the page, displayed or not: links may lead through one that is not. */
  function modelOf(id) {
    if (!models.has(id) && embedded[id]) models.set(id, makeModel(embedded[id].state));
    return models.get(id);
  }

  /** The JavaScript of a widget: a text, or the modules that some hashes name, joined. */
  const textOf = (esm) =>
    Array.isArray(esm) ? esm.map((hash) => globalThis.widgetModules[hash]).join("\n") : esm;

  /** The widget a module exports; each distinct text is loaded once. */
  function load(text) {
    if (!modules.has(text)) {
      const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
      const widget = import(url).then(async ({ default: exported }) => {
        URL.revokeObjectURL(url);
        return typeof exported === "function" ? await exported() : exported;
      });
      modules.set(text, widget);
    }
    return modules.get(text);
  }

  function style(text) {
    if (!text || styles.has(text)) return;
    styles.add(text);
    document.head.append(Object.assign(document.createElement("style"), { textContent: text }));
  }

  async function mount(script) {
    const { model_id: id } = JSON.parse(script.textContent);
    const entry = embedded[id];
    if (entry?.model_module !== "anywidget") {
      throw new Error(
        entry ? `${entry.model_name} needs a kernel` : `the page holds no state of ${id}`,
      );
    }
    const { _esm, _css: css } = entry.state;
    const text = textOf(_esm);
    const nth = (counts.get(text) ?? 0) + 1;
    counts.set(text, nth);

    const widget = await load(text);
    const fresh = !models.has(id);
    const model = modelOf(id);
    if (fresh) await widget.initialize?.({ model });
    style(css);

    // data-page tells the widget that this is a page without a kernel, and which of its kind it is.
    const el = document.createElement("div");
    el.dataset.page = nth;
    const { figure } = script.parentElement.dataset;
    if (figure) el.dataset.name = figure;
    script.after(el);
    try {
      await widget.render({ model, el });
    } catch (error) {
      el.remove();
      throw error;
    }
    script.parentElement.querySelectorAll(":scope > .smx-still").forEach((node) => node.remove());
  }

  /** ipywidgets' jslink and jsdlink. */
  function link({ model_name: kind, state }) {
    if (kind !== "LinkModel" && kind !== "DirectionalLinkModel") return;
    const ends = [state.source, state.target].map(([reference, name]) => ({
      model: modelOf(reference.replace("IPY_MODEL_", "")),
      name,
    }));
    if (ends.some((end) => !end.model)) return console.warn("mount.js: a link leads off the page");
    const follow = (from, to) => {
      const copy = () => to.model.set(to.name, from.model.get(from.name));
      from.model.on(`change:${from.name}`, copy);
      return copy;
    };
    follow(...ends)();
    if (kind === "LinkModel") follow(ends[1], ends[0]);
  }

  async function start() {
    for (const script of document.querySelectorAll(`script[type="${STATE}"]`)) {
      Object.assign(embedded, JSON.parse(script.textContent).state);
    }
    // Links first: what a page's address says about one widget then reaches the others.
    Object.values(embedded).forEach(link);
    const scripts = [...document.querySelectorAll(`script[type="${VIEW}"]`)];
    await Promise.all(
      scripts.map((script) =>
        mount(script).catch((error) => console.error("mount.js: a widget stays a picture.", error))
      ),
    );
    document.documentElement.dataset.widgets = "ready";
    document.dispatchEvent(new Event("widgets-ready"));
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
