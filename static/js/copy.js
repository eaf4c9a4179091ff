/* A button that copies what stands in the box it belongs to, where browsers let it. */
for (const box of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: box.dataset.copy });
  const said = Object.assign(document.createElement("span"), { role: "status", className: "copied" });
  const row = Object.assign(document.createElement("p"), { className: "button-row" });
  row.append(button, said);
  box.after(row);
  box.addEventListener("focus", () => box.select());
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(box.value);
    said.textContent = "Copied. Now paste it into your page.";
  });
}
