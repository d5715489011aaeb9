/* Answers a quiz when the reader presses Check, or Enter on a choice: arrow keys only browse. The
   reason appears in a place kept for the longest one, and a screen reader hears it once.

   A quiz with a figure is the page's first question: the figure is locked until it is answered, or
   until a link in the text sets the figure; who presses it before is shown the question. Answered,
   question and figure come onto one screen, where both fit. What was answered is remembered as long as the tab is
   open, page by page, and a quiz that asks again says it. Without this script the page offers the
   same reasons under "Answer and reasons". */
"use strict";

(() => {
  const key = `quiz ${location.pathname}`;

  /** What is remembered about first questions: { id: { first: choice, now: choice or "free" } }. */
  const memory = (() => {
    try {
      return JSON.parse(sessionStorage.getItem(key)) ?? {};
    } catch {
      return {}; // no storage, or something else in it
    }
  })();

  function remember(id, entry) {
    memory[id] = entry;
    try {
      sessionStorage.setItem(key, JSON.stringify(memory));
    } catch {
      // The page itself remembers until it is left.
    }
    document.querySelectorAll(`.quiz[data-again="${CSS.escape(id)}"]`).forEach(sayFirst);
  }

  const choice = (quiz, i) => quiz.querySelectorAll(".quiz-choice label > span")[i];

  /** In a quiz that asks again: what was answered first. */
  function sayFirst(quiz) {
    const id = quiz.dataset.again;
    const words = choice(document.getElementById(id), memory[id]?.first);
    const line = quiz.querySelector(".quiz-then");
    line.hidden = !words;
    if (!words) return;
    const said = document.createElement("em");
    said.append(...words.cloneNode(true).childNodes);
    line.replaceChildren("At the start you answered: ", said);
  }

  /** Bring a quiz to life; return how to answer it, how to empty it, and its choices. */
  function start(quiz) {
    const radios = [...quiz.querySelectorAll("input[type=radio]")];
    const reasons = [...quiz.querySelectorAll(".quiz-reason")];
    const feedback = quiz.querySelector(".quiz-feedback");
    quiz.querySelector(".quiz-room").append(...reasons);
    quiz.querySelector(".quiz-answer").remove();
    quiz.querySelector(".quiz-act").hidden = false;

    function mark(name, i) {
      feedback.className = `quiz-feedback ${name}`;
      quiz.querySelectorAll(".quiz-choice").forEach((c) => c.classList.remove("right", "wrong"));
      if (name) radios[i].closest(".quiz-choice").classList.add(name);
    }

    function answer(i) {
      radios[i].checked = true;
      mark(radios[i].dataset.right === "true" ? "right" : "wrong", i);
      const reason = reasons[i].cloneNode(true);
      reason.querySelectorAll("[id]").forEach((part) => part.removeAttribute("id"));
      feedback.replaceChildren(...reason.childNodes);
    }

    function clear() {
      radios.forEach((radio) => radio.checked = false);
      mark("");
      feedback.replaceChildren();
    }

    function check() {
      const i = radios.findIndex((radio) => radio.checked);
      if (i < 0) return feedback.replaceChildren("Choose an answer first.");
      answer(i);
      quiz.dispatchEvent(new CustomEvent("quiz-answer", { detail: i }));
    }

    quiz.querySelector(".quiz-check").addEventListener("click", check);
    quiz.querySelector("fieldset").addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !radios.includes(event.target)) return;
      event.preventDefault();
      check();
    });
    return { answer, clear, radios };
  }

  /** The page's first question: its figure is free once it is answered. */
  function startFirst(quiz) {
    const { answer, clear, radios } = start(quiz);
    const { id, dataset: { figure: name } } = quiz;
    const reset = quiz.querySelector(".quiz-reset");
    const figure = () =>
      document.querySelector(`section[data-widget][data-name="${CSS.escape(name)}"]`);
    const tell = (event, detail) => figure()?.dispatchEvent(new CustomEvent(event, { detail }));

    /** Show the drawing again, if the question, below it, stays in sight. */
    function together() {
      const stage = figure()?.querySelector(".smx-stage");
      if (!stage) return;
      const bar = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop);
      const high = quiz.getBoundingClientRect().bottom - stage.getBoundingClientRect().top;
      if (high <= innerHeight - bar) stage.scrollIntoView({ block: "nearest" });
    }

    /** Point to the question when somebody presses the figure that waits for it. */
    function ask({ target }) {
      const locked = target.closest?.("section[data-locked]");
      if (!locked || locked !== figure() || target.closest("summary, a")) return;
      quiz.scrollIntoView({ block: "nearest" });
      quiz.classList.add("asks");
      setTimeout(() => quiz.classList.remove("asks"), 1200);
    }
    document.addEventListener("click", ask);

    function settle() {
      const free = memory[id]?.now !== undefined;
      reset.classList.toggle("ready", free);
      tell("smx-lock", !free);
    }
    function now(value) {
      const first = memory[id]?.first ?? (Number.isInteger(value) ? value : undefined);
      remember(id, { first, now: value });
      settle();
    }

    quiz.addEventListener("quiz-answer", ({ detail }) => {
      now(detail);
      together();
    });
    document.addEventListener("set-link", ({ detail }) => {
      if (detail?.figure === name && memory[id]?.now === undefined) now("free");
    });
    reset.addEventListener("click", () => {
      clear();
      tell("smx-set", "");
      now(undefined);
      radios[0].focus();
    });

    const i = memory[id]?.now;
    if (radios[i]) answer(i);
    reset.classList.toggle("ready", i !== undefined);
    if (document.documentElement.dataset.widgets === "ready") settle();
    else document.addEventListener("widgets-ready", settle, { once: true });
  }

  document.querySelectorAll(".quiz").forEach((quiz) => {
    (quiz.dataset.figure ? startFirst : start)(quiz);
    if (quiz.dataset.again) sayFirst(quiz);
  });
})();
