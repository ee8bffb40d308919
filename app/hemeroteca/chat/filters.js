// The filters that are set stand beside their name, also when they are folded.
const tell = () => {
  const form = element.querySelector("form");
  const write = (field) =>
    field.type === "date" && field.value
      ? new Date(field.value + "T12:00").toLocaleDateString(document.documentElement.lang, { dateStyle: "medium" })
      : field.value;
  const [since, until, source] = ["since", "until", "source"].map((name) => write(form.elements[name]));
  const days = since || until ? `${since || "…"} – ${until || "…"}` : "";
  element.querySelector(".hm-filters-set").textContent = [days, source].filter(Boolean).map((words) => ` · ${words}`).join("");
};
element.addEventListener("change", tell);
element.addEventListener("reset", () => setTimeout(tell));
element.addEventListener("submit", (event) => event.preventDefault());
