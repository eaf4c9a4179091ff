/* Suggests names while somebody types in a box of the finder, as an editable combobox with a list. What is chosen in a
   search is looked for at once; in another form it only fills the box, and a comma after it begins another name. */
const [PAUSE, LEAST] = [200, 3], POSTCODE = /^[a-z]{1,2}\d/i;

function element(attributes, text = "") {
  const made = Object.assign(document.createElement("p"), { textContent: text });
  for (const name in attributes) made.setAttribute(name, attributes[name]);
  return made;
}

function suggestIn(input) {
  const id = `${input.id}-suggestions`;
  const list = Object.assign(document.createElement("div"), { id, className: "suggestions", role: "listbox" });
  Object.assign(list, { ariaLabel: "Suggestions", hidden: true });
  const status = element({ class: "visually-hidden", role: "status" });
  const options = () => [...list.querySelectorAll("[role=option]")];
  let [asked, pause, current, known] = [new AbortController(), 0, -1, input.value];
  const next = () => known && input.value.startsWith(known) && /^\s*[;,](.*)/.exec(input.value.slice(known.length));
  const typed = () => (next()?.[1] ?? input.value).trim();

  const mark = (position) => {
    current = position;
    options().forEach((option, place) => option.setAttribute("aria-selected", place === position));
    input.setAttribute("aria-activedescendant", options()[position]?.id ?? "");
    options()[position]?.scrollIntoView({ block: "nearest" });
  };
  const open = (isOpen) => (mark(-1), input.setAttribute("aria-expanded", isOpen), (list.hidden = !isOpen));
  const close = () => (clearTimeout(pause), asked.abort(), open(false));
  const choose = (option) => {
    // Names that hold a comma are told apart by semicolons.
    input.value = known = (next() ? `${known}; ` : "") + option.textContent;
    close();
    if (input.form.matches("[role=search]")) input.form.requestSubmit();
  };
  const group = ([name, labels], place) => {
    const made = Object.assign(document.createElement("div"), { role: "group", ariaLabel: name });
    const option = (label, row) => element({ id: `${id}-${place}-${row}`, role: "option" }, label);
    made.append(element({ class: "suggestions-group", "aria-hidden": "true" }, name), ...labels.map(option));
    return made;
  };
  const ask = async () => {
    asked = new AbortController();
    const names = input.dataset.names ?? `${input.form.action}suggestions/`;
    const address = `${names}?q=${encodeURIComponent(typed())}`;
    const answer = await fetch(address, { signal: asked.signal, credentials: "omit" }).catch(() => null);
    const groups = answer?.ok ? await answer.json().catch(() => ({})) : {};
    if (asked.signal.aborted) return;
    list.replaceChildren(...Object.entries(groups).map(group));
    const number = options().length;
    status.textContent = number ? `${number} ${number > 1 ? "suggestions" : "suggestion"}. Use up and down arrows.` : "";
    open(number > 0);
  };

  input.addEventListener("input", () => {
    close();
    if (typed().length >= LEAST && !POSTCODE.test(typed())) pause = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const last = options().length - 1, up = current > 0 ? current - 1 : last, down = current < last ? current + 1 : 0;
    const moves = { ArrowUp: up, ArrowDown: down };
    if (event.key in moves) mark(moves[event.key]);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && current >= 0) choose(options()[current]);
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", close);
  // The box keeps the focus, so that its list stays until the finger or the mouse is lifted.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => target.role === "option" && choose(target));

  Object.assign(input, { role: "combobox", ariaAutoComplete: "list", ariaExpanded: "false", autocomplete: "off" });
  input.setAttribute("aria-controls", id);
  input.parentElement.classList.add("has-suggestions");
  input.after(list, status);
}

document.querySelectorAll("[data-suggestions]").forEach(suggestIn);
