element.addEventListener("submit", (event) => event.preventDefault());
