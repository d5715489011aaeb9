/**
 * Numbers as computers store them: a double rounded to bfloat16, float16 or float32, to the nearest,
 * and halfway to the even one, with subnormals and infinities. Softmax computed in such a format, one
 * rounded operation at a time.
 */
import { max } from "./smath.mjs";

/** Digits of the significand, and the exponents of the smallest and the largest normal number. */
export const FORMATS = {
  bfloat16: { digits: 8, low: -126, high: 127 },
  float16: { digits: 11, low: -14, high: 15 },
  float32: { digits: 24, low: -126, high: 127 },
  float64: { digits: 53, low: -1022, high: 1023 },
};

const EXACT = 2 ** 52; // from here on, a double has no digits behind the point

/** The whole number nearest to x in [0, 2⁵³], halfway to the even one. */
const toEven = (x) => (x < EXACT ? x + EXACT - EXACT : x);

const bytes = new DataView(new ArrayBuffer(8));

/** The exponent of a finite double: e where 2^e <= |x| < 2^(e + 1); below all formats for 0. */
function exponentOf(x) {
  bytes.setFloat64(0, x);
  return ((bytes.getUint32(0) >>> 20) & 0x7ff) - 1023;
}

/** The gap from |x| to the next larger number of a format; NaN where there is none. */
export function gapAt(x, format) {
  const { digits, low } = FORMATS[format];
  return Number.isFinite(x) ? 2 ** (Math.max(exponentOf(x), low) - digits + 1) : NaN;
}

/** The largest finite number, the smallest normal and subnormal ones, and the gap after 1. */
export function limitsOf(format) {
  const { digits, low, high } = FORMATS[format];
  const eps = 2 ** (1 - digits);
  return { max: (2 - eps) * 2 ** high, normal: 2 ** low, tiny: 2 ** (low - digits + 1), eps };
}

/** The number of a format that is nearest to a double. */
export function store(x, format) {
  if (format === "float64" || !Number.isFinite(x)) return x;
  const gap = gapAt(x, format);
  const size = toEven(Math.abs(x) / gap) * gap;
  const kept = size > limitsOf(format).max ? Infinity : size;
  return x < 0 || Object.is(x, -0) ? -kept : kept;
}

/** Sign, exponent and fraction of a number of a format, as texts of 0 and 1. */
export function bitsOf(x, format) {
  const { digits, low, high } = FORMATS[format];
  const width = Math.round(Math.log2(high + 1)) + 1;
  const fraction = digits - 1;
  const write = (n, length) => n.toString(2).padStart(length, "0");
  const sign = x < 0 || Object.is(x, -0) ? "1" : "0";
  if (!Number.isFinite(x)) {
    const rest = "0".repeat(fraction - 1);
    return { sign, exponent: "1".repeat(width), fraction: (Number.isNaN(x) ? "1" : "0") + rest };
  }
  const steps = Math.abs(x) / gapAt(x, format); // counted in gaps: the significand as a whole number
  const normal = steps >= 2 ** fraction;
  return {
    sign,
    exponent: write(normal ? exponentOf(x) - low + 1 : 0, width),
    fraction: write(normal ? steps - 2 ** fraction : steps, fraction),
  };
}

/** The number of a format that has these bits, sign first. */
export function fromBits(text, format) {
  const { digits, low, high } = FORMATS[format];
  const cut = text.length - digits + 1;
  const biased = parseInt(text.slice(1, cut), 2);
  const fraction = parseInt(text.slice(cut), 2);
  const special = fraction ? NaN : Infinity;
  const steps = biased ? fraction + 2 ** (digits - 1) : fraction;
  const size = biased > 2 * high ? special : steps * 2 ** (Math.max(biased, 1) + low - digits);
  return text[0] === "1" ? -size : size;
}

/**
 * A sum as NumPy and PyTorch form it from a few numbers: one after the other, in float32 for the
 * formats of 16 bits, and rounded to the format at the end.
 */
export function sumIn(format, xs) {
  const wide = format === "float64" ? "float64" : "float32";
  return store(xs.reduce((total, x) => store(total + x, wide), 0), format);
}

/**
 * Softmax of z in a format, each operation rounded: what is stored, what the exponential is taken of
 * (less the maximum if `stable`), the exponentials, their sum, and the shares.
 */
export function softmaxIn(format, z, stable) {
  const stored = z.map((v) => store(v, format));
  const m = max(stored);
  const moved = stable ? stored.map((v) => store(v - m, format)) : stored;
  const e = moved.map((v) => store(Math.exp(v), format));
  const total = sumIn(format, e);
  return { stored, moved, e, total, p: e.map((v) => store(v / total, format)) };
}
