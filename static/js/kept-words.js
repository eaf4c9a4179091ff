/* Nothing that is written is lost: leaving a changed form asks first, and who is about to be signed out, or is, is told
   before they save. The page named by "signed-in" says how long a session lasts, and has the token forms need. */
const meta = document.querySelector("meta[name=signed-in]");
const forms = [...document.querySelectorAll("#content form[method=post]:not(#changelist-form), form[data-unsent]")];
const [FIRST_LOOK, LEAST_PAUSE, WARN_SECONDS] = [60_000, 5_000, 600];
let [before, sent, timer, lookedAt] = [[], null, 0, 0];

const written = (form) => JSON.stringify([...new FormData(form)]
  .filter(([name]) => name !== "csrfmiddlewaretoken").map(([name, value]) => [name, value.name ?? value]));
const isChanged = (form, place) => form !== sent && (form.matches("[data-unsent]")
  || form.querySelector(".error-summary, .error-message, .errorlist") || (before[place] ?? written(form)) !== written(form));

// Other scripts fill in what they make of a form before anybody could write in it.
addEventListener("load", () => setTimeout(() => { before = forms.map(written); }));
addEventListener("submit", ({ target, submitter }) => { if (submitter?.formTarget !== "_blank") sent = target; });
addEventListener("pageshow", () => { sent = null; });
addEventListener("beforeunload", (event) => { if (forms.some(isChanged)) event.preventDefault(); });

const note = Object.assign(document.createElement("div"), { className: "session-note", hidden: true });
note.setAttribute("role", "alert");
(document.querySelector("#content") ?? document.querySelector("main")).prepend(note);

function say(words, ...more) {
  const text = Object.assign(document.createElement("p"), { textContent: words });
  if (note.firstChild?.textContent !== words) note.replaceChildren(text, ...more);
  note.hidden = !words;
}

function signIn() {
  return Object.assign(document.createElement("a"), { href: meta.content, target: "_blank", textContent: "Sign in, in a tab of its own" });
}

function stay(token) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: "Stay signed in" });
  button.addEventListener("click", async () => {
    await fetch(meta.content, { method: "POST", body: new URLSearchParams({ csrfmiddlewaretoken: token }) }).catch(() => null);
    look();
  });
  return button;
}

async function look() {
  lookedAt = Date.now();
  const answer = await fetch(meta.content, { cache: "no-store" }).catch(() => null);
  if (!answer) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#signed-in");
  if (!page) {
    say("You are signed out. What you wrote is still here: sign in, come back to this tab, and save it.", signIn());
    return;
  }
  const { endsIn, person, name } = page.dataset;
  if (meta.dataset.person && meta.dataset.person !== person) {
    say(`${name} is signed in here now. What you save is saved as theirs.`);
    return;
  }
  const token = page.querySelector("[name=csrfmiddlewaretoken]").value;
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
  const minutes = Math.max(1, Math.round(endsIn / 60));
  if (endsIn > WARN_SECONDS) say("");
  else say(`You will be signed out in ${minutes} ${minutes > 1 ? "minutes" : "minute"}. Save what you have written, or stay signed in.`, stay(token));
  clearTimeout(timer);
  timer = setTimeout(look, 1000 * (endsIn > WARN_SECONDS ? endsIn - WARN_SECONDS : 60));
}

if (meta && forms.length) {
  timer = setTimeout(look, FIRST_LOOK);
  const again = () => { if (!document.hidden && Date.now() - lookedAt > LEAST_PAUSE) look(); };
  document.addEventListener("visibilitychange", again);
  addEventListener("focus", again);
}
