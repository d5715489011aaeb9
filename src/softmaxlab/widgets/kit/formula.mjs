/**
 * A live formula: one share as softmax computes it, with the numbers of now in it,
 *
 *   later: e^2.0 / (e^2.0 + e^1.0 + e^0.1) ≈ 0.66
 *
 * in HTML alone. Each term below the line is a button: focused, pointed at or pressed, it becomes
 * the one above the line, and the figure hears of it, so that it can light what belongs to it.
 */
import { button } from "./controls.mjs";
import { h, set } from "./nodes.mjs";

const hide = { "aria-hidden": "true" };
const text = (content) => h("span", hide, content);

/** e with its exponent, in the colour of scores. */
const power = (exponent) =>
  h("span", hide, "e", h("sup", { class: "smx-up smx-exponent" }, exponent));

/**
 * `light(i)` hears which term the reader is at. The formula's `node` goes onto the page; it is hidden
 * until `show` fills it with the names of the classes, the exponents and the shares as texts, and the
 * class whose share is computed; `show()` hides it.
 */
export function shareFormula(light) {
  const node = h("div", { class: "smx-formula", role: "group", hidden: true });
  let made = "";
  let terms = [];

  const term = (name, exponent, i) => {
    const label = `${name}: e to the ${exponent}`;
    const at = () => light(i);
    const it = button(power(exponent), { class: "smx-term", "aria-label": label }, at);
    for (const event of ["focus", "pointerenter"]) it.addEventListener(event, at);
    return it;
  };

  const name = h("b", hide);
  const above = h("span", { class: "smx-above" });
  const below = h("span", { class: "smx-below" });
  const sign = text("≈");
  const share = h("b", { ...hide, class: "smx-share" });
  node.append(
    name,
    text("="),
    h("span", { class: "smx-fraction" }, above, below),
    sign,
    share,
  );

  return {
    node,
    show(values) {
      node.hidden = !values;
      if (!values) return;
      const { names, exponents, shares, focus } = values;
      const wanted = JSON.stringify([names, exponents]);
      if (wanted !== made) { // made anew each time, a term would lose the focus
        made = wanted;
        terms = exponents.map((exponent, i) => term(names[i], exponent, i));
        below.replaceChildren(...terms.flatMap((it, i) => (i ? [text("+"), it] : [it])));
      }
      terms.forEach((it, i) => set(it, { "aria-pressed": String(i === focus) }));
      name.textContent = names[focus];
      above.replaceChildren(power(exponents[focus]));
      share.textContent = shares[focus];
      sign.hidden = /^[<>]/.test(shares[focus]); // such a text is a relation already
      set(node, { "aria-label": spoken(values) });
    },
  };
}

/** The formula as it is read aloud. */
const spoken = ({ names, exponents, shares, focus }) => {
  const powers = exponents.map((exponent) => `e to the ${exponent}`);
  const [sign, rest] = [shares[focus][0], shares[focus].slice(1)];
  const share = { "<": `less than ${rest}`, ">": `more than ${rest}` }[sign] ??
    `about ${shares[focus]}`;
  return `The share of ${names[focus]} is ${powers[focus]}, divided by ${powers.join(" plus ")}: ` +
    `${share}.`;
};
