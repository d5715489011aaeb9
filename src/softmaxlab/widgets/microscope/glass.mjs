/** What the views of the microscope share: how a stored number is written, and its program. */
import { gapAt, limitsOf } from "../kit/formats.mjs";
import { literal, scientific } from "../kit/number_text.mjs";
import { times } from "../kit/smath.mjs";

const minus = (text) => text.replace("-", "\u2212");

/** A stored number in about four digits, as Python calls what is none. */
export function storedText(v, digits = 4) {
  if (Number.isNaN(v)) return "nan";
  if (!Number.isFinite(v)) return v > 0 ? "inf" : "\u2212inf";
  if (v === 0) return "0";
  const size = Math.abs(v);
  if (size >= 1e5 || size < 1e-3) return scientific(v, digits - 2);
  return minus(String(Number(v.toPrecision(size >= 1000 ? digits + 2 : digits))));
}

/** From a stored number to the next larger one in size: to infinity from the largest. */
export const gapAfter = (v, fmt) => Math.abs(v) === limitsOf(fmt).max ? Infinity : gapAt(v, fmt);

/** A score as it was given: one decimal or more. */
export const givenText = (v) => minus(String(Number(v.toFixed(4)) || 0));

/** What became of a number: "inf", "nan", "zero" where it was not 0 before, or "fine". */
export function fate(v, was = 0) {
  if (Number.isNaN(v)) return "nan";
  if (!Number.isFinite(v)) return "inf";
  return v === 0 && was !== 0 ? "zero" : "fine";
}

/** The program that computes softmax of z + c in one format, each result rounded to it. */
export function formatInPython({ z, c, stable, fmt }) {
  const torch = fmt === "bfloat16";
  const kind = torch ? "torch.bfloat16" : `np.${fmt}`;
  const cast = torch ? "to" : "astype";
  const wide = torch ? "double()" : "astype(float)";
  const lines = [
    "stored = (z + c)." + `${cast}(${kind})`,
    stable ? "inside = stored - stored.max()" : "inside = stored",
    `e = ${torch ? "torch" : "np"}.exp(inside.${wide}).${cast}(${kind})  # rounded once`,
    "total = e.sum()",
    "p = e / total",
  ];
  return [
    torch ? "import torch  # NumPy has no bfloat16" : "import numpy as np",
    "",
    torch ? `z = torch.tensor(${literal(z)}, dtype=torch.float64)` : `z = np.array(${literal(z)})`,
    `c = ${literal(c)}  # added to every score`,
    "",
    ...(torch ? lines : [
      'with np.errstate(all="ignore"):  # PyTorch would not warn either',
      ...lines.map((line) => `    ${line}`),
    ]),
    "print(e, total)",
    "print(p)",
    "",
  ].join("\n");
}

/** Rows of the table of numbers for one format: score, stored, exponential, share; then the sum. */
export const formatRows = (ui, called) => [
  ...times(called.length, (i) => [
    called[i],
    ui.output(`z${i}`, "z", `z[${i}]`),
    ui.output(`s${i}`, "size", `stored[${i}]`),
    ui.output(`i${i}`, "size", `inside[${i}]`),
    ui.output(`e${i}`, "size", `e[${i}]`),
    ui.output(`p${i}`, "p", `p[${i}]`),
  ]),
  ["sum", "", "", "", ui.output("total", "size"), ""],
];
