/** Both ways to the logarithms of probabilities, each operation rounded to a format; as a program, too. */
import { limitsOf, softmaxIn, store } from "../kit/formats.mjs";
import { literal } from "../kit/number_text.mjs";

/** What softmax gives in a format, and log-probabilities: `naive` from it, `stable` without it. */
export function twoWays(format, z) {
  const { moved, total, p } = softmaxIn(format, z, true);
  const log = store(Math.log(total), format);
  return {
    p,
    naive: p.map((v) => store(Math.log(v), format)),
    stable: moved.map((v) => store(v - log, format)),
  };
}

/** A difference of two losses, without the last digits, in which two computers may differ. */
export const apart = (one, two) => Math.round(Math.abs(one - two) * 1e6) / 1e6;

/**
 * How many of the format's smallest steps a probability is; undefined where it has digits enough to
 * be written without them.
 */
export function stepsOf(format, p) {
  const { normal, tiny } = limitsOf(format);
  return p < normal ? p / tiny : undefined;
}

/** The program of both ways; `scores` is what the scores are written as. */
export const waysInPython = (format, scores, before, after) =>
  [
    "import numpy as np",
    "",
    ...before,
    `dtype = np.${format}`,
    "",
    "def store(x):  # as the format keeps it",
    "    return np.asarray(x, dtype=dtype).astype(float)",
    "",
    'np.seterr(divide="ignore")  # log(0) is -inf',
    `scores = store(${scores})`,
    "moved = store(scores - scores.max())",
    "e = store(np.exp(moved))",
    "# Few numbers of 16 bits are added in float32.",
    "total = store(e.sum(dtype=np.result_type(dtype, np.float32)))",
    "",
    "p = store(e / total)",
    "naive = store(np.log(p))",
    "stable = store(moved - store(np.log(total)))",
    ...after,
    "",
  ].join("\n");

/** The program of the views of two words, of which the second came true. */
export const twoWordsInPython = ({ d, fmt }) =>
  waysInPython(fmt, "[0, -d]", [`d = ${literal(d)}`], [
    "two, one = 0 - naive[1], 0 - stable[1]",
    "diff = np.round(abs(one - two), 6)",
    "steps = p[1] / np.finfo(dtype).smallest_subnormal",
    "print(p[1], two, one, diff)",
  ]);

/** What the views of two words show, of which the second came true. */
export function twoWords({ d, fmt }) {
  const { p, naive, stable } = twoWays(fmt, [0, -d]);
  const [two, one] = [0 - naive[1], 0 - stable[1]];
  return { d, fmt, p: p[1], two, one, diff: apart(one, two), steps: stepsOf(fmt, p[1]) };
}

/** Their numbers in the table, and what fills it. */
export function numbersOfTwoWords(ui) {
  ui.table("Both losses", ["number", "value"], [
    ["deficit", ui.output("d", "z")],
    ["probability", ui.output("p", "size", "p[1]")],
    ["in smallest steps", ui.output("steps", "size", "steps")],
    ["−log(softmax)", ui.output("two", "nats")],
    ["−log_softmax", ui.output("one", "nats")],
    ["difference", ui.output("diff", "nats")],
  ]);
  return ({ d, p, two, one, diff, steps }) => ui.show({ d, p, two, one, diff, steps });
}
