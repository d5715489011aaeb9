/**
 * Draws widgets for a page that is being built: reads requests, a line of JSON each, and answers
 * each with a line, `{ html }` or `{ error }`. A request holds a widget's JavaScript (`esm`), its
 * traits (`state`), a text that no other still has (`name`) and what its page calls it (`figure`). A request with `read` holds a state
 * as text instead; the answer is whether the widget can read it, `{ known }`.
 *
 * A still is the widget's own first drawing, in two widths, with its controls switched off.
 */
import { createInterface } from "node:readline";
import { Element, install } from "./dom.mjs";

const NOTE = "A picture: its controls need JavaScript.";
const widgets = new Map(); // JavaScript -> promise of what it exports

console.log = console.error; // the answers have stdout to themselves
install();

/** Random numbers that are the same in each build, from a name. */
function seeded(name) {
  let state = [...name].reduce(
    (hash, c) => Math.imul(hash ^ c.charCodeAt(0), 16777619),
    2166136261,
  );
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function load(esm) {
  if (!widgets.has(esm)) {
    const url = `data:text/javascript;base64,${Buffer.from(esm).toString("base64")}`;
    widgets.set(esm, import(url).then((module) => module.default));
  }
  return widgets.get(esm);
}

const model = (state) => ({ get: (name) => state[name], set() {}, on() {}, save_changes() {} });

const panes = (root) => [...root.all()].filter((node) => node.getAttribute("class") === "smx-pane");

/** Handles, of which nobody can take hold, and what a drawing hides or leaves empty. */
const isSpare = (node) =>
  node.getAttribute("class")?.startsWith("smx-grip") || node.getAttribute("display") === "none" ||
  node.style.display === "none" || node.getAttribute("d") === "";

async function still({ esm, state, name, figure }) {
  const widget = await load(esm);
  const [narrow, wide] = ["narrow", "wide"].map((width) => {
    Math.random = seeded(`${name}-${width}`);
    const el = new Element("div");
    el.dataset.still = width;
    if (figure) el.dataset.name = figure;
    widget.render({ model: model(state), el });
    const [root] = el.childNodes;
    return root;
  });
  // Each drawing in its wide form behind the narrow one.
  panes(wide).forEach((pane, i) => panes(narrow)[i].append(pane.childNodes.at(-1)));

  narrow.removeAll(isSpare);
  narrow.setAttribute("class", "smx smx-still");
  narrow.removeAttribute("data-ready");
  for (const node of narrow.all()) {
    node.removeAttribute("data-lm-suppress-shortcuts");
    if (["input", "button"].includes(node.tagName)) node.disabled = true;
  }
  return `${narrow.outerHTML}<noscript><p class="smx-need">${NOTE}</p></noscript>`;
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    const request = JSON.parse(line);
    answer = "read" in request
      ? { known: (await load(request.esm)).read(request.read) !== undefined }
      : { html: await still(request) };
  } catch (error) {
    answer = { error: error.stack };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
