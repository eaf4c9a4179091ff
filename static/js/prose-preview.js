/* Shows what a box of Markdown will look like below it. Without this, the button opens a page of its own. */
document.addEventListener("click", async (event) => {
  const button = event.target.closest(".prose-button");
  if (!button) return;
  event.preventDefault();
  const box = button.closest(".prose-input");
  const place = box.querySelector(".prose-preview");
  const sent = new FormData();
  sent.append("csrfmiddlewaretoken", button.form.elements.csrfmiddlewaretoken.value);
  sent.append("preview_of", button.value);
  sent.append(button.value, box.querySelector("textarea").value);
  let shown;
  try {
    const answer = await fetch(button.formAction, { method: "POST", body: sent });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    shown = answer.ok && !answer.redirected && page.querySelector("#preview");
  } catch {
    shown = null;
  }
  place.hidden = false;
  if (shown) place.replaceChildren(...shown.childNodes);
  else place.textContent = "The preview could not be made. Are you still signed in?";
});
