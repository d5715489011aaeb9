/**
 * Simplex: three logits as one point in two maps. The triangle shows the probabilities, the plane the
 * two differences that softmax sees; the whole plane, with its grid, is the inside of the triangle.
 */
import { checkBox, controlRow, rangeSlider } from "../kit/controls.mjs";
import { drag, pane, pool } from "../kit/drawing.mjs";
import { widget } from "../kit/frame.mjs";
import { codec } from "../kit/link.mjs";
import { h, randomId, s, set } from "../kit/nodes.mjs";
import { format, literal, readTemperature } from "../kit/number_text.mjs";
import { bits, clamp, entropy, max, softmax, sum, times } from "../kit/smath.mjs";
import { temperatureControl } from "../kit/temperature_control.mjs";
import { temperatureLabel } from "../kit/temperatures.mjs";

const LEVELS = [0.2, 0.5, 0.8, 1]; // of the entropy, in nats
const TICKS = [1, 0.5, 2]; // temperatures with a ring on the path; the first finds room first
const WHOLE = times(9, (i) => i - 4); // lines of the plane's grid, in both maps
const REACH = 5; // the plane is drawn from -REACH to REACH
const FLOOR = 1.001e-6; // no dragged probability is lower, so that the point stays inside
const MOST = 1990; // no dragged logit is higher, whatever the temperature

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
    'print("KL(p, uniform) =", np.log(3) - H, "nats")',
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

// ---- Points: a distribution is a list of three numbers ------------------------------------------

const mean = (z) => (z[0] + z[1] + z[2]) / 3; // in this order, as NumPy adds

/** The nearest distribution with no entry below `floor`; the sum of `q` is 1, its signs are free. */
function nearest(q, floor) {
  let excess = 0;
  let total = 0;
  [...q].sort((a, b) => b - a).forEach((v, i) => {
    total += v - floor;
    const shared = (total - (1 - 3 * floor)) / (i + 1);
    if (v - floor > shared) excess = shared;
  });
  return q.map((v) => Math.max(v - excess, floor));
}

/** Logits of sum 0 that are at `v`, itself a triple of logits, when divided by T; not too many digits. */
function logitsAt(v, T) {
  const wide = v.map((x) => T * (x - mean(v)));
  const scale = Math.min(1, MOST / max(wide.map(Math.abs)));
  const digits = clamp(4 - Math.floor(Math.log10(T)), 0, 100);
  const round = (x) => Number((x * scale).toFixed(digits));
  const [a, b] = wide.map(round);
  return [a, b, Number((-a - b).toFixed(digits))];
}

