/* Shows the reason of a choice as soon as the reader makes it. Without this script the page offers
   the same reasons under "Answer and reasons". */
"use strict";

document.querySelectorAll(".quiz").forEach((quiz) => {
  const feedback = quiz.querySelector(".quiz-feedback");
  const reasons = quiz.querySelectorAll(".quiz-reason");
  quiz.querySelectorAll("input[type=radio]").forEach((radio, i) => {
    radio.addEventListener("change", () => {
      const right = radio.dataset.right === "true";
      quiz.querySelectorAll(".quiz-choice").forEach((c) => c.classList.remove("right", "wrong"));
      radio.closest(".quiz-choice").classList.add(right ? "right" : "wrong");
      feedback.className = "quiz-feedback " + (right ? "right" : "wrong");
      feedback.replaceChildren(...reasons[i].cloneNode(true).childNodes);
    });
  });
});
