/** The view "point": the triangle, and one point in it to drag. Its place is the three shares. */
import { controlRow, rangeSlider } from "../kit/controls.mjs";
import { drag } from "../kit/drawing.mjs";
import { classNames } from "../kit/labels.mjs";
import { h } from "../kit/nodes.mjs";
import { format, literal } from "../kit/number_text.mjs";
import { clamp, softmax, sum } from "../kit/smath.mjs";
import { cornersInWords, cornerTriangle, listed, shareRows } from "./corners.mjs";
import { logitsAt, mean } from "./maps.mjs";

const pointInPython = ({ z }) =>
  [
    "import numpy as np",
    "from softmaxlab import softmax",
    "",
    `z = np.array(${literal(z)})`,
    "",
    "p = softmax(z)",
    "print(p, p.sum())",
    "",
    "# The same point with scores of mean 0",
    "c = z - z.mean()",
    "print(c)",
    "",
  ].join("\n");

function buildPoint(ui) {
  const picture = cornerTriangle(ui, "drag the point");
  let view;
  let map;
  const place = (x, y, moving) => {
    picture.used();
    ui.put({ z: logitsAt(map.back(x, y), 1) }, moving);
  };
  drag(ui, picture.grip, {
    start: (at) => [at.x - map.here[0], at.y - map.here[1]],
    move: ({ x, y }, [dx, dy]) => place(x - dx, y - dy, true),
  });
  picture.area.addEventListener("click", ({ clientX, clientY }) => {
    const box = picture.paper.svg.getBoundingClientRect();
    place(clientX - box.left, clientY - box.top, false);
  });
  const names = [h("span"), h("span")];
  const sliders = names.map((label, i) =>
    rangeSlider(ui, {
      label,
      min: -10,
      max: 10,
      step: 0.1,
      put: (d) => ({ z: view.z.with(i, clamp(Number((view.z[2] + d).toFixed(10)), -2000, 2000)) }),
    })
  );
  ui.controls.append(controlRow(
    2,
    { role: "group", "aria-label": "Point", class: "smx-small" },
    ...sliders.map(({ node }) => node),
  ));
  let form;

  return {
    python: pointInPython,
    draw({ z, labels }) {
      const p = softmax(z);
      const called = classNames(labels, 3);
      view = { z, p, called };
      if (form !== `${called}`) {
        ui.table("The point", ["word", "score", "score − mean", "share"], shareRows(ui, called));
        names.forEach((label, i) => {
          label.textContent = `${called[i]} − ${called[2]}`;
        });
      }
      form = `${called}`;
      map = picture.draw({ ...view, T: 1, path: false });
      picture.paper.label(`${cornersInWords(called)}, and a point in it: ${listed(called, p)}.`);
      sliders.forEach((slider, i) => {
        const text = format(z[i] - z[2], "z");
        slider.show(z[i] - z[2], `${text}: ${listed(called, p)}`, ` ${text}`);
      });
      z.forEach((v, i) => ui.show({ [`given${i}`]: v, [`z${i}`]: v - mean(z), [`p${i}`]: p[i] }));
      ui.show({ sum: sum(p) });
    },
    sentence: () => `The point is at ${listed(view.called, view.p)}.`,
  };
}

const pointAt = (z) => [literal(z).replaceAll("-", "\u2212"), { z }];

export const point = {
  title: "See you …",
  build: buildPoint,
  presets: [
    ["Inside", [pointAt([2, 1, 0.1]), ["Centre", { z: [0, 0, 0] }], pointAt([102, 101, 100.1])]],
    ["Far out", [pointAt([8, 0, 0]), pointAt([4, 4, -4]), pointAt([0, 0, 12])]],
  ],
};
