/** The triangle alone, with a word and its share at each corner: what two views of it draw. */
import { pane, pool } from "../kit/drawing.mjs";
import { h, s, set } from "../kit/nodes.mjs";
import { format, roughText } from "../kit/number_text.mjs";
import { beside, line, TICKS, triangle } from "./maps.mjs";

const ANCHORS = ["start", "start", "end"];

/**
 * Its pane, a `grip` on the point, an `area` to click on, and `draw({ z, T, p, called, path })`, which
 * gives the map that it used; with `path` it shows where the point goes as T runs from 0 to infinity.
 * `hint` says what can be dragged, until it has been.
 */
export function cornerTriangle(ui, hint) {
  const advice = h("span", { "aria-hidden": "true" }, hint);
  const paper = pane(ui, { narrow: [334, 290], wide: [646, 300] }, "Shares", advice);
  const { svg } = paper;
  const area = s("path", { class: "smx-area" }, svg);
  const frame = s("path", { class: "smx-frame" }, svg);
  const corners = [0, 1, 2].map((i) => {
    const text = s("text", { "text-anchor": ANCHORS[i] }, svg);
    return [
      text,
      s("tspan", { class: "smx-word" }, text),
      s("tspan", { class: "smx-share" }, text),
    ];
  });
  const curve = s("path", { class: "smx-curve" }, svg);
  const rings = pool(svg, "circle", { class: "smx-ring", r: 3.5 });
  const words = pool(svg, "text", { class: "smx-halo", "text-anchor": "middle", dy: "0.35em" });
  const knob = s("circle", { class: "smx-knob smx-cap", r: 8 }, svg);
  const grip = s("circle", { class: "smx-grip smx-roam", r: 22 }, svg);

  return {
    paper,
    area,
    grip,
    used() {
      advice.textContent = "";
    },
    draw({ z, T, p, called, path }) {
      const map = triangle(paper, called);
      const here = map.place(z, T);
      for (const node of [area, frame]) set(node, { d: map.outline });
      map.corners.forEach(([x, y], i) => {
        const [text, name, share] = corners[i];
        set(text, i ? { x, y: y + 21 } : { x: x + 16, y: y + 6 });
        name.textContent = called[i];
        share.textContent = ` ${roughText(p[i])}`;
      });
      const points = path ? map.path(z) : [];
      set(curve, { d: points.length ? line(points) : "" });
      const at = (t) => map.place(z, t);
      const marks = points.length ? TICKS : [];
      rings(marks.map((t) => ({ cx: at(t)[0], cy: at(t)[1] })));
      words(beside(marks, T, at, here, map.room));
      for (const node of [knob, grip]) set(node, { cx: here[0], cy: here[1] });
      return { ...map, here };
    },
  };
}

/** Shares with their words, at a glance or in full. */
export const listed = (called, p, write = roughText) =>
  p.map((v, i) => `${called[i]} ${write(v)}`).join(", ");

/** The rows of a table: word, score, score without the mean, share; and the sum of the shares. */
export const shareRows = (ui, called) => [
  ...[0, 1, 2].map((i) => [
    called[i],
    ui.output(`given${i}`, "z", `z[${i}]`),
    ui.output(`z${i}`, "z", `c[${i}]`),
    ui.output(`p${i}`, "p", `p[${i}]`),
  ]),
  ["sum", "", "", ui.output("sum", "nats", "p.sum()")],
];

/** The same in a sentence about the drawing. */
export const cornersInWords = (called) =>
  `A triangle whose corners are ${called[0]}, ${called[1]} and ${called[2]}`;

export const scoresInWords = (called, z) => listed(called, z, (v) => format(v, "z"));
