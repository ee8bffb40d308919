// What changes on the page alone: the list of conversations in and out; on a phone, the sources over the conversation.
const page = () => document.getElementById("hm-page").dataset;
const narrow = () => matchMedia("(max-width: 75rem)").matches;
const SHOW = ["cite", "passage", "sources"];
const folded = () => {
  page().side = page().side ? "" : "toggled";
  if (narrow() && page().side) document.querySelector("#hm-side button").focus();
};
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-do]");
  if (!button) return;
  const does = button.dataset.do;
  if (does === "side" || (narrow() && page().side && ["open", "new"].includes(does))) folded();
  if (SHOW.includes(does)) page().beside = "open";
  if (does === "close") page().beside = "";
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  page().beside = "";
  if (narrow() && page().side) folded();
});