/** Where a function that rises on [0, end] has a value. */
function crossing(of, value, end) {
  let [low, high] = [0, end];
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (of(middle) < value) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * Three arcs on which the entropy has one value, one about each corner. From the centre outwards the
 * entropy falls, being concave, so each ray meets a level at most once. A level of log 2 or more is met
 * by every ray, and the arcs join to one closed line; a lower one by the rays that end near a corner,
 * between the places where the sides have it.
 */
function contour(level) {
  const side = (share) => [1 - share, share, 0];
  const last = crossing((share) => entropy(side(share)), level, 0.5);
  const half = times(25, (i) => {
    const end = side(last * Math.sin((Math.PI * i) / 48));
    const inward = (t) => end.map((v) => v + t * (1 / 3 - v));
    return inward(crossing((t) => entropy(inward(t)), level, 1));
  });
  const arc = [...half.slice(1).reverse().map(([a, b, c]) => [a, c, b]), ...half];
  return times(3, (turn) => arc.map((p) => times(3, (i) => p[(i + 3 - turn) % 3])));
}

/** Ends of the lines on which z0 − z2 or z1 − z2 is k, as logits: straight in both maps. */
const rules = (k) => [[[k, -Infinity, 0], [k, Infinity, 0]], [[-Infinity, k, 0], [Infinity, k, 0]]];

/** Temperatures at which a path is drawn, both limits included; none if it is a single point. */
function temperatures(z) {
  const gaps = z.map((v) => max(z) - v);
  const most = max(gaps) * 50;
  if (!most) return [];
  const least = Math.min(...gaps.filter((gap) => gap > 0)) / 30;
  return [0, ...times(97, (i) => least * (most / least) ** (i / 96)), Infinity];
}

// ---- The two maps: each gives, for the size of its pane, the way there and the way back ---------

const line = (points) => "M" + points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join("L");

const RISE = Math.sqrt(3) / 2; // the height of an equilateral triangle of side 1

function triangle({ width, height }) {
  const side = Math.min(width - 8, (height - 44) / RISE);
  const middle = width / 2;
  const top = (height - side * RISE) / 2;
  const bottom = top + side * RISE;
  const at = (p) => [middle + ((p[2] - p[1]) * side) / 2, bottom - p[0] * side * RISE];
  const place = (z, T = 1) => at(softmax(z, T));
  return {
    place,
    outline: `${line([[1, 0, 0], [0, 1, 0], [0, 0, 1]].map(at))}z`,
    texts: [
      { x: middle, y: top - 10, text: "class 0", "text-anchor": "middle" },
      { x: middle - side / 2, y: bottom + 19, text: "class 1" },
      { x: middle + side / 2, y: bottom + 19, text: "class 2", "text-anchor": "end" },
    ],
    room: [0, top - 6, width, bottom + 6],
    path: (z) => temperatures(z).map((T) => place(z, T)),
    /** The logits of the nearest point that is not on a side. */
    back(x, y) {
      const up = (bottom - y) / (side * RISE);
      const right = ((x - middle) * 2) / side;
      return nearest([up, (1 - up - right) / 2, (1 - up + right) / 2], FLOOR).map(Math.log);
    },
  };
}

const LEFT = 24; // margins of the plane, in pixels
const TOP = 4;
const BELOW = 40;

function plane({ width, height }) {
  const side = Math.min(width - LEFT - 4, height - TOP - BELOW);
  const unit = side / (2 * REACH);
  const at = (x, y) => [LEFT + (REACH + x) * unit, TOP + (REACH - y) * unit];
  const differences = (z) => [z[0] - z[2], z[1] - z[2]];
  const size = (z) => max(differences(z).map(Math.abs));
  const border = (z) => at(...differences(z).map((d) => (d / size(z)) * REACH));
  const bottom = TOP + side;
  return {
    place: (z, T = 1) => at(...differences(z).map((d) => (d ? clamp(d / T, -99, 99) : 0))),
    outline: `M${LEFT},${TOP}h${side}v${side}h${-side}z`,
    texts: [
      ...[-4, 0, 4].flatMap((k) => {
        const text = format(k, "z").slice(0, -2);
        const [x, y] = at(k, k);
        return [
          { x, y: bottom + 18, text, "text-anchor": "middle" },
          { x: LEFT - 6, y, text, "text-anchor": "end", dy: "0.35em" },
        ];
      }),
    ],
    title: { x: LEFT + side / 2, y: bottom + 36 },
    room: [LEFT, TOP, LEFT + side, bottom],
    path: (z) => (size(z) ? [at(0, 0), border(z)] : []),
    /** For a point beyond the border: where an arrow stands for it, and in which direction that points. */
    beyond(z, T) {
      if (size(z) <= REACH * T * (1 + 1e-4)) return undefined; // dragged logits are rounded
      const [x, y] = differences(z);
      const angle = Math.atan2(-y, x);
      const [tipX, tipY] = border(z);
      return {
        at: [tipX - 10 * Math.cos(angle), tipY - 10 * Math.sin(angle)],
        turn: (angle * 180) / Math.PI,
      };
    },
    back: (x, y) => [
      clamp((x - LEFT) / unit - REACH, -REACH, REACH),
      clamp(REACH - (y - TOP) / unit, -REACH, REACH),
      0,
    ],
  };
}

// ---- The drawing of a map -----------------------------------------------------------------------

const DISC = "M-8,0a8,8 0 1 0 16,0a8,8 0 1 0 -16,0";
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
  for (const [text, dy] of [["(z", 0], [0, 3], [" − z", -3], [2, 3], [")/T", -3]]) {
    s("tspan", { dy, class: dy > 0 && "smx-sub" }, title).textContent = text;
  }
  const curve = s("path", { class: "smx-curve" }, svg);
  const rings = pool(svg, "circle", { class: "smx-ring", r: 3.5 });
  const words = pool(svg, "text", { class: "smx-halo", "text-anchor": "middle", dy: "0.35em" });
  const knob = s("path", { class: kind }, svg);
  const grip = s("circle", { class: "smx-grip smx-roam", r: 22 }, svg);
  let drawn = "";
  let here;
  let last;
  drag(ui, grip, {
    start: (point) => [point.x - here[0], point.y - here[1]],
    move: ({ x, y }, [dx, dy]) => ui.put({ z: logitsAt(last.back(x - dx, y - dy), last.T) }, true),
  });

  return ({ z, T, show }) => {
    const size = `${pane.width}|${pane.height}`;
    const { place, beyond = () => {}, back, outline, texts, room, path, title: middle } = map(pane);
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
    }
    set(contours, { display: show === "none" && "none" });
    const points = path(z);
    set(curve, { d: points.length ? line(points) : "" });

    const out = beyond(z, T);
    here = out ? out.at : place(z, T);
    const turn = out ? ` rotate(${out.turn})` : "";
    set(knob, { d: out ? ARROW : DISC, transform: `translate(${here})${turn}` });
    set(grip, { cx: here[0], cy: here[1], display: !(T > 0 && T < Infinity) && "none" });

    const clear = ([x, y]) => !out || Math.hypot(x - here[0], y - here[1]) > 16; // of the arrow
    const marks = points.length ? TICKS.filter((t) => !beyond(z, t) && clear(place(z, t))) : [];
    rings(marks.map((t) => ({ cx: place(z, t)[0], cy: place(z, t)[1] })));
    words(beside(marks, T, (t) => place(z, t), here, room));
  };
}

