/** The drawings: numbers as dots, their spread over the passes, and the line of temperatures. */
import { rangeSlider } from "../kit/controls.mjs";
import { crisp, levels, pane, pool } from "../kit/drawing.mjs";
import { handles } from "../kit/handles.mjs";
import { h, s, set } from "../kit/nodes.mjs";
import { format, roughText, temperatureText } from "../kit/number_text.mjs";
import { clamp, max } from "../kit/smath.mjs";
import { temperatureLabel } from "../kit/temperatures.mjs";
import { plural, thresholds } from "./orbit.mjs";

const RIGHT = 6; // margins, in pixels
const TOP = 10;

const raised = (power) => [...String(power)].map((c) => c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c]).join("");

/** What differs from 1/K is drawn so many times as large. */
function magnified({ zoom, row, K }) {
  const most = max(row.map((v) => Math.abs(v - 1 / K)));
  return zoom && most > 0 ? 10 ** Math.max(0, Math.floor(Math.log10(0.5 / most))) : 1;
}

/** Every number as a dot, from 0 to 1, or magnified about 1/K. */
export function dots(ui, size) {
  const note = h("span", { "aria-hidden": "true" });
  const paper = pane(ui, size, "The numbers", note);
  const left = 42;
  const level = levels(paper.svg, left);
  const equal = s("path", { class: "smx-curve smx-limits" }, paper.svg);
  const spots = pool(paper.svg, "circle", { class: "smx-dot" });

  return (view) => {
    const { row, K, passes, T } = view;
    const right = paper.width - RIGHT;
    const base = paper.height - TOP;
    const factor = magnified(view);
    const [lo, hi] = factor > 1 ? [1 / K - 0.5 / factor, 1 / K + 0.5 / factor] : [
      Math.min(0, -max(row.map((v) => -v))),
      Math.max(1, max(row)),
    ];
    const y = (v) => base - ((v - lo) / (hi - lo)) * (base - TOP);
    const step = (right - left - 8) / (K - 1);
    const ends = factor > 1 ? [] : [[base, roughEnd(lo)], [TOP, roughEnd(hi)]];
    const clear = ends.every(([place]) => Math.abs(place - y(1 / K)) > 14);
    level(right, [...ends, [y(1 / K), clear ? `1/${K}` : ""]]);
    set(equal, { d: `M${left},${crisp(y(1 / K))}H${right}` });
    spots(row.map((v, i) => ({ cx: left + 4 + i * step, cy: y(v), r: K > 30 ? 2.5 : 3.5 })));
    note.textContent = factor > 1
      ? `differences from 1/${K}, ×10${raised(Math.round(Math.log10(factor)))}`
      : `largest ${passes ? roughText(max(row)) : roughEnd(max(row))}`;
    paper.label(
      `${K} numbers after ${plural(passes)} at T = ${temperatureLabel(T)}: the largest is ${
        format(max(row), "size")
      }, the smallest ${format(-max(row.map((v) => -v)), "size")}. A dashed line stands at 1/${K}.`,
    );
  };
}

const roughSize = (v) => String(Number(v.toPrecision(2)));
const roughEnd = (v) => String(Number(v.toFixed(1))).replace("-", "\u2212");

/** The spread over the passes, on a logarithmic axis, beside the line that theory predicts. */
export function decay(ui, size) {
  const note = h("span", { "aria-hidden": "true" });
  const paper = pane(ui, size, "Spread", note);
  const left = 42;
  const level = levels(paper.svg, left);
  const line = s("path", { class: "smx-curve smx-limits" }, paper.svg);
  const factor = s("text", { class: "smx-halo" }, paper.svg);
  const marks = pool(paper.svg, "text", { "text-anchor": "middle" });
  const spots = pool(paper.svg, "circle", { class: "smx-dot" });
  const [ceiling, floor] = [1, -18];

  return (view) => {
    const { spreads, passes, K, T } = view;
    const right = paper.width - RIGHT - 6;
    const base = paper.height - 24;
    const most = passes > 12 ? 50 : 12;
    const x = (t) => left + 4 + (t / most) * (right - left - 4);
    const y = (e) =>
      TOP + ((ceiling - clamp(e, floor, ceiling)) / (ceiling - floor)) * (base - TOP);
    const exponent = (v) => Math.log10(v);
    level(right + 6, [0, -5, -10, -15].map((e) => [y(e), e ? `10${raised(e)}` : "1"]));
    marks([
      ...[0, 0.25, 0.5, 0.75].map((share) => most * share).filter(Number.isInteger).map((t) => ({
        x: x(t),
        y: base + 19,
        text: t,
      })),
      { x: x(most) - 26, y: base + 19, text: "passes" },
    ]);
    // Near equal shares, each pass after the first divides by K T.
    const slope = -Math.log10(K * T);
    const from = exponent(spreads[1] ?? NaN);
    const end = slope < 0 ? floor : ceiling;
    const until = slope ? Math.min(most, 1 + (end - from) / slope) : most;
    const there = from + slope * (until - 1);
    const near = Number.isFinite(slope) && Number.isFinite(from) && view.spread < 0.5;
    const drawn = near && until > 1;
    set(line, { d: drawn ? `M${x(1)},${y(from)}L${x(until)},${y(there)}` : "" });
    const half = (1 + until) / 2;
    const named = drawn && slope < 0 && half < most / 2 + 1; // room beside the line
    if (named) set(factor, { x: x(half) + 10, y: y((from + there) / 2) - 5 });
    factor.textContent = named ? `÷ ${roughSize(K * T)} a pass` : "";
    spots(spreads.map((v, t) => ({
      cx: x(t),
      cy: v > 0 ? y(exponent(v)) : base,
      r: t === passes ? 5 : 3,
    })));
    note.textContent = `${view.floor ? "rounding: " : ""}${format(view.spread, "size")}`;
    paper.label(
      `The spread, largest minus smallest, after 0 to ${passes} passes, on a logarithmic axis; ` +
        `now it is ${format(view.spread, "size")}.` +
        (drawn ? ` A dotted line divides it by ${format(K * T, "size")} at each pass.` : ""),
    );
  };
}

