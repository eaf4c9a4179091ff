/* The map for thumbs and mouse: what is under the finger is told before it is followed, and more is fetched once somebody
   begins to use the page: zoom, and regions opened in place. Without script every shape is a link all the same. */
const [main, SLIP] = [document.querySelector("main"), 6]; // pixels a finger may slip in a tap
const made = (name, words = "", more = {}) => Object.assign(document.createElement(name), { textContent: words }, more);
const button = (words, href) => made("a", words, { href, className: "button button-secondary" });
let use = () => {};

function tell(link, row, told) {
  const [name, ...rest] = link.querySelector("title").textContent.split(":");
  const inside = new URLSearchParams(link.getAttribute("href")).get("region");
  const folded = (row ?? (inside && document.getElementById(inside)))?.closest("details");
  const about = made("p", inside ? folded?.querySelector(".hint").textContent : rest.join(":").trim());
  const covered = !inside && row?.querySelector("th + td:last-child"); // more cells than one need the words of the title
  if (covered) about.replaceChildren(...covered.cloneNode(true).childNodes);
  const links = made("p", "", { className: "button-row" });
  links.append(button(`${inside ? "Open" : "Go to"} ${name}`, link.getAttribute("href")));
  const region = !inside && folded?.querySelector("table").id;
  if (region) links.append(button(`Open ${folded.querySelector(".map-folded-name").textContent}`, `?region=${region}`));
  told.replaceChildren(made("h2", name), about, links);
}

function start() {
  const figure = main.querySelector(".map-figure");
  const frame = figure?.querySelector(".map-frame");
  const told = main.querySelector(".map-told");
  const links = new Map([...(frame?.querySelectorAll("a") ?? [])].map((link) => [link.getAttribute("href"), link]));
  const rows = new Map();
  for (const link of main.querySelectorAll(".table tbody th[scope=row] a")) {
    const [href, row] = [link.getAttribute("href"), link.closest("tr")];
    rows.set(href, row);
    for (const event of ["mouseenter", "focusin", "mouseleave", "focusout"])
      row.addEventListener(event, () => links.get(href)?.classList.toggle("is-linked", /enter|in$/.test(event)));
  }
  if (!frame || !told) return;

  const preview = (link, live) => {
    const row = rows.get(link.getAttribute("href"));
    for (const marked of main.querySelectorAll(".is-linked")) marked.classList.remove("is-linked");
    for (const thing of [link, row]) thing?.classList.add("is-linked");
    told.ariaLive = live;
    tell(link, row, told);
  };
  let [from, isDrag, tapped] = [{}, false, null];
  const listen = (event, act) => frame.addEventListener(event, (happened) => act(happened, happened.target.closest("a")));
  listen("pointerdown", (event) => ([from, isDrag] = [event, !event.isPrimary]));
  listen("pointermove", ({ buttons, clientX: x, clientY: y }) => {
    isDrag ||= buttons > 0 && Math.hypot(x - from.clientX, y - from.clientY) > SLIP;
  });
  listen("dragstart", (event) => event.preventDefault());
  listen("pointerover", (event, link) => link && event.pointerType === "mouse" && !event.buttons && preview(link, "off"));
  listen("focusin", (event, link) => link?.matches(":focus-visible") && preview(link, "off"));
  listen("click", (event, link) => {
    const isPressed = event.detail === 0 || event.ctrlKey || event.metaKey || event.shiftKey;
    if (!link || isPressed || (!isDrag && (event.pointerType === "mouse" || tapped === link))) return;
    event.preventDefault();
    if (isDrag) return;
    tapped = link;
    preview(link, "polite");
    told.scrollIntoView({ block: "nearest" });
  });

  const zoom = { "+": "Zoom in", "−": "Zoom out", [frame.dataset.whole]: frame.dataset.whole };
  const buttons = made("div", "", { className: "map-buttons", role: "group", ariaLabel: "Zoom" });
  for (const [words, ariaLabel] of Object.entries(zoom))
    buttons.append(made("button", words, { type: "button", className: "button button-secondary", ariaLabel }));
  buttons.lastChild.hidden = true;
  frame.before(buttons);
  let loading;
  use = () => (loading ??= import(frame.dataset.zoom).then(({ zoomed }) => zoomed(figure, frame, [...buttons.children])));
  buttons.addEventListener("click", ({ target }) => use().then((acts) => acts[[...buttons.children].indexOf(target)]?.()));
}

const unfold = () => location.hash && document.getElementById(location.hash.slice(1))?.closest("details")?.setAttribute("open", "");
const regions = () => import(main.querySelector(".map-columns").dataset.regions).then(({ inPlace }) => inPlace(main, () => (start(), use())));
for (const event of ["pointermove", "pointerdown", "keydown", "scroll"])
  addEventListener(event, () => Promise.all([use(), (regions.begun ??= regions())]), { once: true, passive: true });
addEventListener("hashchange", unfold);
addEventListener("focusin", ({ target: { dataset } }) => dataset?.suggestions && import(dataset.suggestions));
unfold();
start();
