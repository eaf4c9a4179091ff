"""What differs between two moments of an entry, field by field, in the words of its form."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.db.models import Field, Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from partnerships.dates.partial_dates import PartialDateField, in_words
from partnerships.models import Revision
from partnerships.versions.histories import Content, History
from partnerships.versions.kinds import VersionedKind, VersionedPart, columns, lists
from partnerships.versions.names import NOT_YOURS, Names
from partnerships.versions.states import RowState

# Above this many words two texts are shown whole: to find what is alike would take too long.
MAX_WORDS_COMPARED = 3000
EMPTY = ""
BETWEEN_ITEMS = "; "
BY_WORDS, BY_ITEMS, WHOLE = r"\S+\s*|\s+", rf".+?(?:{BETWEEN_ITEMS}|$)", r"(?s:.+)"


@dataclass(frozen=True)
class Difference:
    """One thing that differs: its `label`, and both sides as text, or as HTML with what went and what came marked.

    `field` is the entry's own field; a part has none, but its `part` and key. `pieces` is what is compared: words,
    items of a list, or the whole.
    """

    label: str
    old: str
    new: str
    field: str = ""
    part: tuple[VersionedPart, int] | None = None
    pieces: str = BY_WORDS

    @property
    def before(self) -> SafeString:
        """The older side, with what went in <del>."""
        return self._sides[0]

    @property
    def after(self) -> SafeString:
        """The newer side, with what came in <ins>."""
        return self._sides[1]

    @property
    def _sides(self):
        return marked(self.old, self.new, self.pieces)


def differences(entry: Model, older: Revision | None, newer: Revision, viewer=None) -> list[Difference]:
    """Return what differs in `entry` between two of its revisions; `older` None is before it was kept at all.

    Rows that `viewer` may not see are not named.
    """
    history = History(type(entry), entry.pk)
    return differences_between(history.kind, history.at(older and older.pk), history.at(newer.pk), viewer)


def differences_between(kind: VersionedKind, older: Content, newer: Content, viewer=None) -> list[Difference]:
    """Return what differs between two contents of an entry of `kind`."""
    return list(compared(kind, older, newer, Names.in_contents(kind, [older, newer], viewer)))


def changes_by_revision(history: History, revisions: list[int], viewer=None) -> dict[int, list[Difference]]:
    """Return what each of the `revisions` of a history changed. All names are read at once."""
    pairs = {key: (history.at(history.before(key)), history.at(key)) for key in revisions}
    names = Names.in_contents(history.kind, [content for pair in pairs.values() for content in pair], viewer)
    return {key: list(compared(history.kind, *pair, names)) for key, pair in pairs.items()}


def compared(kind: VersionedKind, older: Content, newer: Content, names: Names) -> Iterator[Difference]:
    """Give what differs between two contents: the entry's own fields in their order, then part by part."""
    old, new = older.row or {}, newer.row or {}
    for name in fields_of(kind.model):
        if old.get(name) != new.get(name):
            words = [words_for(kind.model, name, row.get(name), names) for row in (old, new)]
            if words[0] != words[1]:
                field = field_name(kind.model, name)
                yield Difference(label_of(kind.model, name), *words, field, pieces=_pieces(kind.model, name))
    for part in kind.parts:
        yield from _parts_compared(part, older.parts.get(part, {}), newer.parts.get(part, {}), names)


def _parts_compared(part: VersionedPart, old: dict, new: dict, names: Names) -> Iterator[Difference]:
    shown = [name for name in fields_of(part.model) if name not in {part.owner_key, _title(part)}]
    for key in sorted({*old, *new}):
        before, after = old.get(key), new.get(key)
        if before == after:
            continue
        title = words_for(part.model, _title(part), (after or before)[_title(part)], names)
        if title == NOT_YOURS:
            continue
        what = f"{part.label} “{title}”"
        if before and after:
            for name in [_title(part), *shown]:
                words = [words_for(part.model, name, row[name], names) for row in (before, after)]
                if words[0] != words[1]:
                    label, pieces = f"{what}: {label_of(part.model, name).lower()}", _pieces(part.model, name)
                    yield Difference(label, *words, part=(part, key), pieces=pieces)
        else:
            words = _all_of(part, shown, after or before, names)
            act = "added" if after else "removed"
            yield Difference(f"{what} {act}", *((EMPTY, words) if after else (words, EMPTY)), part=(part, key))


