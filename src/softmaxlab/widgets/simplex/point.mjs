/** The view "point": the triangle, and one point in it to drag. Its place is the three shares. */
import { classNames } from "../kit/labels.mjs";
import { h } from "../kit/nodes.mjs";
import { literal, roughText, scientific } from "../kit/number_text.mjs";
import { softmax } from "../kit/smath.mjs";
import {
  cornersInWords,
  cornerTriangle,
  listed,
  pointInPython,
  shareRows,
  showShares,
} from "./corners.mjs";
import { gapSliders } from "./gaps.mjs";
import { logitsAt } from "./maps.mjs";

const tiny = (p) => p > 0 && p < 1e-4;

/** A share at a glance; a tiny one in full, for it is not 0. */
const nearText = (p) => tiny(p) ? p < 5e-7 ? scientific(p, 0) : p.toFixed(6) : roughText(p);

/** "never: small, but not 0". */
function notZero(called, p) {
  const names = called.filter((_, i) => tiny(p[i]));
  return names.length ? `${names.join(" and ")}: small, but not 0` : "";
}

function buildPoint(ui) {
  let view;
  let map;
  const remark = h("b");
  const move = ({ x, y }) => ui.put({ z: logitsAt(map.back(x, y), 1) }, true);
  const picture = cornerTriangle(ui, move, nearText, remark);
  const gaps = gapSliders(ui, { class: "smx-repeats" });
  ui.controls.append(gaps.node);
  const inWords = () =>
    [listed(view.called, view.p, nearText), notZero(view.called, view.p)].filter(Boolean).join(
      "; ",
    );
  let form;

  return {
    python: ({ z }) => pointInPython(z, "p = softmax(z)"),
    draw({ z, labels }) {
      const p = softmax(z);
      const called = classNames(labels, 3);
      view = { z, p, called };
      if (form !== `${called}`) {
        ui.table("The point", ["word", "score", "score − mean", "share"], shareRows(ui, called));
      }
      form = `${called}`;
      map = picture.draw({ ...view, T: 1, path: false });
      remark.textContent = notZero(called, p);
      picture.paper.label(`${cornersInWords(called)}, and a point in it: ${inWords()}.`);
      gaps.show(z, called, `: ${listed(called, p, nearText)}`);
      showShares(ui, z, p);
    },
    sentence: () => `The point is at ${inWords()}.`,
  };
}

const pointAt = (z) => [literal(z).replaceAll("-", "\u2212"), { z }];

export const point = {
  title: "Three shares, one point",
  build: buildPoint,
  presets: [
    ["Inside", [pointAt([2, 1, 0.1]), ["Centre", { z: [0, 0, 0] }], pointAt([102, 101, 100.1])]],
    ["Far out", [pointAt([8, 0, 0]), pointAt([4, 4, -4]), pointAt([0, 0, 12])]],
  ],
};
