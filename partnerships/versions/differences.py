"""What differs between two moments of an entry, field by field, in the words of its form."""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Field, Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from partnerships.dates.partial_dates import PartialDateField, in_words
from partnerships.versions.histories import Content, History
from partnerships.versions.kinds import VersionedPart, columns, many_to_many_fields, parts_of
from partnerships.versions.names import NOT_YOURS, Names
from partnerships.versions.states import RowState

# Above this many words two texts are shown whole: to find what is alike would take too long.
MAX_WORDS_COMPARED = 3000
BETWEEN_ITEMS = "; "
# Regular expressions of the pieces two texts are compared by.
BY_WORDS, BY_ITEMS, WHOLE = r"\S+\s*|\s+", rf".+?(?:{BETWEEN_ITEMS}|$)", r"(?s:.+)"


@dataclass(frozen=True)
class Difference:
    """One thing that differs: its `label`, and both sides as text; "" where there is nothing.

    `part` is the part that differs, with its key; None for the entry's own fields. `pieces` is what is compared: words,
    items of a list, or the whole.
    """

    label: str
    old: str
    new: str
    part: tuple[VersionedPart, int] | None = None
    pieces: str = BY_WORDS

    @property
    def before(self) -> SafeString:
        """The older side as HTML, with what went in <del>."""
        return marked(self.old, self.new, self.pieces)[0]

    @property
    def after(self) -> SafeString:
        """The newer side as HTML, with what came in <ins>."""
        return marked(self.old, self.new, self.pieces)[1]


def differences_between(model: type[Model], older: Content, newer: Content, viewer: User | None) -> list[Difference]:
    """Return what differs between two contents of an entry of `model`.

    Rows that `viewer` may not see are not named.
    """
    return list(compared(model, older, newer, Names.in_contents(model, [older, newer], viewer)))


def changes_by_revision(history: History, revisions: Iterable[int], viewer: User | None) -> dict[int, list[Difference]]:
    """Return, by its key, what each of the `revisions` (keys) of a history changed. All names are read at once.

    Rows that `viewer` may not see are not named.
    """
    pairs = {key: (history.at(history.before(key)), history.at(key)) for key in revisions}
    names = Names.in_contents(history.model, [content for pair in pairs.values() for content in pair], viewer)
    return {key: list(compared(history.model, *pair, names)) for key, pair in pairs.items()}


def changing(history: History, revisions: Iterable[int]) -> set[int]:
    """Return which of the `revisions` (keys) of a history changed anything that staff edit."""
    names = _fields_of(history.model)

    def edited(content: Content) -> tuple[RowState, Any]:
        row = content.row or {}
        return {name: row.get(name) for name in names}, content.parts

    return {key for key in revisions if edited(history.at(history.before(key))) != edited(history.at(key))}


def compared(model: type[Model], older: Content, newer: Content, names: Names) -> Iterator[Difference]:
    """Yield what differs between two contents: the entry's own fields in their order, then part by part."""
    yield from _fields_compared(_fields_of(model), older.row or {}, newer.row or {}, names)
    for part in parts_of(model):
        yield from _parts_compared(part, older.parts.get(part, {}), newer.parts.get(part, {}), names)


def _parts_compared(
    part: VersionedPart, older: dict[int, RowState], newer: dict[int, RowState], names: Names
) -> Iterator[Difference]:
    fields = _fields_of(part.model)
    fields.pop(part.owner_key, None)
    # The title comes first.
    fields = {part.title: fields.pop(part.title)} | fields
    for key in sorted({*older, *newer}):
        before, after = older.get(key), newer.get(key)
        last = after or before
        if last is None or before == after:
            continue
        texts = {name: text_for(field, last[name], names) for name, field in fields.items()}
        title = texts.pop(part.title)
        if title == NOT_YOURS:
            continue
        heading = f"{part.label} “{title}”"
        if before and after:
            for change in _fields_compared(fields, before, after, names):
                yield replace(change, label=f"{heading}: {change.label.lower()}", part=(part, key))
        else:
            labelled = [f"{_label_of(fields[name])}: {text}" for name, text in texts.items() if text]
            text = "; ".join([title, *labelled])
            label, old, new = (f"{heading} added", "", text) if after else (f"{heading} removed", text, "")
            yield Difference(label, old, new, part=(part, key))


def _fields_compared(fields: dict[str, Field], before: RowState, after: RowState, names: Names) -> Iterator[Difference]:
    """Yield what differs in `fields`, given by their names in a state."""
    for name, field in fields.items():
        if before.get(name) != after.get(name):
            old, new = (text_for(field, state.get(name), names) for state in (before, after))
            if old != new:
                yield Difference(_label_of(field), old, new, pieces=_pieces(field))


def _fields_of(model: type[Model]) -> dict[str, Field]:
    """Return what staff edit and see, by its name in a state of `model`: no keys, nothing the site sets by itself."""
    shown = {field.attname: field for field in columns(model) if field.editable and not field.primary_key}
    return shown | {name: field for name, (field, _) in many_to_many_fields(model).items()}


def _label_of(field: Field) -> str:
    """Return what the form calls `field`."""
    return capfirst(str(field.verbose_name))


def text_for(field: Field, value: Any, names: Names) -> str:
    """Return in words the `value` that a state has for `field`; "" for none."""
    if value is None or value == "":
        return ""
    if field.related_model is None:
        return _plain_text(field, value)
    if field.many_to_many:
        return BETWEEN_ITEMS.join(sorted(names.of(field.related_model, key) for key in value))
    return names.of(field.related_model, value)


def _plain_text(field: Field, value: Any) -> str:
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.BooleanField):
        return "Yes" if value else "No"
    if isinstance(field, models.DateTimeField):
        return date_format(timezone.localtime(value), "j F Y, H:i")
    if isinstance(field, models.DateField):
        return date_format(value, "j F Y")
    return in_words(value) if isinstance(field, PartialDateField) else str(value)


def _pieces(field: Field) -> str:
    if field.many_to_many:
        return BY_ITEMS
    is_prose = isinstance(field, (models.CharField, models.TextField)) and not field.flatchoices
    return BY_WORDS if is_prose and not isinstance(field, (PartialDateField, models.URLField)) else WHOLE


def marked(old: str, new: str, pieces: str = BY_WORDS) -> tuple[SafeString, SafeString]:
    """Return both texts as HTML, piece by piece: what only the old has in <del>, what only the new has in <ins>."""
    before, after = re.findall(pieces, old), re.findall(pieces, new)
    if max(len(before), len(after)) > MAX_WORDS_COMPARED:
        before, after = [old], [new]
    matcher = difflib.SequenceMatcher(None, _without_ends(before), _without_ends(after), autojunk=False)
    old_html, new_html = [], []
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        gone, come = "".join(before[start:end]), "".join(after[new_start:new_end])
        old_html.append(conditional_escape(gone) if tag == "equal" else _mark("del", gone))
        new_html.append(conditional_escape(come) if tag == "equal" else _mark("ins", come))
    return mark_safe("".join(old_html)), mark_safe("".join(new_html))


def _without_ends(pieces: list[str]) -> list[str]:
    """Return `pieces` as they are compared: what separates them makes no difference."""
    return [piece.strip(f"{BETWEEN_ITEMS} \n\t\r") for piece in pieces]


def _mark(tag: str, text: str) -> SafeString:
    return format_html(f"<{tag}>{{}}</{tag}>", text) if text else SafeString("")