def _all_of(part: VersionedPart, shown: list[str], state: RowState, names: Names) -> str:
    said = ((label_of(part.model, name), words_for(part.model, name, state[name], names)) for name in shown)
    title = words_for(part.model, _title(part), state[_title(part)], names)
    return "; ".join([title, *(f"{label}: {words}" for label, words in said if words)])


def _title(part: VersionedPart) -> str:
    return part.model._meta.get_field(part.title).attname


def fields_of(model: type[Model]) -> list[str]:
    """Return the names in a state of `model` that staff edit and see: no keys, nothing the site sets by itself."""
    shown = [field.attname for field in columns(model) if field.editable and not field.primary_key]
    return [*shown, *lists(model)]


def field_name(model: type[Model], name: str) -> str:
    """Return the name of the field whose column `name` is: "bridge" for "bridge_id"."""
    return name if name in lists(model) else _field(model, name).name


def label_of(model: type[Model], name: str) -> str:
    """Return what the form calls it."""
    return capfirst(str(_field(model, name).verbose_name))


def words_for(model: type[Model], name: str, value, names: Names) -> str:
    """Return a value of a state in words; "" for none."""
    field = _field(model, name)
    if name in lists(model):
        return BETWEEN_ITEMS.join(sorted(names.of(field.related_model, key) for key in value or ()))
    if value is None or value == "":
        return EMPTY
    if field.is_relation:
        return names.of(field.related_model, value)
    return _plain_words(field, value)


def _plain_words(field: Field, value) -> str:
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.BooleanField):
        return "Yes" if value else "No"
    if isinstance(field, models.DateTimeField):
        return date_format(timezone.localtime(value), "j F Y, H:i")
    if isinstance(field, models.DateField):
        return date_format(value, "j F Y")
    return in_words(value) if isinstance(field, PartialDateField) else str(value)


def _field(model: type[Model], name: str) -> Field:
    if name in lists(model):
        return lists(model)[name][0]
    return next(field for field in columns(model) if field.attname == name)


def _pieces(model: type[Model], name: str) -> str:
    if name in lists(model):
        return BY_ITEMS
    field = _field(model, name)
    is_prose = isinstance(field, (models.CharField, models.TextField)) and not field.flatchoices
    return BY_WORDS if is_prose and not isinstance(field, (PartialDateField, models.URLField)) else WHOLE


def marked(old: str, new: str, pieces: str = BY_WORDS) -> tuple[SafeString, SafeString]:
    """Return both texts as HTML, piece by piece: what only the old has in <del>, what only the new has in <ins>."""
    before, after = (re.findall(pieces, text) for text in (old, new))
    if max(len(before), len(after)) > MAX_WORDS_COMPARED:
        before, after = [old], [new]
    alike = ([piece.strip(f"{BETWEEN_ITEMS} \n\t\r") for piece in one] for one in (before, after))
    sides: tuple[list, list] = ([], [])
    for act, i1, i2, j1, j2 in difflib.SequenceMatcher(None, *alike, autojunk=False).get_opcodes():
        words = "".join(before[i1:i2]), "".join(after[j1:j2])
        for side, text, tag in zip(sides, words, ("del", "ins"), strict=True):
            side.append(conditional_escape(text) if act == "equal" else _mark(tag, text))
    return tuple(format_html_join("", "{}", ((piece,) for piece in side)) for side in sides)


def _mark(tag: str, text: str) -> SafeString:
    return format_html(f"<{tag}>{{}}</{tag}>", text) if text else SafeString("")
