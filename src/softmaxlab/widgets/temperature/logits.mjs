/** The logits that a state of the widget stands for, and the program's lines that make them. */
import { linspace } from "../kit/smath.mjs";
import { literal, readTemperature } from "../kit/number_text.mjs";

export const RANGES = { "pm0.4": 0.4, pm1: 1, pm5: 5 };
export const OUTLIER = 6;

export function logits({ set: name, z, outlier }) {
  const r = RANGES[name];
  return r ? [...linspace(-r, r, 100), ...(outlier ? [OUTLIER] : [])] : z;
}

export function logitLines({ set: name, z, outlier, T }) {
  const r = RANGES[name];
  return [
    r ? `z = np.linspace(-${r}, ${r}, 100)` : `z = np.array(${literal(z)})`,
    ...(r && outlier ? [`z = np.append(z, ${OUTLIER})  # one outlier`] : []),
    `T = ${literal(readTemperature(T))}`,
  ];
}
