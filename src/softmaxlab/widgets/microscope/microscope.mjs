/**
 * Microscope: softmax as floating-point formats compute it, every step stored and so rounded: the
 * scores, what the exponential is taken of, the exponentials, their sum, the shares.
 */
import { widget } from "../kit/frame.mjs";
import { codec } from "../kit/link.mjs";
import { bitwise } from "./bits.mjs";
import { breaking } from "./break.mjs";
import { bench } from "./bench.mjs";

export default widget({
  name: "microscope",
  state: {
    z: codec.numbers(1, 4, -2000, 2000),
    c: codec.number(-2000, 2000),
    stable: codec.flag,
    fmt: codec.choice("bfloat16", "float16", "float32", "float64"),
    at: codec.whole(0, 12),
    x: codec.number(-1e300, 1e300),
  },
  ...bench,
  views: { break: breaking, bits: bitwise },
});