const [COLDEST, HOTTEST] = [-2, 0.3]; // powers of ten: 0.01 and 2
const STEP = 0.005;
const power = (T) => clamp(Math.log10(T), COLDEST, HOTTEST);
const temperatureAt = (exponent) => ({
  T: temperatureText(Number((10 ** exponent).toPrecision(3))),
});

/** A slider for the keyboard that lies right below the line of temperatures, on its scale. */
export function stripSlider(ui, place) {
  const slider = rangeSlider(ui, {
    label: h("span", {}, h("span", { class: "visually-hidden" }, "Temperature "), "T"),
    min: COLDEST,
    max: HOTTEST,
    step: STEP,
    put: temperatureAt,
  });
  place.append(h("div", { class: "smx-repeats smx-along" }, slider.node));
  return ({ T }) => {
    const label = temperatureLabel(T);
    slider.show(
      Number((Math.round(power(T) / STEP) * STEP).toFixed(3)),
      `T = ${label}`,
      ` ${label}`,
    );
  };
}

/** All temperatures on a line, in three bands, and where T is. */
export function strip(ui, size) {
  const paper = pane(ui, size, "What repeating does at temperature T");
  const { svg } = paper;
  const bands = pool(svg, "rect", { y: 22, height: 26 });
  const words = pool(svg, "text", { class: "smx-name", y: 40, "text-anchor": "middle" });
  const marks = pool(svg, "text", { y: 14 });
  const left = 7; // half the knob of the slider below
  let reach;
  const knob = handles(ui, paper, {
    along: "x",
    move({ x }) {
      const share = clamp((x - left) / reach, 0, 1);
      ui.put(temperatureAt(COLDEST + share * (HOTTEST - COLDEST)), true);
    },
  });

  return ({ K, T }) => {
    reach = paper.width - 2 * left;
    const x = (t) => left + ((power(t) - COLDEST) / (HOTTEST - COLDEST)) * reach;
    const edges = thresholds(K);
    const places = [left, ...edges.map(x), left + reach];
    const parts = ["one wins", "either", "all equal"].map((text, i) => ({
      text,
      from: places[i],
      width: places[i + 1] - places[i],
    }));
    bands(parts.map(({ from, width }, i) => ({ x: from, width, class: `smx-band-${i}` })));
    words(parts.map(({ text, from, width }) => ({
      x: from + width / 2,
      text: width > 8.5 * text.length ? text : "",
    })));
    // Edges that are near each other have their numbers on either side.
    const near = places[2] - places[1] < 44;
    const anchors = near ? ["end", "start"] : ["middle", "middle"];
    const distinct = edges[1] > edges[0] ? edges : edges.slice(0, 1);
    marks([
      { x: 2, text: "0.01", "text-anchor": "start" },
      ...distinct.map((t, i) => ({
        x: places[i + 1] + (near && distinct.length > 1 ? 4 * i - 2 : 0),
        text: format(t, "z"),
        "text-anchor": distinct.length > 1 ? anchors[i] : "middle",
      })),
      { x: paper.width - 2, text: "2", "text-anchor": "end" },
    ]);
    knob([{ x: x(T), y: 58, area: [0, 18, paper.width, 50] }]);
    paper.label(
      `Temperatures from 0.01 to 2 for ${K} numbers: below ${format(edges[0], "nats")} one wins, ` +
        `above ${format(edges[1], "nats")} all become equal, between the two the start decides. ` +
        `T = ${temperatureLabel(T)}.`,
    );
  };
}
