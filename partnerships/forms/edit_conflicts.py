"""What somebody else saved while a form was open: seen before anything is written over it.

A form carries a token of what it was opened with. When that is not so any more, what only the other changed is taken
over into what was sent, and what both changed is shown.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Field as ModelField
from django.db.models import Model
from django.forms import CheckboxInput, Field, FileField
from django.http import QueryDict
from django.utils.crypto import salted_hmac
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from partnerships import versions
from partnerships.models import Revision
from partnerships.signed_links import NotOurLink, SignedToken
from partnerships.versions.differences import compared, marked, text_for
from partnerships.versions.histories import Content, History, now
from partnerships.versions.kinds import VersionedPart, column_of, columns, many_to_many_fields
from partnerships.versions.names import Names
from partnerships.versions.states import RowState

OPENED = SignedToken(salt="partnerships.meanwhile")


class InlineForms(NamedTuple):
    """The forms for the rows of one part of an entry: what their names begin with, the part, and their fields."""

    prefix: str
    part: VersionedPart
    fields: dict[str, Field]


@dataclass(frozen=True)
class SentForm:
    """A form for `entry` as `by` sent it: its fields, its inline forms for parts of the entry, the data and files."""

    entry: Model
    fields: dict[str, Field]
    inlines: list[InlineForms]
    data: QueryDict
    files: MultiValueDict[str, UploadedFile]
    by: User


@dataclass(frozen=True)
class ConflictRow:
    """A field that others changed: as it was opened, as it is now, and as this person has it when both changed it."""

    label: str
    opened: str
    now: str
    yours: str
    is_both: bool

    @property
    def now_marked(self) -> SafeString:
        """What it is now as HTML, with what came in since it was opened in <ins>."""
        return marked(self.opened, self.now)[1]

    @property
    def yours_marked(self) -> SafeString:
        """What this person has as HTML, with what they put in in <ins>."""
        return marked(self.opened, self.yours)[1]


@dataclass
class Conflict:
    """What others saved since a form was opened: `rows`, the `revisions`, and the form's `data` with theirs in it.

    `must_ask`: both changed the same, or a part was changed, so the person decides.
    """

    data: QueryDict
    revisions: list[Revision] = field(default_factory=list)
    rows: list[ConflictRow] = field(default_factory=list)
    must_ask: bool = False

    @property
    def labels(self) -> str:
        """The labels of what the others changed, with commas between them."""
        return ", ".join(row.label for row in self.rows)

    @property
    def labels_of_both(self) -> str:
        """The labels of what this person and others changed, each in their way; "" when there is nothing."""
        return ", ".join(row.label for row in self.rows if row.is_both)


def token(entry: Model, fields: dict[str, Field], seen: int | None = None) -> str:
    """Return what a form with `fields` carries: up to which version its entry was seen, and what versions leave out.

    `seen` is the key of that version's revision, if it is not the latest.
    """
    unkept = {name: _fingerprint(value_now(entry, name)) for name in fields if not is_kept(entry, name)}
    return OPENED.token([versions.latest_key(entry) if seen is None else seen, unkept])


def detect(sent: SentForm) -> Conflict | None:
    """Return what others saved since the form was opened; None when nothing was, or the form carries no token of ours.

    The entry must be locked.
    """
    try:
        seen, unkept = OPENED.read(sent.data.get("seen", ""))
    except NotOurLink:
        return None
    is_same = all(_fingerprint(value_now(sent.entry, name)) == unkept[name] for name in unkept)
    if is_same and seen == versions.latest_key(sent.entry):
        return None
    return _Merging(sent, seen, unkept).merged(sent)


def is_kept(entry: Model, name: str) -> bool:
    """Whether versions of `entry` keep its field `name`."""
    model = type(entry)
    return name in many_to_many_fields(model) or any(column.name == name for column in columns(model))


def value_now(entry: Model, name: str) -> Any:
    """Return the field's value as the form gets it: keys for what refers to other rows."""
    if entry._meta.get_field(name).many_to_many:
        return sorted(getattr(entry, name).order_by().values_list("pk", flat=True))
    return getattr(entry, column_of(type(entry), name))


