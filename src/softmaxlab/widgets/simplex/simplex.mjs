/**
 * Simplex: three logits as one point in two maps. The triangle shows the probabilities, the plane the
 * two differences that softmax sees; the whole plane, with its grid, is the inside of the triangle.
 */
import { checkBox } from "../kit/controls.mjs";
import { pane, pool } from "../kit/drawing.mjs";
import { widget } from "../kit/frame.mjs";
import { handles } from "../kit/handles.mjs";
import { codec } from "../kit/link.mjs";
import { h, randomId, s, set } from "../kit/nodes.mjs";
import { format, literal, readTemperature } from "../kit/number_text.mjs";
import { classNames, entryNames } from "../kit/labels.mjs";
import { bits, entropy, max, softmax, sum, times } from "../kit/smath.mjs";
import { temperatureControl } from "../kit/temperature_control.mjs";
import { temperatureLabel } from "../kit/temperatures.mjs";
import {
  beside,
  contour,
  LEVELS,
  line,
  logitsAt,
  mean,
  plane,
  REACH,
  rules,
  TICKS,
  triangle,
  WHOLE,
} from "./maps.mjs";
import { cornersInWords } from "./corners.mjs";
import { difference, gapSliders } from "./gaps.mjs";
import { path } from "./path.mjs";
import { point } from "./point.mjs";

/** The program that computes every number of a state. */
const python = (state) =>
  [
    "import numpy as np",
    "from softmaxlab import entropy, softmax",
    "",
    `z = np.array(${literal(state.z)})`,
    `T = ${literal(readTemperature(state.T))}`,
    "",
    "p = softmax(z, temperature=T)",
    "H = entropy(p)",
    'print("p =", p, "sum", p.sum())',
    'print("H =", H, "nats,", H / np.log(2), "bits")',
    "",
    "# The same point with logits of mean 0",
    "c = z - z.mean()",
    'print("centred", c)',
    ...(readTemperature(state.T) > 0
      ? [
        "",
        "# Its place in the plane",
        "x, y = (z[:2] - z[2]) / T",
        'print("x =", x, "y =", y)',
      ]
      : []),
    "",
  ].join("\n");

// ---- The drawing of a map -----------------------------------------------------------------------

const ARROW = "M10,0l-19,-7l4,7l-4,7z";

/** Grid, contours, path, rings with their temperatures, the point and its handle. */
function chart(ui, pane, map, arcs, kind) {
  const { svg } = pane;
  const clip = randomId();
  const inside = s("path", {}, s("clipPath", { id: clip }, svg));
  const clipped = s("g", { "clip-path": `url(#${clip})` }, svg);
  const grid = s("path", { class: "smx-rule" }, clipped);
  const axes = s("path", { class: "smx-axis" }, clipped);
  const contours = s("path", { class: "smx-level" }, clipped);
  const frame = s("path", { class: "smx-frame" }, svg);
  const names = pool(svg, "text", {});
  const title = s("text", { "text-anchor": "middle" }, svg);
  const curve = s("path", { class: "smx-curve" }, svg);
  const rings = pool(svg, "circle", { class: "smx-ring", r: 3.5 });
  const words = pool(svg, "text", { class: "smx-halo", "text-anchor": "middle", dy: "0.35em" });
  const rest = s("circle", { class: "smx-dot", r: 5 }, svg); // in the limits nothing can be dragged
  const point = handles(ui, pane, {
    along: "xy",
    move: ({ x, y }) => ui.put({ z: logitsAt(last.back(x, y), last.T) }, true),
  });
  const arrow = s("path", { class: `smx-beyond ${kind}` }, svg);
  let drawn = "";
  let last;

  return ({ z, T, show, called }) => {
    const size = `${pane.width}|${pane.height}|${called}`;
    const { place, beyond = () => {}, back, outline, texts, room, path, title: middle } = map(
      pane,
      called,
    );
    last = { back, T };
    if (size !== drawn) {
      drawn = size;
      const across = (ks) =>
        ks.flatMap(rules).map((ends) => line(ends.map((v) => place(v)))).join("");
      for (const node of [inside, frame]) set(node, { d: outline });
      set(grid, { d: across(WHOLE.filter((k) => k)) });
      set(axes, { d: across([0]) });
      set(contours, {
        d: arcs.map((arc) => line(arc.map((p) => place(p.map(Math.log))))).join(""),
      });
      names(texts);
      set(title, middle ?? { display: "none" });
      title.textContent = `(${difference(called, 0)})/T`;
    }
    set(contours, { display: show === "none" && "none" });
    const points = path(z);
    set(curve, { d: points.length ? line(points) : "" });

    const out = beyond(z, T);
    const [cx, cy] = out ? out.at : place(z, T);
    const here = [cx, cy];
    const [west, north, east, south] = room;
    const around = [west, north, east - west, south - north];
    const movable = T > 0 && T < Infinity;
    const turn = out && `translate(${here}) rotate(${out.turn})`;
    set(arrow, { d: ARROW, transform: turn, display: !out && "none" });
    set(rest, { cx, cy, display: (out || movable) && "none" });
    point(movable ? [{ x: cx, y: cy, area: around, kind: out ? "smx-hidden" : kind }] : []);

    const clear = ([x, y]) => !out || Math.hypot(x - here[0], y - here[1]) > 16; // of the arrow
    const marks = points.length ? TICKS.filter((t) => !beyond(z, t) && clear(place(z, t))) : [];
    rings(marks.map((t) => ({ cx: place(z, t)[0], cy: place(z, t)[1] })));
    words(beside(marks, T, (t) => place(z, t), here, room));
  };
}

