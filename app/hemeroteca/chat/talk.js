// A new answer is scrolled to and read out, and its address is the page's, so that a reload finds it again.
const voice = document.createElement("div");
voice.className = "hm-unseen";
voice.setAttribute("role", "status");
element.after(voice);
const last = () => [...element.querySelectorAll(".hm-turn")].pop();
let shown = "";
watch("value", () => {
  const turn = last();
  const selected = element.querySelector(".hm-turn[aria-current]");
  const here = selected ? `?turn=${encodeURIComponent(selected.dataset.turn)}` : location.pathname;
  history.replaceState(history.state, "", here);
  const newest = turn ? turn.dataset.turn : "";
  if (newest === shown) return;
  shown = newest;
  if (!turn) return;
  (selected || turn).scrollIntoView({ block: "start" });
  voice.textContent = [...turn.querySelectorAll(".hm-short, .hm-sentence, .hm-abstained")].map((p) => p.innerText).join(" ");
});
