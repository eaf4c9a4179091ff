/* Zooms the drawn map by buttons, pinch, Ctrl and the wheel, or keys, and moves it by drag or arrow keys. The library
   reckons for an empty layer above the map, which then shows what that would: so lines stay thin and nothing is blurred.
   One finger scrolls the page until the map is zoomed; then it moves the map, and the page is scrolled beside it. */
const [MAX, STEP] = [12, 60]; // times as large; pixels an arrow key moves it
const ARROWS = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const KEYS = { "+": 0, "=": 0, "-": 1, 0: 2 };
const byTouch = matchMedia("(pointer: coarse)").matches;

function how(isClose, whole) {
  if (isClose && byTouch) return `One finger moves the map. To scroll on, touch beside it or press “${whole}”.`;
  if (isClose) return "Drag the map, or move it with the arrow keys.";
  if (byTouch) return "Two fingers zoom, one scrolls the page. Tap a place to read about it, and again to go there.";
  return "Point at a place to read about it. To zoom, press + or −, or hold Ctrl and turn the wheel.";
}

/* Returns what the `buttons` do, in their order. */
export async function zoomed(figure, frame, buttons) {
  await import(frame.dataset.panzoom);
  const svg = frame.querySelector("svg");
  const view = () => svg.getAttribute("viewBox").split(" ").map(Number);
  const [left, top, width, height] = view();
  const sizes = [...svg.querySelectorAll("pattern, circle")].flatMap((thing) =>
    ["width", "height", "r"].filter((name) => thing.hasAttribute(name)).map((name) => [thing, name, thing.getAttribute(name)]));
  // The legend is drawn with the same patterns.
  const swatches = [...document.querySelectorAll(".map-choices .map-swatch")];
  const [, , wide, high] = swatches[0]?.getAttribute("viewBox").split(" ") ?? [];
  const hint = figure.appendChild(Object.assign(document.createElement("p"), { className: "hint map-how" }));
  const layer = frame.appendChild(Object.assign(document.createElement("div"), { className: "map-layer" }));
  const panzoom = globalThis.Panzoom(layer, {
    canvas: true, contain: "outside", minScale: 1, maxScale: MAX, step: 0.6, cursor: "", panOnlyWhenZoomed: true,
    pinchAndPan: true, touchAction: "pan-y", handleStartEvent: () => {},
  });
  const whole = buttons.at(-1);
  const say = (isClose) => {
    panzoom.setOptions({ touchAction: isClose ? "none" : "pan-y" });
    frame.classList.toggle("is-close", isClose);
    hint.textContent = how(isClose, whole.textContent);
    if (!isClose && document.activeElement === whole) buttons[0].focus();
    whole.hidden = !isClose;
  };
  say(false);

  layer.addEventListener("panzoomchange", ({ detail: { x, y, scale } }) => {
    const from = (size, moved, units) => ((size / 2 - moved - size / 2 / scale) * units) / size;
    const [across, down] = [frame.clientWidth, frame.clientHeight];
    const shown = [left + from(across, x, width), top + from(down, y, height), width / scale, height / scale];
    svg.setAttribute("viewBox", shown.join(" "));
    for (const [thing, name, size] of sizes) thing.setAttribute(name, size / scale);
    for (const swatch of swatches) swatch.setAttribute("viewBox", `0 0 ${wide / scale} ${high / scale}`);
    if (scale > 1.01 !== frame.classList.contains("is-close")) say(scale > 1.01);
  });
  const byWheel = (event) => (event.ctrlKey || event.metaKey) && panzoom.zoomWithWheel(event);
  frame.addEventListener("wheel", byWheel, { passive: false });
  frame.addEventListener("focusin", ({ target }) => {
    const [box, [x, y, w, h]] = [target.getBBox?.(), view()];
    if (!box || !target.matches(":focus-visible")) return;
    const [across, down] = [box.x + box.width / 2, box.y + box.height / 2];
    if (across > x && across < x + w && down > y && down < y + h) return;
    panzoom.pan(frame.clientWidth * (0.5 - (across - left) / width), frame.clientHeight * (0.5 - (down - top) / height));
  });
  // At once: the library measures its layer, which has to have its size.
  const acts = ["zoomIn", "zoomOut", "reset"].map((act) => () => panzoom[act]({ animate: false }));
  figure.addEventListener("keydown", (event) => {
    const arrow = frame.classList.contains("is-close") && ARROWS[event.key];
    const act = arrow ? () => panzoom.pan(...arrow.map((way) => way * STEP), { relative: true }) : acts[KEYS[event.key]];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });
  return acts;
}
