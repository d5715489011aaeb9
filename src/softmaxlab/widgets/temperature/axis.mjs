/**
 * All temperatures on one line: the places of the slider, which stands below such a line, so that
 * its thumb is where the drawing says.
 */
import { handles } from "../kit/handles.mjs";
import { temperatureText } from "../kit/number_text.mjs";
import { clamp, times } from "../kit/smath.mjs";
import { TEMPERATURES } from "../kit/temperatures.mjs";

const LAST = TEMPERATURES.length - 1;

/** Where the thumb can stand below a drawing, from its left end, in pixels: see the style. */
export const TRACK = 46;

/** The slider's place of any temperature, 0 to 51: between two of its values in proportion. */
function place(T) {
  const above = TEMPERATURES.findIndex((t) => t >= T);
  if (TEMPERATURES[above] === T) return above;
  const [low, high] = [TEMPERATURES[above - 1], TEMPERATURES[above]];
  return above - (high === Infinity ? low / T : (high - T) / (high - low));
}

/** The temperature at a place, in tenths of a step. */
function temperatureAt(where) {
  const tenths = Math.round(clamp(where, 0, LAST) * 10);
  const [below, share] = [Math.floor(tenths / 10), (tenths % 10) / 10];
  const [low, high] = [TEMPERATURES[below], TEMPERATURES[below + 1]];
  if (!share) return low;
  const T = high === Infinity ? low / (1 - share) : low + share * (high - low);
  return Number(T.toPrecision(4));
}

/** Where curves over the temperature are computed: finer where the slider takes large steps. */
const CURVE = [
  ...times(46, (i) => i),
  ...times(10, (i) => 46 + i / 2),
  LAST,
].map((where) => where < LAST ? temperatureAt(where) : Infinity);

/** Such a line in pixels: `x(T)`, and `T(x)`, its inverse. */
export const temperatureAxis = (left, right) => ({
  x: (T) => left + (place(T) / LAST) * (right - left),
  T: (x) => temperatureAt(((x - left) / (right - left)) * LAST),
});

/** The path of a curve of heights `y(T)`. */
export const curvePath = ({ x }, y) =>
  `M${CURVE.map((T) => `${x(T).toFixed(1)},${y(T).toFixed(1)}`).join("L")}`;

/** A handle that goes along such a line; in each drawing it gets its axis, place and area. */
export function temperatureHandle(ui, pane) {
  let line;
  const put = handles(ui, pane, {
    along: "x",
    move: (point) => ui.put({ T: temperatureText(line.T(point.x)) }, true),
  });
  return (axis, x, y, area) => {
    line = axis;
    put([{ x, y, area }]);
  };
}
