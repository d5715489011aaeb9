/** What the views of the pipeline share: plain shares, and how numbers are written at a glance. */
import { roughText, scientific } from "../kit/number_text.mjs";
import { max } from "../kit/smath.mjs";

/** x divided by its sum, added up as NumPy does it; no shares where the sum is 0 but for rounding. */
export function plainShares(x) {
  const total = x.reduce((a, b) => a + b);
  const size = x.reduce((a, b) => a + Math.abs(b), 0);
  const plain = Math.abs(total) > 1e-12 * size ? x.map((v) => v / total) : undefined;
  return { plain, total };
}

/** The most that a share has moved; less than 1e-12 is rounding, and counts as 0. */
export function shiftOf(p, before) {
  const most = max(p.map((v, i) => Math.abs(v - before[i])));
  return most > 1e-12 ? most : 0;
}

/** That in words. */
export const moved = (shift) =>
  shift ? `rounding moved a share by ${scientific(shift)}` : "no share moved";

const minus = (text) => text.replaceAll("-", "\u2212");

/** A score without needless zeros, and a list of scores. */
export const scoreText = (v) => minus(String(Number(v.toFixed(4)) || 0));
export const scoresText = (z) => `[${z.map(scoreText).join(", ")}]`;

/** "2 + 100" or "2 − 5". */
export const plus = (v, c) => `${scoreText(v)} ${c < 0 ? "\u2212" : "+"} ${scoreText(Math.abs(c))}`;

/** A share with two decimals; where there is little room, what is nearly 0 is called so. */
export const shareText = (room) => (p) => (!room && p > 0 && p < 0.005 ? "≈0" : roughText(p));

/** A quotient at a glance, which may be no share at all: two decimals, and none where it is whole. */
export function plainText(q) {
  const whole = Math.round(q);
  if (Math.abs(q - whole) < 1e-12 * Math.max(1, Math.abs(q))) return minus(String(whole || 0));
  if (Math.abs(q) >= 1000) return scientific(q, 1);
  if (Math.abs(q) < 0.005) return "≈0";
  return minus(q.toFixed(2));
}
