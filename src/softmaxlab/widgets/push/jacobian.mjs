/** The first derivatives of three shares in their scores, and the eigenvalues of that matrix. */
import { sum } from "../kit/smath.mjs";

/** 1/T; at the limits 0 and ∞ the shares stand still, and every derivative is 0. */
const rate = (T) => (T > 0 && T < Infinity ? 1 / T : 0);

/** Row i: how fast share i changes with each score. 1 − p is the sum of the others: it never cancels. */
export const jacobian = (p, T = 1) =>
  p.map((pi, i) =>
    p.map((pj, j) => rate(T) * pi * (i === j ? sum(p.filter((_, k) => k !== i)) : -pj) + 0)
  );

/** The three eigenvalues, smallest first: one is always 0, and the others solve λ² − tλ + m = 0. */
export function eigenvalues([a, b, c], T = 1) {
  const t = 2 * (a * b + a * c + b * c);
  const m = 3 * a * b * c;
  const largest = (t + Math.sqrt(Math.max(0, t * t - 4 * m))) / 2;
  return [0, largest ? m / largest : 0, largest].map((v) => v * rate(T));
}
