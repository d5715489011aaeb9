/** What the views of the pipeline share: plain shares, and how numbers are written at a glance. */
import { scientific } from "../kit/number_text.mjs";

/** x divided by its sum, added up as NumPy does it; no shares where the sum is 0 but for rounding. */
export function plainShares(x) {
  const total = x.reduce((a, b) => a + b);
  const size = x.reduce((a, b) => a + Math.abs(b), 0);
  const plain = Math.abs(total) > 1e-12 * size ? x.map((v) => v / total) : undefined;
  return { plain, total };
}

const minus = (text) => text.replace("-", "\u2212");

/** A score without needless zeros. */
export const scoreText = (v) => minus(String(Number(v.toFixed(4)) || 0));

/** "2 + 100" or "2 − 5". */
export const plus = (v, c) => `${scoreText(v)} ${c < 0 ? "\u2212" : "+"} ${scoreText(Math.abs(c))}`;

/** A quotient at a glance, which may be no share at all: two decimals, and none where it is whole. */
export function plainText(q) {
  const whole = Math.round(q);
  if (Math.abs(q - whole) < 1e-12 * Math.max(1, Math.abs(q))) return minus(String(whole || 0));
  if (Math.abs(q) >= 1000) return scientific(q, 1);
  if (Math.abs(q) < 0.005) return "≈0";
  return minus(q.toFixed(2));
}

/** What adding c has done to the shares, in words; less than 1e-12 is nothing. */
export const moved = (shift) =>
  shift > 1e-12 ? `rounding moved a share by ${scientific(shift)}` : "no share moved";
