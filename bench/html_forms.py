"""Forms on pages, read and sent as a browser would."""

from html.parser import HTMLParser


class _FormReader(HTMLParser):
    """Reads the fields of every form on a page, with the values that stand in them."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[list[tuple[str, str]]] = []
        self._select = self._text_area = ""
        self._options: list[tuple[str, bool]] = []
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "form":
            self.forms.append([])
        elif tag == "select":
            self._select, self._options, self._is_many = name, [], "multiple" in given
        elif tag == "option" and self._select:
            self._options.append((value, "selected" in given))
        elif tag == "textarea":
            self._text_area, self._text = name, ""
        elif tag == "input" and name and given.get("type") not in {"submit", "button", "file", "image", "reset"}:
            if given.get("type") not in {"checkbox", "radio"}:
                self._add(name, value)
            elif "checked" in given:
                self._add(name, value or "on")

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text_area:
            # A browser leaves out the line break that a text area begins with.
            self._add(self._text_area, self._text.removeprefix("\n"))
            self._text_area = ""
        elif tag == "select" and self._select:
            chosen = [value for value, is_chosen in self._options if is_chosen]
            if not chosen and self._options and not self._is_many:
                chosen = [self._options[0][0]]
            for value in chosen:
                self._add(self._select, value)
            self._select = ""

    def _add(self, name: str, value: str) -> None:
        if self.forms:
            self.forms[-1].append((name, value))


def form_with(page: str, field: str) -> list[tuple[str, str]]:
    """Return the names and values of the form on `page` that has a field called `field`. Raises LookupError."""
    reader = _FormReader()
    reader.feed(page)
    for form in reader.forms:
        if field in dict(form):
            return form
    raise LookupError(f"No form of the page has a field {field}.")


def filled_in(form: list[tuple[str, str]], **changes: str) -> tuple[tuple[str, str], ...]:
    """Return the form with some fields filled in otherwise, or added."""
    return (*((name, value) for name, value in form if name not in changes), *changes.items())
