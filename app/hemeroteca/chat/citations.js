// A click on a citation's number shows its passage. Not left to the browser: with a <base> in the page, "#…" may reload it.
element.addEventListener("click", (event) => {
  const reference = event.target.closest("a.hm-ref");
  if (!reference) return;
  event.preventDefault();
  const number = document.getElementById(reference.getAttribute("href").slice(1));
  const card = number && number.closest(".hm-card");
  if (!card) return;
  const folded = card.closest("details");
  if (folded) folded.open = true;
  document.querySelectorAll(".hm-card.hm-picked").forEach((other) => other.classList.remove("hm-picked"));
  card.classList.add("hm-picked");
  card.scrollIntoView({ block: "nearest" });
  card.focus({ preventScroll: true });
});
