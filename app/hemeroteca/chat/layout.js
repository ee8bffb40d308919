// What changes on the page alone: the list of conversations in and out; on a phone, the sources over the conversation.
const root = () => document.querySelector(".gradio-container");
const narrow = () => matchMedia("(max-width: 60rem)").matches;
const SHOW = ["cite", "passage", "sources"];
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-do]");
  if (!button) return;
  const does = button.dataset.do;
  if (does === "side") root().classList.toggle("hm-side-toggled");
  if (narrow() && ["open", "new"].includes(does)) root().classList.remove("hm-side-toggled");
  if (SHOW.includes(does)) root().classList.add("hm-beside-open");
  if (does === "close") root().classList.remove("hm-beside-open");
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") root().classList.remove("hm-beside-open", "hm-side-toggled");
});
