/**
 * Handles: a slider's knob, wherever in a drawing a value can be dragged. Nothing else wears that
 * shape. It is taken by the mouse or a finger within 44 pixels; the pane, the bar or the line it
 * belongs to can be pressed too, which brings it there. A hint goes with the first use on a page.
 */
import { pool } from "./drawing.mjs";
import { h, set } from "./nodes.mjs";

const USED = "smxDragged"; // on the page's root, once the reader knows how
const CURSOR = { x: "smx-leftright", y: "smx-updown", xy: "smx-roam" };

/**
 * Handles that go `along` x, y or both. `move(point, i, from)` sets the traits that put handle `i`
 * at a point of the drawing, in pixels; `from` is what `begin(i)` gave when it was taken, and `end()`
 * hears that it was let go. `near(i)` hears of a pointer over it.
 *
 * What comes back gives them their places, in each drawing: `[{ x, y, area, body, lit, kind, … }, …]`.
 * A press in the `area`, `[x, y, width, height]`, brings the handle there, and one in a `body` takes
 * hold of it from afar; `lit` shows the one that the keyboard is at, `kind` gives it a class. Where
 * rows are closer than 44 pixels, `room` is the height of a row, so that each takes its own presses
 * alone, and `hint`, `[dx, dy]`, moves the first one's hint out of the next row's way.
 *
 * A finger scrolls the page where a value goes up and down, unless it begins on the handle itself:
 * that one is an HTML element over the drawing, since `touch-action` means nothing on shapes.
 */
export function handles(
  ui,
  pane,
  { along, begin = () => {}, move, end = () => {}, near = () => {} },
) {
  const hover = new Set();
  const watch = (node, i) => {
    const over = (is) => () => {
      if (is) hover.add(i);
      else hover.delete(i);
      ui.ask();
    };
    node.addEventListener("pointerenter", () => near(i));
    node.addEventListener("pointerenter", over(true));
    node.addEventListener("pointerleave", over(false));
  };
  const press = (where) => (node, i) => {
    watch(node, i);
    take(node, i, where);
  };
  const grip = { class: `smx-grip ${CURSOR[along]}` };
  const areas = pool(pane.svg, "rect", grip, press("area"));
  const bodies = pool(pane.svg, "rect", grip, press("body"));
  const knobs = pool(pane.svg, "circle", { r: 8 });
  const hint = h("span", { class: "smx-hint", "aria-hidden": true }, "drag");
  const taken = [];
  let places = [];

  /** One of the HTML elements, made when first needed. */
  function over(i) {
    if (taken[i]) return taken[i];
    const node = h("span", { class: `smx-grip smx-handle ${CURSOR[along]}`, "aria-hidden": true });
    press("handle")(node, i);
    pane.over.append(node);
    if (!i && !ui.hinted) pane.over.append(hint);
    ui.hinted = true; // one is enough for a figure
    taken[i] = node;
    return node;
  }

  function take(node, i, where) {
    let held;
    let tap; // where a finger went down that may still scroll the page
    const on = (type, act) => node.addEventListener(type, act);
    const pointer = (event) => {
      const box = pane.svg.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    };
    const follow = (event) => {
      const { x, y } = pointer(event);
      move({ x: x - held.dx, y: y - held.dy }, i, held.from);
      held.moved = true;
    };
    on("pointerdown", (event) => {
      const finger = event.pointerType === "touch";
      tap = finger && where === "area" && along !== "x" ? pointer(event) : undefined;
      if (event.button !== 0 || (finger && where !== "handle" && along !== "x")) return;
      if (!finger) event.preventDefault();
      node.setPointerCapture(event.pointerId);
      const { x, y } = pointer(event);
      const away = where === "area" ? [0, 0] : [x - places[i].x, y - places[i].y];
      held = { before: ui.state(), from: begin(i), dx: away[0], dy: away[1], moved: false };
      near(i);
      if (!finger && where === "area") follow(event);
      document.documentElement.dataset[USED] = "";
    });
    on("pointermove", (event) => held && follow(event));
    on("pointerup", (event) => {
      if (tap && Math.hypot(pointer(event).x - tap.x, pointer(event).y - tap.y) < SLIP) {
        held = { from: begin(i), dx: 0, dy: 0 };
      }
      if (!held) return;
      if (!held.moved && where === "area") follow(event);
      held = undefined;
      end();
      ui.save();
    });
    // The finger scrolls the page after all: what it changed by the way is undone.
    on("pointercancel", () => {
      if (held) {
        ui.put(held.before);
        end();
      }
      held = tap = undefined;
    });
  }

  const rect = (box) => box ? { x: box[0], y: box[1], width: box[2], height: box[3] } : GONE;

  return (items) => {
    places = items;
    areas(items.map(({ area }) => rect(area)));
    bodies(items.map(({ body }) => rect(body)));
    knobs(items.map(({ x, y, lit, kind = "" }, i) => ({
      cx: x,
      cy: y,
      class: `smx-knob ${kind} ${lit || hover.has(i) ? "smx-taken" : ""}`.trim(),
    })));
    if (!pane.over) return; // a still has no handles
    items.forEach(({ x, y, room = SIZE, hint: beside }, i) => {
      const cut = `clip-path: inset(${(SIZE - room) / 2}px 0)`; // what is cut off takes no press
      set(over(i), { style: `left: ${x}px; top: ${y}px${room < SIZE ? `; ${cut}` : ""}` });
      if (i) return;
      const [dx, dy] = beside ?? [x + 64 > pane.width ? -48 : 10, 8];
      set(hint, { style: `left: ${x + dx}px; top: ${y + dy}px` });
    });
    taken.forEach((node, i) => {
      node.hidden = i >= items.length;
    });
    hint.hidden = !items.length;
  };
}

const SIZE = 44; // of a handle, as in its style
const SLIP = 10; // so many pixels a tap may move
const GONE = { x: 0, y: 0, width: 0, height: 0 };
