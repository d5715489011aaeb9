/** The factors f of the pipeline, and where an axis of scores may end. */
import { max } from "../kit/smath.mjs";

export const FACTORS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 3, 5, 10];

/** The slider position for any factor: the nearest on a log scale. */
export function nearestFactor(f) {
  const near = FACTORS.map((v) => Math.abs(Math.log(v / f)));
  return near.indexOf(Math.min(...near));
}

const ENDS = [5, 10, 20, 30, 50, 100, 200, 300, 500, 1000, 2000, 3000, 5000, 10000, 20000, 30000];

/** Where an axis that holds x ends. */
export function niceEnd(x) {
  const size = max(x.map(Math.abs));
  return ENDS.find((end) => end >= size);
}
