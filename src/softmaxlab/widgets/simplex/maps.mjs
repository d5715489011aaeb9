/**
 * Two maps of three logits: the triangle of their shares, and the plane of their two differences.
 * Each gives, for the size of its pane, the way there and the way back.
 */
import { format } from "../kit/number_text.mjs";
import { clamp, entropy, max, softmax, times } from "../kit/smath.mjs";

export const LEVELS = [0.2, 0.5, 0.8, 1]; // of the entropy, in nats
export const TICKS = [1, 0.5, 2]; // temperatures with a ring on the path; the first finds room first
export const WHOLE = times(9, (i) => i - 4); // lines of the plane's grid, in both maps
export const REACH = 5; // the plane is drawn from -REACH to REACH
const FLOOR = 1.001e-6; // no dragged probability is lower, so that the point stays inside
const MOST = 1990; // no dragged logit is higher, whatever the temperature

// ---- Points: a distribution is a list of three numbers ------------------------------------------

export const mean = (z) => (z[0] + z[1] + z[2]) / 3; // in this order, as NumPy adds

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
export function logitsAt(v, T) {
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
export function contour(level) {
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
export const rules = (
  k,
) => [[[k, -Infinity, 0], [k, Infinity, 0]], [[-Infinity, k, 0], [Infinity, k, 0]]];

/** Temperatures at which a path is drawn, both limits included; none if it is a single point. */
function temperatures(z) {
  const gaps = z.map((v) => max(z) - v);
  const most = max(gaps) * 50;
  if (!most) return [];
  const least = Math.min(...gaps.filter((gap) => gap > 0)) / 30;
  return [0, ...times(97, (i) => least * (most / least) ** (i / 96)), Infinity];
}

// ---- The two maps: each gives, for the size of its pane, the way there and the way back ---------

export const line = (points) =>
  "M" + points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join("L");

const RISE = Math.sqrt(3) / 2; // the height of an equilateral triangle of side 1

export function triangle({ width, height }, called) {
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
      { x: middle, y: top - 10, text: called[0], "text-anchor": "middle" },
      { x: middle - side / 2, y: bottom + 19, text: called[1] },
      { x: middle + side / 2, y: bottom + 19, text: called[2], "text-anchor": "end" },
    ],
    corners: [[middle, top], [middle - side / 2, bottom], [middle + side / 2, bottom]],
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

export function plane({ width, height }) {
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

/** Texts beside a path, on either side of it, where they hide nothing; those without room are left out. */
export function beside(marks, T, place, here, [left, top, right, bottom]) {
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
