/** What classes and their numbers are called: by words where there are as many, else by index. */
import { times } from "./smath.mjs";

/** The names of n classes: words, or 0, 1, 2 … */
export const classNames = (labels, n) => (labels.length === n ? labels : times(n, String));

/** The names of n numbers, one for each class: words, or z[0], z[1] … */
export const entryNames = (labels, n, letter) =>
  labels.length === n ? labels : times(n, (i) => `${letter}[${i}]`);
