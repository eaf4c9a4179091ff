/* Who writes words of their own for a proposed change means them: writing chooses them, and the page says so. */
for (const words of document.querySelectorAll(".change-words")) {
  words.addEventListener("input", () => {
    const choice = words.closest(".change").querySelector("[type=radio][value=edit]");
    if (!choice || choice.checked) return;
    choice.checked = true;
    words.querySelector("[role=status]").hidden = false;
  });
}
