/**
 * Shows the sections that hold what the reader looks for, with an excerpt: below the field of the
 * dialog (Ctrl+K) and on the page of results. `sections.js` has the texts, MiniSearch finds.
 */
(function () {
  "use strict";

  const sections = globalThis.courseSections;
  const root = new URL(document.documentElement.dataset.content_root, location.href);
  const SHORT = 8; // results in the dialog
  const LONG = 50; // results on the page
  const EXCERPT = 180; // characters
  const WORD = /[^\n\r\p{Z}\p{P}]+/gu; // what MiniSearch takes for one

  /** A word as it is looked for: small letters, no accents. */
  const simple = (word) => word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  const index = new globalThis.MiniSearch({
    fields: ["title", "page", "text"],
    processTerm: simple,
    searchOptions: {
      boost: { title: 4, page: 2 },
      prefix: true,
      fuzzy: (word) => word.length > 4 ? 0.2 : false,
      weights: { prefix: 0.6, fuzzy: 0.2 },
      combineWith: "AND",
    },
  });
  index.addAll(sections.map((section, id) => ({ id, ...section })));

  const h = (name, attributes, ...children) => {
    const node = Object.assign(document.createElement(name), attributes);
    node.append(...children);
    return node;
  };

  /** The words of a text that were found: `[start, end, word]`. */
  const matches = (text, found) =>
    [...text.matchAll(WORD)].filter(([word]) => found.has(simple(word)))
      .map((match) => [match.index, match.index + match[0].length, simple(match[0])]);

  /** A text with the words that were found marked, from a place to another. */
  function marked(text, found, from = 0, to = text.length) {
    const parts = [];
    let at = from;
    for (const [start, end] of matches(text, found)) {
      if (start < from || end > to) continue;
      parts.push(text.slice(at, start), h("mark", {}, text.slice(start, end)));
      at = end;
    }
    return [...parts, text.slice(at, to)];
  }

  /** The stretch of a text that holds most of the words, whole words only. */
  function excerpt(text, found) {
    const places = matches(text, found);
    const kinds = (from) =>
      new Set(places.filter(([a, b]) => a >= from && b <= from + EXCERPT - 40).map(([, , w]) => w));
    const starts = places.map(([start]) => start);
    const best = starts.reduce((a, b) => kinds(b).size > kinds(a).size ? b : a, starts[0] ?? 0);
    const from = best > 40 ? text.indexOf(" ", best - 40) + 1 : 0;
    const cut = text.length > from + EXCERPT ? text.lastIndexOf(" ", from + EXCERPT) : text.length;
    const to = cut > from ? cut : Math.min(text.length, from + EXCERPT);
    return [
      ...(from ? ["… "] : []),
      ...marked(text, found, from, to),
      ...(to < text.length ? [" …"] : []),
    ];
  }

  function item({ id, terms }) {
    const { page, title, text, address } = sections[id];
    const found = new Set(terms);
    return h(
      "li",
      {},
      h(
        "a",
        { href: new URL(address, root).href },
        h("strong", {}, ...marked(title, found)),
        ...(title === page ? [] : [h("span", { className: "search-page" }, page)]),
        h("span", { className: "search-excerpt" }, ...excerpt(text, found)),
      ),
    );
  }

  /** All words if a section has them, else some of them. */
  function find(text) {
    const all = index.search(text);
    return all.length ? all : index.search(text, { combineWith: "OR" });
  }

  const count = (n) => n === 1 ? "1 section" : `${n} sections`;

  /** Makes a field search as one types; its results stand in `place`, at most `most` of them. */
  function attach(form, place, most, remember) {
    const input = form.querySelector("input");
    const status = h("p", { className: "search-count", role: "status" });
    const list = h("ol", { className: "search-list" });
    place.append(status, list);

    function show() {
      const text = input.value.trim();
      const found = text ? find(text) : [];
      list.replaceChildren(...found.slice(0, most).map(item));
      const some = found.length > most ? `, the first ${most} shown` : "";
      status.textContent = !text
        ? ""
        : found.length
        ? count(found.length) + some
        : `Nothing found for “${text}”.`;
      remember?.(text);
    }

    const links = () => [...list.querySelectorAll("a")];
    place.parentElement.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const all = links();
      const at = all.indexOf(document.activeElement);
      if (!step || !all.length || (at < 0 && document.activeElement !== input)) return;
      event.preventDefault();
      (all[at + step] ?? (step < 0 ? input : all[at]))?.focus();
    });
    input.addEventListener("input", show);
    show();
    return { input, links };
  }

  const dialog = document.getElementById("pst-search-dialog");
  const results = document.getElementById("search-results");

  if (results) {
    const form = document.querySelector("main form.bd-search");
    const input = form.querySelector("input");
    input.value = new URLSearchParams(location.search).get("q") ?? "";
    const remember = (text) => {
      const query = text ? `?${new URLSearchParams({ q: text })}` : "";
      history.replaceState(null, "", location.pathname + query);
    };
    const { links } = attach(form, results, LONG, remember);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      links()[0]?.focus();
    });
    input.focus();
  } else if (dialog) {
    const place = h("div", { className: "search-place" });
    dialog.append(place);
    attach(dialog.querySelector("form"), place, SHORT);
    // A result on this very page leads to its section: the dialog must not stay in front of it.
    place.addEventListener("click", (event) => event.target.closest("a") && dialog.close());
  }
})();
