/* Opens a region, or all England, and lets places stand out without leaving the page. Without it they are links and a form. */
const address = () => location.pathname + location.search;

export function inPlace(main, start) {
  let shown = address();

  const show = (next, asked, isNew) => {
    const id = document.activeElement?.id;
    document.title = next.title;
    main.replaceChildren(...next.querySelector("main").childNodes);
    if (isNew) history.pushState(null, "", asked);
    shown = address();
    start();
    const heading = Object.assign(main.querySelector("h1"), { tabIndex: -1 });
    const same = id && id !== main.id && document.getElementById(id);
    (same || heading).focus({ preventScroll: true });
    main.querySelector(".map-figure")?.scrollIntoView({ block: "nearest" });
  };

  const open = async (asked, isNew = true) => {
    const answer = await fetch(asked).catch(() => null);
    if (!answer?.ok) return location.assign(asked);
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    const swap = () => show(next, asked, isNew);
    const isStill = !document.startViewTransition || matchMedia("(prefers-reduced-motion: reduce)").matches;
    return isStill ? swap() : document.startViewTransition(swap);
  };

  const openRegion = (slug) => {
    const asked = new URLSearchParams(location.search);
    for (const name of ["authority", "region"]) asked.delete(name);
    if (slug) asked.set("region", slug);
    open(location.pathname + (asked.size ? `?${asked}` : ""));
  };

  const narrow = (link) => {
    const frame = main.querySelector(".map-frame");
    for (const name of [...frame.classList]) if (name.startsWith("no-")) frame.classList.remove(name);
    for (const name of link.dataset.leaves.split(" ").filter(Boolean)) frame.classList.add(`no-${name}`);
    main.querySelector(".map-choices [aria-current]")?.removeAttribute("aria-current");
    link.ariaCurrent = "true";
    const [, label, total] = link.textContent.trim().match(/^(.*): (\d+)$/s);
    const count = main.querySelector(".map-count");
    count.querySelector("strong").textContent = label;
    count.querySelector("span").textContent = total;
    history.pushState(null, "", link.href);
    shown = address();
  };

  main.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const href = link.getAttribute("href");
    if (link.dataset.leaves !== undefined) narrow(link);
    else if (href.startsWith("?")) openRegion(new URLSearchParams(href).get("region"));
    else return;
    event.preventDefault();
  });
  main.addEventListener("change", ({ target }) => target.name === "region" && openRegion(target.value));
  main.addEventListener("submit", (event) => {
    if (!event.target.matches(".map-regions")) return;
    event.preventDefault();
    openRegion(event.target.elements.region.value);
  });
  addEventListener("popstate", () => address() !== shown && open(address(), false));
}
