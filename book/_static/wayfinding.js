/**
 * Where the reader is on a page: a link lands on its section, *On this page* marks exactly one
 * section, and *Report a mistake* names it. And search, which is loaded when it is asked for.
 */
(function () {
  "use strict";

  const here = document.currentScript.src;
  const page = document.documentElement;

  /** The element that the address names. */
  const target = () => document.querySelector(":target");

  // ---- Landing: what arrives late must not push the section away that the reader came for.

  const steps = ["wheel", "touchmove", "keydown", "pointerdown"];
  let waiting = /^(navigate|prerender)$/.test(performance.getEntriesByType("navigation")[0]?.type);
  steps.forEach((step) => addEventListener(step, () => waiting = false, { passive: true }));

  function land() {
    if (waiting) target()?.scrollIntoView();
    pin();
  }

  document.fonts.ready.then(land);
  document.addEventListener("widgets-ready", land);
  addEventListener("load", () => {
    land();
    setTimeout(() => waiting = false, 2000);
  });

  // ---- On this page

  const places = [...document.querySelectorAll(".page-toc a[href^='#']")].map((link) => ({
    link,
    section: document.getElementById(decodeURIComponent(link.hash.slice(1))),
  })).filter(({ section }) => section);
  let pinned = null; // the section that a link has led to, marked until the reader scrolls on
  let pinnedAt = 0;
  let marked = null;

  function pin() {
    const node = target();
    pinned = node ? places.findLast(({ section }) => section.contains(node)) : null;
    pinnedAt = scrollY;
    mark();
  }

  /** The section at a line a quarter down the window; at a page's end, the last one. */
  function current() {
    if (pinned && Math.abs(scrollY - pinnedAt) < 2) return pinned;
    pinned = null;
    if (scrollY > 0 && scrollY + innerHeight >= page.scrollHeight - 2) return places.at(-1);
    const above = ({ section }) => section.getBoundingClientRect().top <= innerHeight / 4;
    return places.findLast(above) ?? places[0];
  }

  function mark() {
    const place = current();
    if (place === marked || !place) return;
    marked = place;
    for (const { link } of places) {
      const on = link === place.link;
      link.classList.toggle("active", on);
      on ? link.setAttribute("aria-current", "location") : link.removeAttribute("aria-current");
    }
    for (const item of document.querySelectorAll(".page-toc li")) {
      item.classList.toggle("active", item.contains(place.link));
    }
    show(place.link);
    report(place);
  }

  /** Scrolls the list, and never the page, to the entry. */
  function show(link) {
    const list = link.closest(".bd-sidebar-secondary");
    if (!list || list.scrollHeight <= list.clientHeight) return;
    const { top, bottom } = link.getBoundingClientRect();
    const edge = list.getBoundingClientRect();
    const outside = Math.min(top - edge.top - 48, 0) || Math.max(bottom - edge.bottom + 48, 0);
    list.scrollTop += outside;
  }

  let frame = 0;
  const ask = () =>
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      mark();
    });
  addEventListener("scroll", ask, { passive: true });
  addEventListener("resize", ask);
  addEventListener("hashchange", pin);

  // ---- Report a mistake: nothing is asked for until the link is followed

  function report({ link, section }) {
    for (const a of document.querySelectorAll("a.report")) {
      const url = new URL(a.href);
      const { searchParams: words } = url;
      const [title] = words.get("title").split(": ");
      const body = words.get("body").replace(/(\.html)(#\S*)?/, `$1#${section.id}`);
      words.set("title", `${title}: ${link.textContent.trim()}`);
      words.set(
        "body",
        body.replace(/\n(Section: .*\n)?/, `\nSection: ${link.textContent.trim()}\n`),
      );
      a.href = url;
    }
  }

  pin();

  // ---- Search

  const scripts = ["vendor/minisearch/minisearch.js", "sections.js", "search.js"];
  let asked = false;

  function load() {
    if (asked) return;
    asked = true;
    for (const name of scripts) {
      const script = document.createElement("script");
      script.src = new URL(name, here);
      script.async = false; // in this order
      document.head.append(script);
    }
  }

  document.getElementById("pst-search-dialog")?.addEventListener("focusin", load);
  if (document.getElementById("search-results")) load();
})();