/** Texts beside a path, on either side of it, where they hide nothing; those without room are left out. */
function beside(marks, T, place, here, [left, top, right, bottom]) {
  const taken = [[...here, 9, 9]]; // centre, half width, half height
  const free = ([x, y, w, h]) =>
    x - w > left && x + w < right && y - h > top && y + h < bottom &&
    taken.every(([a, b, c, d]) => Math.abs(x - a) >= w + c || Math.abs(y - b) >= h + d);
  return marks.flatMap((t) => {
    const [x, y] = place(t);
    const [ahead, behind] = [place(t * 1.05), place(t / 1.05)];
    const [dx, dy] = [ahead[0] - behind[0], ahead[1] - behind[1]];
    const length = Math.hypot(dx, dy);
    const hidden = t !== T && Math.hypot(x - here[0], y - here[1]) < 9;
    const text = String(t);
    const boxes = [1, -1].map((
      side,
    ) => [x + (side * 16 * dy) / length, y - (side * 16 * dx) / length, 2 + 4 * text.length, 8]);
    const box = length > 1e-6 && !hidden && boxes.find(free);
    if (!box) return [];
    taken.push(box);
    return [{ x: box[0], y: box[1], text }];
  });
}

// ---- The widget --------------------------------------------------------------------------------

/** Where the point is in the plane, in words. */
function place(z, T) {
  const differences = [z[0] - z[2], z[1] - z[2]];
  if (max(differences.map(Math.abs)) > REACH * T * (1 + 1e-4)) return "beyond the border";
  return `at ${differences.map((d) => format(d ? d / T : 0, "z")).join(", ")}`;
}

/** z0 − z2, as it is written. */
const difference = (i) => h("span", {}, "z", h("sub", {}, i), " − z", h("sub", {}, 2));

