/* Hovering or focusing a shape marks its row in the table, and the other way round. The page works without it. */
const rows = new Map();
const shapes = new Map();
const keep = (map, link, thing) => map.set(link.getAttribute("href"), thing);

for (const link of document.querySelectorAll(".table tbody th[scope=row] a")) keep(rows, link, link.closest("tr"));
for (const link of document.querySelectorAll(".map .map-shape")) keep(shapes, link, link);

for (const [from, to] of [[shapes, rows], [rows, shapes]]) {
  for (const [href, thing] of from) {
    const mark = (isOn) => to.get(href)?.classList.toggle("is-linked", isOn);
    for (const event of ["mouseenter", "focusin"]) thing.addEventListener(event, () => mark(true));
    for (const event of ["mouseleave", "focusout"]) thing.addEventListener(event, () => mark(false));
  }
}
addEventListener("focusin", ({ target: { dataset } }) => dataset?.suggestions && import(dataset.suggestions));
