// An opened article is scrolled to the quote. Focus follows where what had it is gone, and never leaves the question's box.
let before = "";
watch("value", () => {
  const article = element.querySelector(".hm-article");
  const target = element.querySelector("#hm-target");
  const place = article || element.querySelector("h2[tabindex]");
  const wasOpen = before === "article";
  before = article ? "article" : "cards";
  if (target) target.scrollIntoView({ block: "center" });
  else element.closest("#hm-beside").scrollTop = 0;
  if (place && (article || wasOpen) && document.activeElement.tagName !== "TEXTAREA") place.focus({ preventScroll: true });
});