function build(ui) {
  const arcs = LEVELS.flatMap(contour);
  const size = { narrow: [161, 174], wide: [317, 310], height: "min(310px, calc(43.3cqw + 30px))" };
  const left = pane(ui, size, "Triangle: p");
  const right = pane(ui, size, h("span", {}, "Plane: (", difference(1), ")/T"));
  const charts = [
    chart(ui, left, triangle, arcs, "smx-knob"),
    chart(ui, right, plane, arcs, "smx-knob smx-there"),
  ];
  let view;

  const temperature = temperatureControl(ui);
  const sliders = [0, 1].map((i) =>
    rangeSlider(ui, {
      label: difference(i),
      min: -10,
      max: 10,
      step: 0.1,
      put: (d) => ({ z: view.z.with(i, clamp(Number((view.z[2] + d).toFixed(10)), -2000, 2000)) }),
    })
  );
  const hand = controlRow(
    2,
    { role: "group", "aria-label": "Point" },
    ...sliders.map((slider) => slider.node),
  );
  const contours = checkBox(
    ui,
    h("span", { class: "smx-key smx-levels" }, "H = 1.0 (inmost), 0.8, 0.5, 0.2 nats"),
    "show",
    "none",
    "entropy",
  );
  ui.controls.append(
    hand,
    h(
      "div",
      { class: "smx-row" },
      contours.node,
      h("span", { class: "smx-key" }, "path of T (○ 0.5, 1, 2)"),
      h("span", { class: "smx-key smx-rules" }, "plane’s grid"),
    ),
  );

  for (const i of [0, 1, 2]) {
    ui.readout(h("span", {}, "p", h("sub", {}, i)), ui.output(`p${i}`, "p", `p[${i}]`));
  }
  ui.readout("H, nats", ui.output("H", "nats"));
  ui.readout("KL(p‖u)", ui.output("KL", "nats", "np.log(3) - H"));
  const title = h("span");
  ui.table(title, ["class", "z", "z − mean", "p"], [
    ...times(3, (i) => [
      i,
      ui.output(`given${i}`, "z", `z[${i}]`),
      ui.output(`z${i}`, "z", `c[${i}]`),
      ui.output(`pt${i}`, "p", `p[${i}]`),
    ]),
    ["sum", "", "", ui.output("sum", "nats", "p.sum()")],
    ["H, nats", "", "", ui.output("Ht", "nats", "H")],
    ["H, bits", "", "", ui.output("Hb", "nats", "H / np.log(2)")],
    ["KL(p‖uniform), nats", "", "", ui.output("KLt", "nats", "np.log(3) - H")],
    [h("span", {}, "(", difference(0), ")/T"), "", "", ui.output("x", "size")],
    [h("span", {}, "(", difference(1), ")/T"), "", "", ui.output("y", "size")],
  ]);

  return {
    python,
    draw(state) {
      const { z } = state;
      const T = readTemperature(state.T);
      const p = softmax(z, T);
      const H = entropy(p);
      view = { ...state, T, p, H };
      charts.forEach((draw) => draw(view));
      const listed = p.map((v) => format(v, "p")).join(", ");
      left.label(
        `A triangle whose corners are the classes 0, 1 and 2, with the point ${listed} at ` +
          `T = ${temperatureLabel(T)} on its path to the centre, where T is infinite.`,
      );
      right.label(
        "The plane of the differences z0 - z2 and z1 - z2, divided by T, with the same point " +
          `${place(z, T)}; its path is a straight line from the origin.`,
      );
      temperature(T);
      contours.show(state.show);
      sliders.forEach((slider, i) => {
        const d = z[i] - z[2];
        const text = format(d, "z");
        slider.show(d, `${text}, probabilities ${listed}`, ` ${text}`);
        const at = d / T;
        ui.show({ ["xy"[i]]: T > 0 && Number.isFinite(at) ? at : undefined });
      });
      title.textContent = `The point at T = ${temperatureLabel(T)}`;
      const middle = mean(z);
      z.forEach((v, i) =>
        ui.show({ [`given${i}`]: v, [`z${i}`]: v - middle, [`p${i}`]: p[i], [`pt${i}`]: p[i] })
      );
      const KL = Math.log(3) - H;
      ui.show({ H, Ht: H, Hb: bits(H), KL, KLt: KL, sum: sum(p) });
    },
    sentence() {
      const { T, p, H } = view;
      const top = p.indexOf(max(p));
      return `T = ${temperatureLabel(T)}: largest is p[${top}] = ${format(p[top], "p")}, entropy ${
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
    ["Inside", [at1([2, 1, 0]), at1([2, 1, 0.1]), ["Centre", { z: [0, 0, 0], T: "1" }]]],
    ["Far out", [at1([8, 0, 0]), at1([4, 4, -4])]],
    ["A tie", [at1([2, 2, 1]), ...["0.2", "0"].map((T) => [`T = ${T}`, { z: [2, 2, 1], T }])]],
  ],
  build,
});