def _fingerprint(value: Any) -> str:
    """Return what stands for a value that must not be read in the page's source."""
    text = str(sorted(map(str, value))) if isinstance(value, (list, tuple, set)) else str(value)
    return salted_hmac(OPENED.salt, text, algorithm="sha1").hexdigest()[:16]


class _Merging:
    """One form that was sent, what its entry was when it was opened, and what it is now."""

    def __init__(self, sent: SentForm, seen: int, unkept: dict[str, str]):
        self.entry, self.files, self.unkept = sent.entry, sent.files, unkept
        self.model: type[Model] = type(sent.entry)
        history = History(self.model, self.entry.pk)
        self.opened, self.now = history.at(seen), now(self.entry)
        self.names = Names.in_contents(self.model, [self.opened, self.now], sent.by)
        saved_since = Revision.objects.filter(pk__in=[key for key in history.keys if key > seen])
        self.data = sent.data.copy()
        self.result = Conflict(self.data, list(saved_since.select_related("by")))
        self.mine: set[tuple[VersionedPart, int]] = set()

    def merged(self, sent: SentForm) -> Conflict:
        """Take over what only others changed, and return all that was."""
        for name, form_field in sent.fields.items():
            if not isinstance(form_field, FileField):
                self._merge_field(name, form_field)
        for inline in sent.inlines:
            self._merge_part(inline)
        self._show_parts()
        return self.result

    def _merge_field(self, name: str, form_field: Field) -> None:
        present = value_now(self.entry, name)
        sent = form_field.widget.value_from_datadict(self.data, self.files, name)
        if is_kept(self.entry, name):
            opened = (self.opened.row or {}).get(column_of(self.model, name))
            is_theirs = _plain(opened) != _plain(present)
            is_mine = _has_changed(form_field, opened, sent)
        else:
            opened = ""
            is_theirs = name in self.unkept and _fingerprint(present) != self.unkept[name]
            is_mine = _fingerprint(sent or "") != self.unkept.get(name)
        is_both = is_mine and _has_changed(form_field, present, sent)
        if not is_theirs:
            return
        if not is_mine:
            send(self.data, name, form_field, present)
        self.result.must_ask |= is_both
        yours = self._text(name, self._cleaned(form_field, sent)) if is_both else ""
        label = str(capfirst(form_field.label or name))
        self.result.rows.append(ConflictRow(label, self._text(name, opened), self._text(name, present), yours, is_both))

    def _text(self, name: str, value: Any) -> str:
        if not is_kept(self.entry, name):
            return "" if isinstance(value, list) else str(value or "")
        names, field = self.names, cast(ModelField, self.entry._meta.get_field(name))
        if field.related_model and value:
            # What was sent may refer to rows that neither content does.
            names = Names({field.related_model: set(value) if isinstance(value, (list, set, frozenset)) else {value}})
        return text_for(field, value, names)

    def _cleaned(self, form_field: Field, sent: Any) -> Any:
        """Return what was sent as a state holds it; as it was sent when it is not valid."""
        try:
            value = form_field.clean(sent)
        except ValidationError:
            return None if isinstance(sent, list) else sent
        if isinstance(value, Model):
            return value.pk
        return frozenset(value.values_list("pk", flat=True)) if hasattr(value, "values_list") else value

    def _merge_part(self, inline: InlineForms) -> None:
        """Bring what was sent for the rows of a part in step with what others made of them."""
        opened, present = self.opened.parts[inline.part], self.now.parts[inline.part]
        initial_count = _number(self.data.get(f"{inline.prefix}-INITIAL_FORMS"))
        kept, added = [], []
        for position, sent in enumerate(_forms_sent(self.data, inline.prefix)):
            key = _number(sent.get("id"))
            if position >= initial_count or key not in opened:
                added.append(sent)
                continue
            mine = {name for name in inline.fields if self._is_changed(inline, name, sent, opened[key])}
            if mine:
                self.mine.add((inline.part, key))
            if key in present:
                for name in inline.fields.keys() - mine:
                    column = column_of(inline.part.model, name)
                    if opened[key][column] != present[key][column]:
                        send(sent, name, inline.fields[name], present[key][column])
                kept.append(sent)
            elif mine and "DELETE" not in sent:
                # Taken away by the other, changed by this person: it comes again as a new one.
                del sent["id"]
                added.append(sent)
        _renumber(self.data, inline.prefix, kept, added)

    def _is_changed(self, inline: InlineForms, name: str, sent: MultiValueDict[str, str], opened: RowState) -> bool:
        form_field = inline.fields[name]
        value = form_field.widget.value_from_datadict(sent, MultiValueDict(), name)
        return _has_changed(form_field, opened[column_of(inline.part.model, name)], value)

    def _show_parts(self) -> None:
        before, after = Content(None, self.opened.parts), Content(None, self.now.parts)
        for change in compared(self.model, before, after, self.names):
            is_both = change.part in self.mine
            yours = "As you entered it, below" if is_both else ""
            self.result.rows.append(ConflictRow(change.label, change.old, change.new, yours, is_both))
            self.result.must_ask = True


