/** What a figure passes through on its way from one state to another. */
import { nearestTemperature, TEMPERATURES } from "./temperatures.mjs";
import { readTemperature, temperatureText } from "./number_text.mjs";

export const DURATION = 300; // ms

const still = () => globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches ?? true;

/** Slow at both ends. */
const ease = (share) => share * share * (3 - 2 * share);

export const mix = (a, b, share) => a + (b - a) * share;

/** A temperature between two others: a step through the values of the slider. */
function between(from, to, share) {
  const [a, b] = [from, to].map((T) => nearestTemperature(readTemperature(T)));
  return temperatureText(TEMPERATURES[Math.round(mix(a, b, share))]);
}

/** One trait on its way; what has nothing in between is there at once. */
function trait(key, from, to, share) {
  if (key === "T") return between(from, to, share);
  if (typeof from === "number" && typeof to === "number") return mix(from, to, share);
  const pairs = Array.isArray(from) && Array.isArray(to) && from.length === to.length;
  return pairs ? from.map((x, i) => trait("", x, to[i], share)) : to; // a table is a list of lists
}

/**
 * The way from one state to another, as a function of the time in ms, which begins with the first
 * call: undefined once it is over. Whoever asks for less motion, or sees none, is there at once. On
 * the way, `way` says where it began and how much of it is behind: a figure that has something else
 * to show gently needs both.
 */
export function glide(from, to) {
  if (still() || document.visibilityState === "hidden") return () => undefined;
  let start;
  return (now) => {
    start ??= now;
    const time = now - start;
    if (time >= DURATION) return undefined;
    const share = ease(time / DURATION);
    const traits = Object.keys(to).map((key) => [key, trait(key, from[key], to[key], share)]);
    return { ...Object.fromEntries(traits), way: { from, share } };
  };
}
