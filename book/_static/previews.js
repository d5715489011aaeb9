// A reference shows what it refers to in a small card: a theorem or a formula of the same page, or a
// work that is cited. It comes with the mouse or the keyboard's focus, stays while the mouse is on
// it, and goes with Escape. A finger follows the link, as everybody can.
(() => {
  const WAIT = 200; // ms: on the way to something else nothing pops up, and the card can be reached
  const KINDS = 'a[href^="#thm-"], a[href^="#equation-"], a[href*="bibliography.html#"][title]';
  const card = document.createElement("div");
  card.className = "course-preview";
  card.id = "course-preview";
  card.setAttribute("role", "tooltip");
  let link = null;
  let words = null;
  let timer = 0;

  function content(to) {
    if (to.title) return document.createTextNode(to.title);
    const copy = document.getElementById(to.hash.slice(1))?.cloneNode(true);
    copy?.removeAttribute("id");
    copy?.querySelectorAll("[id]").forEach((part) => part.removeAttribute("id"));
    copy?.querySelectorAll("details, .headerlink").forEach((part) => part.remove());
    return copy;
  }

  function show(to) {
    hide();
    const shown = content(to);
    if (!shown) return;
    [link, words] = [to, to.getAttribute("title")];
    link.removeAttribute("title"); // the browser would show it a second time
    link.setAttribute("aria-describedby", card.id);
    card.replaceChildren(shown);
    card.style.left = card.style.top = "0";
    const article = link.closest("article");
    article.append(card);
    const from = card.getBoundingClientRect();
    const line = link.getClientRects()[0];
    const right = article.getBoundingClientRect().right - from.width - 16;
    const below = line.bottom + from.height + 8 < innerHeight || line.top < from.height + 64;
    card.style.left = `${Math.max(16, Math.min(line.left, right)) - from.left}px`;
    card.style.top = `${(below ? line.bottom + 4 : line.top - from.height - 4) - from.top}px`;
  }

  function hide() {
    clearTimeout(timer);
    card.remove();
    link?.removeAttribute("aria-describedby");
    if (words !== null) link.setAttribute("title", words);
    link = words = null;
  }

  function soon(act) {
    clearTimeout(timer);
    timer = setTimeout(act, WAIT);
  }

  for (const to of document.querySelectorAll(KINDS)) {
    if (to.matches(".headerlink") || !to.closest("article")) continue;
    to.addEventListener("pointerenter", (event) => {
      if (event.pointerType === "mouse") soon(() => show(to));
    });
    to.addEventListener("pointerleave", () => soon(hide));
    to.addEventListener("focus", () => to.matches(":focus-visible") && show(to));
    to.addEventListener("blur", hide);
  }
  card.addEventListener("pointerenter", () => clearTimeout(timer));
  card.addEventListener("pointerleave", () => soon(hide));
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
})();
