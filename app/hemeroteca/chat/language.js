// Gradio writes the browser's language on the page; the page is in the one its head came in.
const sayLanguage = () => {
  document.documentElement.lang = element.querySelector("header").lang;
};
sayLanguage();
watch("value", sayLanguage);
