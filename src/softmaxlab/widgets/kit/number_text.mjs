/** How numbers are written: for people (true minus sign, fixed decimals) and for Python (exactly). */

const tidy = (text) => (/^-[0.]*$/.test(text) ? text.slice(1) : text).replace("-", "\u2212");

/** 0.0000000206 as 2.06×10⁻⁸. */
export function scientific(x, places = 2) {
  const [digits, power] = x.toExponential(places).split("e");
  const raised = [...power.replace("+", "")].map((c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c]));
  return `${tidy(digits)}×10${raised.join("")}`;
}

const MANY_NINES = 0.99995; // from here on, four decimals would write a 1 that it is not

const KINDS = {
  // A probability: 0 and 1 only when they are exact.
  p: (x) =>
    x === 0 || x === 1
      ? String(x)
      : x < 1e-4
      ? "<0.0001"
      : x > MANY_NINES
      ? ">0.9999"
      : x.toFixed(4),
  // Nats, bits and anything else with four decimals.
  nats: (x) => x.toFixed(4),
  // An effective number of choices.
  count: (x) => x.toFixed(3),
  // How often something was drawn.
  times: String,
  // A number of any size: four decimals, or powers of ten; 0 only when exact.
  size: (
    x,
  ) => (x === 0 ? "0" : Math.abs(x) >= 1e-4 && Math.abs(x) < 1e6 ? x.toFixed(4) : scientific(x)),
  // A positive number in five digits, and one that is divided by another of its kind to give it.
  digits: (x) => x.toPrecision(5),
  height: (x) => (x >= 100 ? x.toFixed(4) : x >= 1e-3 ? x.toPrecision(8) : scientific(x, 7)),
  // A logit: one decimal, which is the step of its slider, and more only if it has more.
  z: (
    x,
  ) => (Number.isInteger(Math.round(x * 1e4) / 1e3) ? x.toFixed(1) : String(Number(x.toFixed(4)))),
};

/**
 * The text of a number on the page. Every read-out goes through here.
 * @param {number} x
 * @param {"p" | "nats" | "count" | "times" | "size" | "digits" | "height" | "z"} kind
 */
export function format(x, kind) {
  if (Number.isNaN(x)) return "NaN";
  if (!Number.isFinite(x)) return x > 0 ? "∞" : "\u2212∞";
  return tidy(KINDS[kind](x));
}

/** A probability for a close look: below 1e-4 in powers of ten. */
export const fineText = (p) => (p > 0 && p < 1e-4 ? scientific(p) : format(p, "p"));

/** A probability at a glance, with two decimals; 0 and 1 only when they are exact. */
export function roughText(p) {
  if (p === 0 || p === 1) return String(p);
  return p < 0.005 ? "<0.01" : p >= 0.995 ? ">0.99" : p.toFixed(2);
}

/** A number, or a list of them, as Python reads it back without loss (ASCII only). */
export function literal(x) {
  if (Array.isArray(x)) return `[${x.map(literal).join(", ")}]`;
  return x === Infinity ? "np.inf" : String(x);
}

/** The text in which a temperature travels: "0", "0.5", "inf". */
export const temperatureText = (T) => (T === Infinity ? "inf" : String(T));

/** Reads a plain decimal number; NaN for anything else. */
export function readNumber(text) {
  const x = /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
  return Number.isFinite(x) ? x : NaN;
}

/** Reads a temperature from text or from a number; NaN if it is none. */
export function readTemperature(value) {
  const text = String(value).trim();
  const T = /^(inf|infinity|∞)$/i.test(text) ? Infinity : readNumber(text);
  return T >= 0 ? T : NaN;
}
