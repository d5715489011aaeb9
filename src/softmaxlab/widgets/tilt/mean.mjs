/**
 * The view "mean": all shares with one mean score are a line in the triangle, and the point slides
 * along it. The bar beside it has the entropy on top. Where that is highest, the line touches the
 * curve of equal entropy through the point, and the point is softmax(b z) for some real b.
 */
import { controlRow, rangeSlider } from "../kit/controls.mjs";
import { classNames } from "../kit/labels.mjs";
import { mix } from "../kit/motion.mjs";
import { s, set } from "../kit/nodes.mjs";
import { format, literal, roughText } from "../kit/number_text.mjs";
import { clamp, entropy, logsumexp, max, sum, times } from "../kit/smath.mjs";
import { cornersInWords, cornerTriangle, listed } from "../simplex/corners.mjs";
import { contour, line } from "../simplex/maps.mjs";
import { drawBar, FOUND, inTwo, LEAST, legend, praise, sharesFrom, SNAP } from "./hill.mjs";

const DRIFT = 1e-4; // so much rounding does to a mean score
const PLACES = 100; // steps of the slider along the line
const MEANS = 38; // and of the one for the mean score: 0.05 each for our three words
const HALF_PLACE = 0.51 / PLACES;

/** The program that computes every number of a state. */
const meanInPython = ({ z, q }) =>
  [
    "import numpy as np",
    "from softmaxlab import entropy",
    "",
    `z = np.array(${literal(z)})`,
    `q = np.array(${literal(q)})`,
    "q = q / q.sum()",
    "",
    "mean = (q * z).sum()",
    "H = entropy(q)",
    "print(mean, H)",
    "",
  ].join("\n");

/** The ends of the line on which the mean score is `mean`, as shares; none if all scores are equal. */
function sameMean(z, mean) {
  const corner = (i) => times(3, (k) => (k === i ? 1 : 0));
  const ends = [[0, 1], [1, 2], [2, 0]].flatMap(([i, j]) => {
    const part = (mean - z[j]) / (z[i] - z[j]);
    if (!(part >= 0 && part <= 1)) return [];
    const [a, b] = [corner(i), corner(j)];
    return [a.map((v, k) => part * v + (1 - part) * b[k])];
  });
  // Through a corner, two of three are the same.
  const apart = (one) => sum(one.map((v, k) => Math.abs(v - ends[0][k])));
  const other = ends.find((end) => apart(end) > 1e-9);
  return other ? [ends[0], other] : [];
}

/** The line of one mean score: its shares at a part of the way, and the part with the most entropy. */
function lineOf(z, mean) {
  const [a, b] = sameMean(z, mean);
  if (!b) return undefined;
  const at = (part) => a.map((v, i) => Math.max(mix(v, b[i], part), LEAST));
  const rises = (part) => sum(at(part).map((v, i) => (a[i] - b[i]) * Math.log(v))) > 0;
  let [low, high] = [0, 1];
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (rises(middle)) low = middle;
    else high = middle;
  }
  const way = a.map((v, i) => b[i] - v);
  const length = sum(way.map((v) => v * v));
  return {
    a,
    b,
    at,
    best: low,
    most: entropy(at(low)),
    /** The part of the way at which shares are. */
    part: (q) => clamp(sum(q.map((v, i) => (v - a[i]) * way[i])) / length, 0, 1),
  };
}

/** Everything that follows from a state. */
function slid({ z, q: given, labels, curve }) {
  const total = sum(given);
  const q = given.map((v) => v / total);
  const mean = sum(q.map((v, i) => v * z[i]));
  const H = entropy(q);
  const along = lineOf(z, mean);
  const most = along ? along.most : Math.log(3);
  return {
    z,
    q,
    mean,
    H,
    along,
    most,
    found: most - H < FOUND,
    called: classNames(labels, 3),
    curve,
  };
}

