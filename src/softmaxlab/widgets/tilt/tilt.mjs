/**
 * Tilt: scores tilt the triangle of shares, entropy is a dome on it. Where their sum is highest is
 * softmax, and how high is log-sum-exp.
 */
import { widget } from "../kit/frame.mjs";
import { codec } from "../kit/link.mjs";
import { softmax } from "../kit/smath.mjs";
import { buildHill, climb } from "./hill.mjs";
import { oneMean } from "./mean.mjs";
import { slope, soft } from "./slope.mjs";
import { COLDEST, WARMEST } from "./warmth.mjs";

const YOU = [2, 1, 0.1];

export default widget({
  name: "tilt",
  title: "Score and entropy",
  state: {
    T: codec.number(COLDEST, WARMEST),
    z: codec.numbers(3, 3, -2000, 2000),
    q: codec.numbers(3, 3, 1e-6, 1),
    curve: codec.flag,
    covered: codec.flag,
  },
  presets: [
    ["At the top", [0.5, 1, 2].map((T) => [`T = ${T}`, { z: YOU, T, q: softmax(YOU, T) }])],
    ["In the centre", [0.5, 1, 2].map((T) => [`T = ${T}`, { z: YOU, T, q: [1, 1, 1] }])],
  ],
  build: buildHill(true),
  views: { slope, soft, climb, mean: oneMean },
});
