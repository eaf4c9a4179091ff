/* Gives names, for those who hear the page, to what Django's form leaves without: cells of tables, searched choices. */
const nameOf = (field) => field?.labels?.[0]?.textContent.replace(/:\s*$/, "").trim() || field?.getAttribute("aria-label");

function nameCells() {
  for (const table of document.querySelectorAll(".tabular table")) {
    const heads = [...table.querySelectorAll("thead th")];
    if (heads[0]?.classList.contains("original") && !heads[0].textContent.trim()) {
      const words = document.createElement("span");
      words.className = "visually-hidden";
      words.textContent = "Entry";
      heads[0].append(words);
    }
    for (const row of table.querySelectorAll("tbody tr")) {
      // Rows begin with a cell that takes up two columns' heads: the last ones stand under their own.
      const cells = [...row.children].reverse();
      const columns = [...heads].reverse();
      cells.forEach((cell, place) => {
        const head = columns[place]?.textContent.trim().replace(/\?$/, "");
        for (const field of cell.querySelectorAll("input:not([type=hidden]), select, textarea")) {
          if (head && !field.labels?.length && !field.ariaLabel) field.setAttribute("aria-label", head);
        }
      });
    }
  }
}

function nameSearches() {
  for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
    const name = nameOf(select);
    const shown = select.nextElementSibling;
    if (!name || !shown?.classList.contains("select2")) continue;
    for (const part of shown.querySelectorAll("[role=combobox], [role=textbox], [role=searchbox]")) {
      part.removeAttribute("aria-labelledby");
      const value = part.matches(".select2-selection--single") ? part.textContent.replace("×", "").trim() : "";
      part.setAttribute("aria-label", value ? `${name}: ${value}` : name);
    }
  }
}

let isWaiting = false;

function nameAll() {
  isWaiting = false;
  nameCells();
  nameSearches();
}

// Django's own scripts make their parts whenever they come to it, and again for every row that is added.
new MutationObserver(() => {
  if (!isWaiting) setTimeout(nameAll);
  isWaiting = true;
}).observe(document.body, { childList: true, subtree: true });
nameAll();
