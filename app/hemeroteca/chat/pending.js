// While a question is answered: in view, its stages read out, and the seconds counted.
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
  clock.textContent = clock.dataset.unit.replace("{}", seconds);
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
