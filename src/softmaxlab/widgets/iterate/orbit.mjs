/** Softmax again and again: the numbers of a state, the program that makes them, and thresholds. */
import { literal, readTemperature } from "../kit/number_text.mjs";
import { defaultRng } from "../kit/random.mjs";
import { entropy, linspace, max, softmax, times } from "../kit/smath.mjs";

/** How each start is called, made, and written in Python. */
export const STARTS = {
  linspace: ["0–1", (K) => linspace(0, 1, K), "np.linspace(0, 1, K)"],
  one: ["one", (K) => times(K, (i) => Number(i < 1)), "np.eye(K)[0]"],
  two: ["two", (K) => times(K, (i) => Number(i < 2)), "np.eye(K)[:2].sum(axis=0)"],
  random: ["random", (K) => {
    const rng = defaultRng(0);
    return times(K, () => rng.random());
  }, "np.random.default_rng(0).random(K)"],
  scores: ["scores", (_, z) => z],
};

const FINE = 1e-12; // a smaller spread is mostly rounding, and so is its ratio to the next

const spread = (row) => max(row) + max(row.map((v) => -v));

/** A state with what follows from it: `rows[t]` are the numbers after t passes. */
export function orbit(state) {
  const T = readTemperature(state.T);
  const passes = Math.round(state.passes); // on the way to another state, there are others
  const first = STARTS[state.start][1](Math.round(state.K), state.z);
  const rows = [first];
  for (let t = 0; t < passes; t++) rows.push(softmax(rows[t], T));
  const spreads = rows.map(spread);
  const row = rows[passes];
  const before = spreads[passes - 1];
  return {
    ...state,
    T,
    passes,
    K: row.length,
    rows,
    row,
    spreads,
    spread: spreads[passes],
    floor: passes > 0 && before <= FINE,
    ratio: before > FINE ? Number((spreads[passes] / before).toFixed(4)) : undefined,
    H: passes ? entropy(row) : undefined, // the start need not sum to 1
  };
}

/** The program's lines up to the numbers, `P[t]` after t passes. */
export const program = (state, ...lines) =>
  [
    "import numpy as np",
    "from softmaxlab import entropy, iterated_softmax",
    "",
    ...(state.start === "scores"
      ? [`z = np.array(${literal(state.z)})`, "x = z  # before the first pass", "K = len(z)"]
      : [`K = ${state.K}`, `x = ${STARTS[state.start][2]}  # before the first pass`]),
    `T = ${literal(readTemperature(state.T))}`,
    `passes = ${state.passes}`,
    "",
    "P = np.vstack([x, iterated_softmax(x, passes, temperature=T)])",
    ...lines,
    "",
  ].join("\n");

/** The temperature at which a leader stays, if it is u T ahead of all the others, which are equal. */
const frozenAt = (u, K) => (Math.expm1(u) / u) / (Math.exp(u) + K - 1);

/** Below the first the equal shares are unstable; below the second a leader can stay. */
export function thresholds(K) {
  let [low, high] = [1e-4, 50]; // the highest place between, by thirds
  for (let n = 0; n < 100; n++) {
    const [a, b] = [low + (high - low) / 3, high - (high - low) / 3];
    if (frozenAt(a, K) < frozenAt(b, K)) low = a;
    else high = b;
  }
  return [1 / K, Math.max(1 / K, frozenAt(low, K))];
}

export const plural = (t) => (t === 1 ? "1 pass" : `${t} passes`);
