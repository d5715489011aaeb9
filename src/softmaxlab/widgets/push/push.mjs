/**
 * Push: what a score does to all shares, and what one observed word does to all scores. The views of
 * the former show the derivatives of softmax, those of the latter the loss; the workbench has both.
 */
import { widget } from "../kit/frame.mjs";
import { codec } from "../kit/link.mjs";
import { matrix } from "./matrix.mjs";
import { nudge } from "./nudge.mjs";
import { soft } from "./soft.mjs";
import { target } from "./target.mjs";
import { buildWorkbench, workbenchPresets } from "./workbench.mjs";

export default widget({
  name: "push",
  title: "What a step does",
  state: {
    T: codec.temperature,
    z: codec.numbers(3, 3, -2000, 2000),
    y: codec.shares(3),
    lr: codec.number(0, 5),
    i: codec.whole(0, 2),
    d: codec.number(0.001, 5),
  },
  presets: workbenchPresets,
  build: buildWorkbench,
  views: { nudge, matrix, target, soft },
});