def _plain(value: Any) -> Any:
    """Return `value` of a state as a form field takes it: a list of keys in place of a set."""
    return sorted(value) if isinstance(value, (set, frozenset)) else value


def _has_changed(form_field: Field, opened: Any, sent: Any) -> bool:
    # A text area sends its lines with two characters between them, whatever it was given.
    opened, sent = (value.replace("\r\n", "\n") if isinstance(value, str) else value for value in (opened, sent))
    return form_field.has_changed(_plain(opened), sent)


def send(data: MultiValueDict[str, str], name: str, form_field: Field, value: Any) -> None:
    """Put `value` into what was sent, as the field's widget would have sent it."""
    prepared = form_field.prepare_value(_plain(value))
    if isinstance(form_field.widget, CheckboxInput):
        data.pop(name, None)
        if prepared:
            data[name] = "on"
        return
    shown = prepared if isinstance(prepared, (list, tuple)) else form_field.widget.format_value(prepared)
    values = shown if isinstance(shown, (list, tuple)) else ["" if shown is None else shown]
    data.setlist(name, [str(value) for value in values])


def _number(text: str | None) -> int:
    """Return the number that was sent, 0 if it is none."""
    return int(text) if text and text.isdecimal() else 0


def _forms_sent(data: QueryDict, prefix: str) -> Iterator[MultiValueDict[str, str]]:
    """Yield what was sent for each row of an inline form, by the names of its fields."""
    for position in range(min(_number(data.get(f"{prefix}-TOTAL_FORMS")), 1000)):
        start = f"{prefix}-{position}-"
        yield MultiValueDict({key[len(start) :]: data.getlist(key) for key in data if key.startswith(start)})


def _renumber(
    data: QueryDict, prefix: str, kept: list[MultiValueDict[str, str]], added: list[MultiValueDict[str, str]]
) -> None:
    """Write what was sent for the rows of an inline form anew: those there are, then those to be added."""
    if f"{prefix}-TOTAL_FORMS" not in data:
        return
    for key in list(data):
        if re.match(rf"{re.escape(prefix)}-\d+-", key):
            del data[key]
    for position, sent in enumerate([*kept, *added]):
        for name, values in sent.lists():
            data.setlist(f"{prefix}-{position}-{name}", values)
    data[f"{prefix}-INITIAL_FORMS"], data[f"{prefix}-TOTAL_FORMS"] = str(len(kept)), str(len(kept) + len(added))
