/**
 * Phrases of the text that put a figure into a state (`{set}` in the sources): each becomes a link
 * once the widgets are live. A click sets the figure, marks the phrase, and brings the figure's
 * drawing into sight if it is not; the browser's Back then returns to the sentence, and so does a
 * button, as long as the sentence is out of sight.
 */
document.addEventListener("widgets-ready", () => {
  "use strict";

  const BAR = 48; // the page's top bar, in pixels
  const slotOf = (figure) => document.getElementById(`figure-${figure}`);
  const sectionOf = (figure) => slotOf(figure)?.querySelector("section[data-widget][data-ready]");

  for (const phrase of document.querySelectorAll("span.set-link")) {
    const { figure, state } = phrase.dataset;
    if (!sectionOf(figure)) continue; // it has stayed a picture
    const link = document.createElement("a");
    link.className = "set-link";
    link.href = `#${slotOf(figure).id}`;
    Object.assign(link.dataset, { figure, state });
    link.append(...phrase.childNodes);
    phrase.replaceWith(link);
  }

  let left; // the phrase from which the reader was taken away
  const back = document.createElement("button");
  Object.assign(back, { type: "button", className: "set-back", hidden: true });
  back.textContent = "Back to the text";
  back.addEventListener("click", () => history.back());
  document.querySelector("main").append(back);
  addEventListener("popstate", () => {
    if (!back.hidden) left.focus({ preventScroll: true });
    back.hidden = true;
  });
  const watch = new IntersectionObserver((seen) => {
    back.hidden = seen.at(-1).isIntersecting;
  });
  let landed = 0;
  addEventListener("scrollend", () => {
    if (Math.abs(scrollY - landed) > innerHeight) back.hidden = true; // reading on
  });

  /** Shows the drawing of a figure, if it is not wholly in sight. */
  function bring(section, link) {
    const { top, bottom } = section.querySelector(".smx-stage").getBoundingClientRect();
    if (top >= BAR && bottom <= innerHeight) return;
    const away = bottom < BAR || top > innerHeight;
    history.pushState(null, "", location.href); // Back leads to the sentence again
    section.scrollIntoView({ block: away ? "center" : "nearest" });
    landed = scrollY;
    watch.disconnect();
    watch.observe(left = link);
  }

  // On the document, since a quiz shows its reasons as copies.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.set-link");
    if (!link) return;
    event.preventDefault();
    const { figure, state } = link.dataset;
    document.querySelectorAll("a.set-link[aria-current]").forEach((other) => {
      if (other.dataset.figure === figure) other.removeAttribute("aria-current");
    });
    link.setAttribute("aria-current", "true");
    link.dispatchEvent(new CustomEvent("set-link", { bubbles: true, detail: { figure, state } }));
    const section = sectionOf(figure);
    section.dispatchEvent(new CustomEvent("smx-set", { detail: state }));
    bring(section, link);
  });
});
