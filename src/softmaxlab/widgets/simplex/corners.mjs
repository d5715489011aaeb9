/** The triangle alone, with a word and its share at each corner: what two views of it draw. */
import { pane, pool } from "../kit/drawing.mjs";
import { handles } from "../kit/handles.mjs";
import { s, set } from "../kit/nodes.mjs";
import { literal, roughText } from "../kit/number_text.mjs";
import { sum } from "../kit/smath.mjs";
import { beside, line, mean, TICKS, triangle } from "./maps.mjs";

const ANCHORS = ["start", "start", "end"];

/**
 * Its pane, and `draw({ z, T, p, called, path, aside })`, which gives the map that it used; with
 * `path` it shows where the point goes as T runs from 0 to infinity, and so many pixels `aside` stay
 * free on the right. `move({ x, y })` brings the point there. Shares are written by `write`, and
 * `remarks` stand above the drawing.
 */
export function cornerTriangle(ui, move, write = roughText, ...remarks) {
  const paper = pane(ui, { narrow: [334, 290], wide: [646, 300] }, "Shares", ...remarks);
  const { svg } = paper;
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
  const point = handles(ui, paper, { along: "xy", move });

  return {
    paper,
    draw({ z, T, p, called, path, aside = 0 }) {
      const { width, height } = paper;
      const map = triangle({ width: width - aside, height }, called);
      const here = map.place(z, T);
      set(frame, { d: map.outline });
      map.corners.forEach(([x, y], i) => {
        const [text, name, share] = corners[i];
        set(text, i ? { x, y: y + 21 } : { x: x + 16, y: y + 6 });
        name.textContent = called[i];
        share.textContent = ` ${write(p[i])}`;
      });
      const points = path ? map.path(z) : [];
      set(curve, { d: points.length ? line(points) : "" });
      const at = (t) => map.place(z, t);
      const marks = points.length ? TICKS : [];
      rings(marks.map((t) => ({ cx: at(t)[0], cy: at(t)[1] })));
      words(beside(marks, T, at, here, map.room));
      const [[, y], [left, low], [right]] = map.corners;
      const area = [left, y, right - left, low - y];
      point([{ x: here[0], y: here[1], area }]);
      return map;
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

/** Shows the numbers of those rows. */
export function showShares(ui, z, p) {
  z.forEach((v, i) => ui.show({ [`given${i}`]: v, [`z${i}`]: v - mean(z), [`p${i}`]: p[i] }));
  ui.show({ sum: sum(p) });
}

/** The program that computes them; `given` are more lines of its state. */
export const pointInPython = (z, shares, ...given) =>
  [
    "import numpy as np",
    "from softmaxlab import softmax",
    "",
    `z = np.array(${literal(z)})`,
    ...given,
    "",
    shares,
    "print(p, p.sum())",
    "",
    "# The same point with scores of mean 0",
    "c = z - z.mean()",
    "print(c)",
    "",
  ].join("\n");

/** The corners in a sentence about the drawing. */
export const cornersInWords = (called) =>
  `A triangle whose corners are ${called[0]}, ${called[1]} and ${called[2]}`;
