// Buttons and forms say in data-do what they do. The server hears of it as one event: "submit" for a question, else "select".
const QUESTIONS = ["ask", "reask", "noperiod"];
const HERE = ["side", "language", "close"];
const send = (origin, fields) =>
  trigger(QUESTIONS.includes(origin.dataset.do) ? "submit" : "select", { ...origin.dataset, ...fields });
element.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-do]");
  if (button && !HERE.includes(button.dataset.do)) send(button, {});
});
element.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-do]");
  if (!form) return;
  event.preventDefault();
  send(form, Object.fromEntries(new FormData(form)));
});
