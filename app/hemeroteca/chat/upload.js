// Files go to the server's own upload address, one by one; what became of each stands in a list. Removal likewise.
const articles = "/api/v1/articles";
const say = async (answer) => {
  const told = await answer.json().catch(() => ({}));
  return told.error ? [told.error, told.hint].filter(Boolean).join("; ") : answer.statusText;
};
const refresh = () => document.querySelector("#hm-head [data-view=archive][data-do]").click();
const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// The job's last state: done or failed.
const follow = async (job, told) => {
  while (job.state === "queued" || job.state === "running") {
    told(job);
    await wait(400);
    const answer = await fetch(`/api/v1/jobs/${job.id}`);
    if (!answer.ok) throw new Error(await say(answer));
    job = await answer.json();
  }
  if (job.state === "failed") throw new Error(job.error);
  return job;
};

const send = async (form, file, line) => {
  const words = (name) => form.dataset[name.replace(/_(.)/, (_, letter) => letter.toUpperCase())] || name;
  const tell = (outcome, detail) => (line.textContent = [`${file.name}: ${words(outcome)}`, detail].filter(Boolean).join(" · "));
  tell("sending");
  try {
    const body = new FormData();
    body.append("files", file, file.name);
    const answer = await fetch(articles, { method: "POST", body });
    if (!answer.ok) throw new Error(await say(answer));
    const job = await follow(await answer.json(), (now) => tell(now.state, now.of ? `${now.done}/${now.of}` : ""));
    job.files.forEach((each) => tell(each.outcome, each.reason));
  } catch (failure) {
    tell("failed", failure.message);
  }
};

const upload = async (form) => {
  const [list, bar] = [form.querySelector(".hm-outcomes"), form.querySelector("progress")];
  const files = [...form.elements.files.files];
  list.replaceChildren();
  if (!files.length) return list.append(Object.assign(document.createElement("li"), { textContent: form.dataset.none }));
  const lines = files.map((file) => list.appendChild(document.createElement("li")));
  [bar.hidden, bar.max, bar.value] = [false, files.length, 0];
  for (const [place, file] of files.entries()) {
    await send(form, file, lines[place]);
    bar.value = place + 1;
  }
  form.reset();
  keep = [...list.children].map((line) => line.textContent);
  refresh();
};

// The list is drawn anew with what was added: the outcomes are put back under the form.
let keep = [];
watch("value", () => {
  const list = element.querySelector(".hm-outcomes");
  if (list) list.append(...keep.map((words) => Object.assign(document.createElement("li"), { textContent: words })));
  keep = [];
});
element.addEventListener("change", (event) => {
  const form = event.target.form;
  const names = [...form.elements.files.files].map((file) => file.name).join(" · ");
  form.querySelector(".hm-chosen").textContent = names;
});
element.addEventListener("submit", (event) => {
  event.preventDefault();
  upload(event.target);
});
element.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-do=remove]");
  if (!button) return;
  button.disabled = true;
  const answer = await fetch(`${articles}/${encodeURIComponent(button.dataset.id)}`, { method: "DELETE" });
  if (answer.ok) refresh();
  else button.textContent = await say(answer);
});
