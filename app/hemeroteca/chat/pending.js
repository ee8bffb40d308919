// While a question is answered: in view, its stages read out, its place among those waiting and the seconds told.
let began = 0;
let stage = "";
const tick = () => {
  const clock = element.querySelector(".hm-clock");
  if (!clock) return (began = 0);
  began = began || performance.now();
  const seconds = ((performance.now() - began) / 1000).toLocaleString(document.documentElement.lang, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  // Gradio tells the place in its queue in a corner of its own, which is not shown.
  const place = /queue: (\d+\/\d+)/.exec(element.closest("#hm-pending").textContent);
  clock.textContent = (place ? `${place[1]} · ` : "") + clock.dataset.unit.replace("{}", seconds);
};
watch("value", () => {
  const now = element.querySelector(".hm-now");
  const words = now ? now.firstChild.textContent : "";
  if (now && !began) now.scrollIntoView({ block: "end" });
  tick();
  const voice = document.querySelector("#hm-log .hm-unseen[role=status]");
  if (voice && words && words !== stage) voice.textContent = words;
  stage = words;
});
setInterval(tick, 100);
