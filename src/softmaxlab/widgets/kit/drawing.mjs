/** Drawings: panes in CSS pixels, SVG nodes that are made once and then only changed. */
import { h, randomId, s, set } from "./nodes.mjs";

/**
 * A drawing with its caption, in CSS pixels, so that its text is never scaled. `narrow` and `wide`
 * are its width and height, in pixels, in a narrow widget and in a wide one; both are exact on
 * paper, and on a page the height is kept while the width is what there is. A `height` in CSS takes
 * the place of both heights.
 *
 * The pane's `width` and `height` are what may be drawn on; `label(text)` says in words what is to
 * be seen, `resize(height)` asks for another height, and `freeze(layout)` makes a still of it, which
 * is scaled to the room there is. What lies over a drawing, in its pixels, is put into `over`, which a
 * still does not have.
 */
export function pane(ui, { narrow, wide, height }, ...caption) {
  const svg = s("svg", { class: "smx-svg", role: "img" });
  const [columns, rows] = ui.wide ? wide : narrow;
  const heights = (low, high) =>
    set(svg, {
      style: `--smx-narrow: ${height ?? `${low}px`}; --smx-wide: ${height ?? `${high}px`}`,
    });
  const it = {
    svg,
    width: columns,
    height: rows,
    label: (text) => set(svg, { "aria-label": text }),
    resize(px) {
      if (px === it.asked) return;
      it.asked = it.height = px;
      heights(px, px);
    },
    freeze: (layout) =>
      set(svg, { viewBox: `0 0 ${it.width} ${it.height}`, class: `smx-svg smx-if-${layout}` }),
  };
  heights(narrow[1], wide[1]);
  const words = caption.map((part) => h("span", {}, part));
  const drawing = h("div", { class: "smx-drawing" }, svg);
  if (!ui.still) it.over = drawing;
  ui.stage.append(
    h("div", { class: "smx-pane" }, h("div", { class: "smx-caption" }, ...words), drawing),
  );
  ui.panes.push(it);
  return it;
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

/** Paint for what is cut away, lost or no number: `fill` for a shape of this drawing, hatched at 45°. */
export function hatching(svg) {
  const id = randomId();
  const pattern = {
    id,
    width: 6,
    height: 6,
    patternUnits: "userSpaceOnUse",
    patternTransform: "rotate(45)",
  };
  s("path", { class: "smx-hatch", d: "M0,0V6M3,0V6" }, s("pattern", pattern, svg));
  return `url(#${id})`;
}

/** The nearest place where a line one pixel wide is sharp. */
export const crisp = (y) => Math.round(y) + 0.5;

/**
 * Levels across a drawing with their labels on the left, from `left` on: once
 * `const level = levels(svg, 46)`, and in each drawing `level(right, [[y, "0.5"], …])`.
 */
export function levels(svg, left) {
  const lines = pool(svg, "line", { class: "smx-grid", x1: left });
  const labels = pool(svg, "text", { x: left - 8, "text-anchor": "end", dy: "0.35em" });
  return (right, places) => {
    lines(places.map(([y]) => ({ x2: right, y1: crisp(y), y2: crisp(y) })));
    labels(places.filter(([, text]) => text).map(([y, text]) => ({ y, text })));
  };
}