// ---- The widget --------------------------------------------------------------------------------

/** Where the point is in the plane, in words. */
function place(z, T) {
  const differences = [z[0] - z[2], z[1] - z[2]];
  if (max(differences.map(Math.abs)) > REACH * T * (1 + 1e-4)) return "beyond the border";
  return `at ${differences.map((d) => format(d ? d / T : 0, "z")).join(", ")}`;
}

function build(ui) {
  const arcs = LEVELS.flatMap(contour);
  const size = { narrow: [161, 174], wide: [317, 310], height: "min(310px, calc(43.3cqw + 30px))" };
  const upward = h("span");
  const left = pane(ui, size, "Shares");
  const right = pane(ui, size, upward);
  const charts = [
    chart(ui, left, triangle, arcs, ""),
    chart(ui, right, plane, arcs, "smx-there"),
  ];
  let view;

  const temperature = temperatureControl(ui);
  const gaps = gapSliders(ui);
  const contours = checkBox(
    ui,
    h("span", { class: "smx-key smx-levels" }, "H = 1.0 (inmost), 0.8, 0.5, 0.2 nats"),
    "show",
    "none",
    "entropy",
  );
  ui.controls.append(
    gaps.node,
    h(
      "div",
      { class: "smx-row" },
      contours.node,
      h("span", { class: "smx-key" }, "path of T (○ 0.5, 1, 2)"),
      h("span", { class: "smx-key smx-rules" }, "plane’s grid"),
    ),
  );

  const named = times(3, (i) => h("span", {}, String(i)));
  named.forEach((label, i) => ui.readout(label, ui.output(`p${i}`, "p", `p[${i}]`)));
  ui.readout("H, nats", ui.output("H", "nats"));
  const title = h("span");
  let form;

  /** Names, and the table that holds them, remade only when the words change. */
  function rename({ called }) {
    upward.textContent = `↑ (${difference(called, 1)})/T`;
    named.forEach((label, i) => {
      label.textContent = called[i];
    });
    ui.table(title, ["word", "score", "score − mean", "share"], [
      ...times(3, (i) => [
        called[i],
        ui.output(`given${i}`, "z", `z[${i}]`),
        ui.output(`z${i}`, "z", `c[${i}]`),
        ui.output(`pt${i}`, "p", `p[${i}]`),
      ]),
      ["sum", "", "", ui.output("sum", "nats", "p.sum()")],
      ["H, nats", "", "", ui.output("Ht", "nats", "H")],
      ["H, bits", "", "", ui.output("Hb", "nats", "H / np.log(2)")],
      [`(${difference(called, 0)})/T`, "", "", ui.output("x", "size")],
      [`(${difference(called, 1)})/T`, "", "", ui.output("y", "size")],
    ]);
  }

  return {
    python,
    draw(state) {
      const { z } = state;
      const T = readTemperature(state.T);
      const p = softmax(z, T);
      const H = entropy(p);
      const called = entryNames(state.labels, 3, "z");
      view = { ...state, T, p, H, called, labels: state.labels };
      if (form !== `${called}`) rename(view);
      form = `${called}`;
      charts.forEach((draw) => draw(view));
      const listed = p.map((v) => format(v, "p")).join(", ");
      left.label(
        `${cornersInWords(classNames(state.labels, 3))}, with the point ${listed} at ` +
          `T = ${temperatureLabel(T)} on its path to the centre, where T is infinite.`,
      );
      right.label(
        `The plane of the gaps ${difference(called, 0)} and ${
          difference(called, 1)
        }, divided by T, with the same point ` +
          `${place(z, T)}; its path is a straight line from the origin.`,
      );
      temperature(T);
      contours.show(state.show);
      gaps.show(z, called, `, probabilities ${listed}`);
      [0, 1].forEach((i) => {
        const at = (z[i] - z[2]) / T;
        ui.show({ ["xy"[i]]: T > 0 && Number.isFinite(at) ? at : undefined });
      });
      title.textContent = `The point at T = ${temperatureLabel(T)}`;
      const middle = mean(z);
      z.forEach((v, i) =>
        ui.show({ [`given${i}`]: v, [`z${i}`]: v - middle, [`p${i}`]: p[i], [`pt${i}`]: p[i] })
      );
      ui.show({ H, Ht: H, Hb: bits(H), sum: sum(p) });
    },
    sentence() {
      const { T, p, H, labels } = view;
      const top = p.indexOf(max(p));
      const name = entryNames(labels, 3, "p")[top];
      return `T = ${temperatureLabel(T)}: largest is ${name} = ${format(p[top], "p")}, entropy ${
        format(H, "nats")
      } nats.`;
    },
  };
}

const at1 = (z) => [literal(z).replaceAll("-", "\u2212"), { z, T: "1" }];

export default widget({
  name: "simplex",
  title: "Triangle and plane",
  state: {
    T: codec.temperature,
    z: codec.numbers(3, 3, -2000, 2000),
    show: codec.choice("entropy", "none"),
  },
  presets: [
    ["Inside", [at1([2, 1, 0.1]), at1([2, 1, 0]), ["Centre", { z: [0, 0, 0], T: "1" }]]],
    ["Far out", [at1([8, 0, 0]), at1([4, 4, -4])]],
    ["A tie", [at1([2, 2, 1]), ...["0.2", "0"].map((T) => [`T = ${T}`, { z: [2, 2, 1], T }])]],
  ],
  build,
  views: { point, path },
});
