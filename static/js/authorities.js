/* Narrows the list of local authorities by what is typed, ticks a whole county at once, and keeps the counts true. */
document.addEventListener("DOMContentLoaded", () => {
  for (const group of document.querySelectorAll(".authorities")) enliven(group);
});

function enliven(group) {
  const filter = group.querySelector(".authorities-filter");
  const typed = filter.querySelector("input");
  const status = filter.querySelector("[role=status]");
  const regions = [...group.querySelectorAll(".authorities-region")];
  const boxesIn = (part) => [...part.querySelectorAll(".authorities-boxes input")];
  const plain = (words) => words.normalize("NFKD").replace(/[^\p{L}\p{N} ]/gu, "").toLowerCase();
  filter.hidden = false;

  function count(region) {
    const boxes = boxesIn(region);
    const chosen = boxes.filter((box) => box.checked).length;
    const words = document.createElement(chosen ? "strong" : "span");
    words.textContent = chosen ? `${chosen} of ${boxes.length} chosen` : `${boxes.length}`;
    region.querySelector(".authorities-count").replaceChildren(words);
    for (const whole of region.querySelectorAll(".authorities-whole input")) {
      whole.checked = boxesIn(whole.closest("fieldset")).every((box) => box.checked);
    }
  }

  function narrow() {
    const words = plain(typed.value).trim();
    let found = 0;
    for (const region of regions) {
      for (const county of region.querySelectorAll(".authorities-county")) {
        const isNamed = plain(county.querySelector("legend").textContent).includes(words);
        for (const box of boxesIn(county)) {
          const isFound = isNamed || plain(box.parentElement.textContent).includes(words);
          box.parentElement.hidden = !isFound;
          found += isFound;
        }
        county.hidden = boxesIn(county).every((box) => box.parentElement.hidden);
      }
      region.hidden = [...region.querySelectorAll(".authorities-county")].every((county) => county.hidden);
      region.open = words ? !region.hidden : boxesIn(region).some((box) => box.checked);
    }
    status.textContent = words ? `${found} found` : "";
  }

  typed.addEventListener("input", narrow);
  // Enter would send the whole form.
  typed.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  group.addEventListener("change", (event) => {
    const box = event.target;
    if (box.closest(".authorities-whole")) {
      for (const other of boxesIn(box.closest("fieldset"))) other.checked = box.checked;
    }
    if (box.type === "checkbox") count(box.closest(".authorities-region"));
  });
  for (const region of regions) count(region);
}
