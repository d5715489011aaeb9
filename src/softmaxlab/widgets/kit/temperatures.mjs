/** The temperatures of the course, and how they are called. */
import { times } from "./smath.mjs";

/** 0, 0.05 … 1 by 0.05, 1.1 … 2 by 0.1, 2.25 … 5 by 0.25, 6 … 10, 20, 50, 100, ∞: 52 values. */
export const TEMPERATURES = [
  0,
  ...times(20, (i) => (i + 1) / 20),
  ...times(10, (i) => (i + 11) / 10),
  ...times(12, (i) => (i + 9) / 4),
  ...[6, 7, 8, 9, 10, 20, 50, 100, Infinity],
];

/** The slider position for any temperature: the nearest on a log scale; only 0 and ∞ at the ends. */
export function nearestTemperature(T) {
  if (T === 0) return 0;
  if (T === Infinity) return TEMPERATURES.length - 1;
  const inner = TEMPERATURES.slice(1, -1).map((t) => Math.abs(Math.log(t / T)));
  return 1 + inner.indexOf(Math.min(...inner));
}

export const temperatureLabel = (T) => (T === Infinity ? "∞" : String(T));
