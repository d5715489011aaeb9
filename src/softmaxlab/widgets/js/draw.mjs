/** What the drawings of several widgets have in common. */
import { pool } from "./kit.mjs";

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
