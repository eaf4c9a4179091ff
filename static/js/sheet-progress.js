// Asks every two seconds how far an import has come, and shows its page anew when it is done.
const box = document.querySelector("[data-progress]");
const look = async () => {
  const answer = await fetch(box.dataset.progress, { credentials: "same-origin" });
  if (!answer.ok) return;
  const { done, words, is_at_work: isAtWork } = await answer.json();
  if (!isAtWork) {
    location.reload();
    return;
  }
  const bar = box.querySelector("progress[max]");
  if (bar && bar.hasAttribute("value")) {
    bar.value = done;
    box.querySelector("[role=status]").textContent = words;
  }
  setTimeout(look, 2000);
};
setTimeout(look, 2000);