function buildMean(ui) {
  let view;
  let map;
  let kept; // the mean score of the line that the point slides along

  /** The line of now, not moved by rounding. */
  function rail() {
    const { z, mean } = view;
    if (!(Math.abs(mean - kept) < DRIFT)) kept = mean;
    return lineOf(z, kept);
  }
  const shares = (q) => ({ q: sharesFrom(q.map(Math.log)) });

  /** The place on the line that is nearest to the pointer, and the best one from near by. */
  function move({ x, y }) {
    const along = rail();
    if (!along) return ui.put({ q: sharesFrom(map.back(x, y)) }, true);
    const [[ax, ay], [bx, by]] = [along.a, along.b].map((end) => map.place(end.map(Math.log)));
    const part = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / Math.hypot(bx - ax, by - ay) ** 2;
    const q = along.at(clamp(part, 0, 1));
    ui.put(shares(along.most - entropy(q) < SNAP ? along.at(along.best) : q), true);
  }

  /** A step of the slider that is the nearest to the best place ends there; the next one leaves it. */
  function slide(place) {
    const along = rail();
    if (!along) return {};
    const near = !view.found && Math.abs(place / PLACES - along.best) < HALF_PLACE;
    return shares(along.at(near ? along.best : place / PLACES));
  }

  /** Another line: a point at the best place stays there. */
  function change(place) {
    const { z, q, along, found } = view;
    const low = Math.min(...z);
    const other = lineOf(z, low + (place / MEANS) * (max(z) - low));
    return other ? shares(other.at(found ? other.best : along.part(q))) : {};
  }

  const picture = cornerTriangle(ui, move, roughText, legend("entropy"));
  const { paper } = picture;
  const level = s("path", { class: "smx-level", "pointer-events": "none" }, paper.svg);
  const family = s("path", { class: "smx-curve", "pointer-events": "none" }, paper.svg);
  const same = s("path", { class: "smx-step", "pointer-events": "none" }, paper.svg);
  const found = praise(paper);
  const bar = drawBar(paper);
  const place = rangeSlider(ui, {
    label: "place on the line",
    min: 0,
    max: PLACES,
    step: 1,
    put: slide,
  });
  const mean = rangeSlider(ui, {
    label: "mean score",
    min: 1,
    max: MEANS - 1,
    step: 1,
    put: change,
  });
  ui.controls.append(controlRow(2, { class: "smx-repeats" }, place.node, mean.node));
  ui.readout("mean score", ui.output("mean", "nats"));
  ui.readout("entropy", ui.output("H", "nats"));
  let form;

  function table(called) {
    ui.table("The point", ["word", "score", "your share"], [
      ...times(3, (i) => [
        called[i],
        ui.output(`z${i}`, "z", `z[${i}]`),
        ui.output(`q${i}`, "p", `q[${i}]`),
      ]),
      ["mean score", "", ui.output("mean2", "size", "mean")],
      ["entropy, nats", "", ui.output("H2", "nats", "H")],
    ]);
  }

  return {
    python: meanInPython,
    draw(state) {
      view = slid(state);
      const { z, q, mean: score, H, along, most, called, curve } = view;
      if (form !== `${called}`) table(called);
      form = `${called}`;
      const aside = paper.width < 500 ? 84 : 210;
      map = picture.draw({ z: q.map(Math.log), T: 1, p: q, called, path: false, aside });
      const at = (one) => map.place(one.map(Math.log));
      set(level, { d: contour(H).map((arc) => line(arc.map(at))).join("") });
      const both = curve ? [...map.path(z), ...map.path(z.map((v) => -v)).reverse()] : [];
      set(family, { d: both.length ? line(both) : "" });
      set(same, { d: along ? line([along.a, along.b].map(at)) : "" });
      found(view.found ? at(q) : undefined);
      const [height, top] = [score + H, score + most];
      const text = `most ${inTwo(most)}`;
      bar({ z, mean: score, height, top, text, scale: logsumexp(z) }, paper, aside);
      const inWords = `${listed(called, q)}; entropy ${format(H, "nats")}`;
      const part = along ? along.part(q) * PLACES : 0;
      place.show(part, `${format(part, "size")} of ${PLACES}: ${inWords}`);
      const low = Math.min(...z);
      const step = along ? ((score - low) / (max(z) - low)) * MEANS : 0;
      mean.show(clamp(step, 1, MEANS - 1), `${inTwo(score)}: ${inWords}`, ` ${inTwo(score)}`);
      paper.label(
        `${cornersInWords(called)}, a line of equal mean score ${
          inTwo(score)
        }, and a point on it ` +
          `at ${listed(called, q)}, with the curve of equal entropy through it. Beside it a bar: ` +
          `the mean score and the entropy ${inTwo(H)} on top; at most it is ${
            inTwo(most)
          } on this ` +
          `line.${view.found ? " The point is there." : ""}`,
      );
      z.forEach((v, i) => ui.show({ [`z${i}`]: v, [`q${i}`]: q[i] }));
      ui.show({ mean: score, mean2: score, H, H2: H });
    },
    sentence() {
      const { q, mean: score, H, found: there, called } = view;
      return `Mean score ${inTwo(score)}, shares ${listed(called, q)}: entropy ${
        format(H, "nats")
      }${there ? ", found: no other shares with this mean score have more" : ""}.`;
    },
  };
}

const SLID_FROM = [0.713158, 0.05, 0.236842];

export const oneMean = {
  title: "One mean score",
  presets: [
    ["mean score", [
      ["1.5", { z: [2, 1, 0.1], q: SLID_FROM }],
      ["0.5", { z: [2, 1, 0.1], q: [0.186842, 0.05, 0.763158] }],
    ]],
    ["curve of all the best", [["shown", { curve: true }], ["hidden", { curve: false }]]],
  ],
  build: buildMean,
};
