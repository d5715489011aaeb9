/**
 * As much of a browser's document as the widgets' frame uses to draw itself once: elements with
 * attributes, children and style, which can say what they are as HTML. Nothing is laid out, nothing
 * happens, and whatever is missing here throws, which stops the build.
 */
const VOID = new Set(["input", "br"]);
const REFLECTED = ["hidden", "checked", "disabled"]; // properties that are attributes without a value

const escaped = (text) =>
  String(text).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(
    /"/g,
    "&quot;",
  );

// Where a tenth of a pixel is exact enough, and numbers that are longer than that.
const LENGTHS = new Set(
  "d transform x y x1 x2 y1 y2 cx cy r width height points viewBox".split(" "),
);
const LONG = /-?\d+(?:(?:\.\d+)?e-\d+|\.\d\d+)/g;
const tenths = (number) => String(Math.round(Number(number) * 10) / 10);

class Style {
  properties = new Map();
  setProperty(name, value) {
    this.properties.set(name, value);
  }
  set display(value) {
    this.setProperty("display", value);
  }
  get display() {
    return this.properties.get("display");
  }
  get cssText() {
    return [...this.properties].filter(([, v]) => v).map((pair) => pair.join(": ")).join("; ");
  }
}

export class Element {
  attributes = new Map();
  childNodes = [];
  dataset = {};
  style = new Style();

  constructor(tag, drawn = false) {
    this.tagName = tag;
    this.drawn = drawn; // part of a drawing
  }

  setAttribute(name, value) {
    const text = String(value);
    this.attributes.set(
      name,
      LENGTHS.has(name) ? text.replace(LONG, tenths) : text,
    );
  }
  getAttribute(name) {
    return this.attributes.get(name) ?? null;
  }
  removeAttribute(name) {
    this.attributes.delete(name);
  }

  removeAll(unwanted) {
    this.childNodes = this.childNodes.filter((node) =>
      !(node instanceof Element && unwanted(node))
    );
    for (const node of this.childNodes) if (node instanceof Element) node.removeAll(unwanted);
  }

  append(...nodes) {
    this.childNodes.push(...nodes.filter((node) => node !== ""));
  }
  replaceChildren(...nodes) {
    this.childNodes = [];
    this.append(...nodes);
  }

  get textContent() {
    return this.childNodes.map((node) => node.textContent ?? String(node)).join("");
  }
  set textContent(text) {
    this.replaceChildren(String(text));
  }

  get value() {
    return this.getAttribute("value") ?? "";
  }
  set value(value) {
    this.setAttribute("value", value);
  }

  addEventListener() {}
  closest() {
    return null;
  }
  getBoundingClientRect() {
    return { left: 0, top: 0, width: 0, height: 0 };
  }

  /** This element and all below it. */
  *all() {
    yield this;
    for (const node of this.childNodes) if (node instanceof Element) yield* node.all();
  }

  get outerHTML() {
    const style = [this.getAttribute("style"), this.style.cssText].filter(Boolean).join("; ");
    const attributes = new Map(this.attributes);
    if (style) attributes.set("style", style);
    const words = [...attributes].map((
      [name, value],
    ) => (value === "" ? ` ${name}` : ` ${name}="${escaped(value)}"`));
    const start = `<${this.tagName}${words.join("")}>`;
    if (VOID.has(this.tagName)) return start;
    if (this.drawn && !this.childNodes.length) return start.replace(/>$/, "/>");
    const inside = this.childNodes.map((node) => node.outerHTML ?? escaped(node)).join("");
    return `${start}${inside}</${this.tagName}>`;
  }
}

for (const name of REFLECTED) {
  Object.defineProperty(Element.prototype, name, {
    get() {
      return this.attributes.has(name);
    },
    set(value) {
      if (value) this.setAttribute(name, "");
      else this.removeAttribute(name);
    },
  });
}

/** Gives this program the browser's names that the frame uses. */
export function install() {
  Object.assign(globalThis, {
    document: {
      createElement: (tag) => new Element(tag),
      createElementNS: (_, tag) => new Element(tag, true),
    },
    ResizeObserver: class {
      observe() {}
    },
    location: { search: "", href: "" },
  });
}
