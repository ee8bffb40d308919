// Gradio writes the browser's language on the page; the page is in the one its head came in, or was switched to.
const sayLanguage = () => {
  document.documentElement.lang = element.querySelector("header").lang;
};
watch("value", sayLanguage);
element.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-do=language]");
  if (!button) return;
  document.cookie = `hemeroteca_language=${button.dataset.to}; path=/; max-age=31536000; samesite=lax`;
  location.reload();
});
