/** All temperatures on one line: on a log scale, with 0 and ∞ at its ends. */
import { handles } from "../kit/handles.mjs";
import { temperatureText } from "../kit/number_text.mjs";
import { clamp, times } from "../kit/smath.mjs";

const LO = 0.04; // curves are drawn between these; beyond, dots lead to the limits
const HI = 125;
const END = 0.04; // how far beyond them finite temperatures are told apart, as a part of the scale

/** Where curves over the temperature are computed. */
export const CURVE = times(49, (i) => LO * (HI / LO) ** (i / 48));

/** Such a line in pixels: `x(T)`, and `T(x)`, its inverse in two digits. */
export const temperatureAxis = (left, right) => ({
  x(T) {
    if (T === 0 || T === Infinity) return T === 0 ? left + 8 : right - 8;
    const part = clamp(Math.log(T / LO) / Math.log(HI / LO), -END, 1 + END);
    return left + 34 + part * (right - left - 68);
  },
  T(x) {
    const part = (x - left - 34) / (right - left - 68);
    if (part < -END || part > 1 + END) return part < 0 ? 0 : Infinity;
    return Number((LO * (HI / LO) ** part).toPrecision(2));
  },
});

/** The paths of a curve of heights `y(T)`: between LO and HI, and from there to the limits. */
export function curvePaths({ x }, y) {
  const place = (T) => `${x(T).toFixed(1)},${y(T).toFixed(1)}`;
  return [
    `M${CURVE.map(place).join("L")}`,
    `M${place(0)}L${place(LO)}M${place(HI)}L${place(Infinity)}`,
  ];
}

/** A handle that goes along such a line; in each drawing it gets its axis, place and area. */
export function temperatureHandle(ui, pane) {
  let line;
  const place = handles(ui, pane, {
    along: "x",
    move: (point) => ui.put({ T: temperatureText(line.T(point.x)) }, true),
  });
  return (axis, x, y, area) => {
    line = axis;
    place([{ x, y, area }]);
  };
}
