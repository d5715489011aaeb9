/**
 * Phrases of the text that put a figure into a state (`{set}` in the sources): each becomes a link
 * once the widgets are live. A click sets the figure, marks the phrase, and brings the figure into
 * sight if it is not; the browser's Back then returns to the sentence.
 */
document.addEventListener("widgets-ready", () => {
  "use strict";

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
    const { top, bottom } = section.getBoundingClientRect();
    if (bottom >= 80 && top <= innerHeight - 80) return;
    history.pushState(null, "", location.href); // Back leads to the sentence again
    section.scrollIntoView({ block: "center" });
  });
});
