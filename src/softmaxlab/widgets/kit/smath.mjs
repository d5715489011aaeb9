/**
 * The maths of every widget: pure functions on plain arrays of numbers, no page in sight.
 * Entropies are in nats. The same functions in Python: softmaxlab.core.
 */

export const clamp = (x, lo, hi) => Math.min(Math.max(x, lo), hi);

/** Rounded to one decimal, so that 0.1 + 0.2 is 0.3. */
export const tenth = (x) => Math.round(x * 10) / 10;

/** A list of n values, made from 0, 1 … n - 1. */
export const times = (n, value) => Array.from({ length: n }, (_, i) => value(i));

/** Largest entry; NaN if there is one. */
export const max = (xs) => xs.reduce((m, x) => Math.max(m, x), -Infinity);

/** Sum of finite numbers, with what each addition rounds away carried along (Neumaier). */
export function sum(xs) {
  let total = 0;
  let lost = 0;
  for (const x of xs) {
    const next = total + x;
    lost += Math.abs(total) >= Math.abs(x) ? total - next + x : x - next + total;
    total = next;
  }
  return total + lost;
}

/** n evenly spaced numbers from a to b, both included, rounded as NumPy rounds them. */
export function linspace(a, b, n) {
  const step = (b - a) / (n - 1);
  return times(n, (i) => (i === n - 1 ? b : i * step + a));
}

/**
 * (z - max z) / T, the form in which nothing overflows, with the limits made exact: at T = 0 only
 * the ties of the maximum stay at 0, at T = Infinity everything that is not -Infinity does.
 */
function gaps(z, T) {
  if (!(T >= 0)) throw new RangeError(`temperature must be in [0, Infinity], got ${T}`);
  const m = max(z);
  if (m === -Infinity || Number.isNaN(m)) return z.map(() => NaN);
  if (m === Infinity || T === 0) return z.map((v) => (v === m ? 0 : -Infinity));
  if (T === Infinity) return z.map((v) => (v === -Infinity ? v : 0));
  return z.map((v) => (v - m) / T);
}

/** log(sum(exp(d))) when the largest d is 0: log1p of the others keeps its small values exact. */
function logNormaliser(d) {
  const top = d.indexOf(0);
  return top < 0 ? NaN : Math.log1p(sum(d.map((v, i) => (i === top ? 0 : Math.exp(v)))));
}

/** Probabilities at temperature T in [0, Infinity]; at 0 the ties of the maximum share. */
export function softmax(z, T = 1) {
  const weights = gaps(z, T).map(Math.exp);
  const total = sum(weights);
  return weights.map((w) => w / total);
}

/** log(softmax(z, T)), accurate also where a probability is close to 0 or to 1. */
export function logSoftmax(z, T = 1) {
  const d = gaps(z, T);
  const l = logNormaliser(d);
  return d.map((v) => v - l);
}

/** log(sum(exp(z))). */
export function logsumexp(z) {
  const m = max(z);
  return Number.isFinite(m) ? m + logNormaliser(gaps(z, 1)) : m;
}

/** Shannon entropy in nats, with 0 log 0 = 0. */
export const entropy = (p) => 0 - sum(p.map((v) => (v === 0 ? 0 : v * Math.log(v))));

/** Nats to bits. */
export const bits = (nats) => nats / Math.LN2;
