"""What somebody else saved while a form was open: seen before anything is written over it.

A form carries a token of what it was opened with. When that is not so any more, what only the other changed is taken
over into what was sent, and what both changed is shown.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import CheckboxInput, Field, FileField
from django.http import QueryDict
from django.utils.crypto import salted_hmac
from django.utils.datastructures import MultiValueDict
from django.utils.text import capfirst

from partnerships import versions
from partnerships.models import Revision
from partnerships.versions.differences import compared, words_for
from partnerships.versions.histories import Content, History, now
from partnerships.versions.kinds import columns, lists
from partnerships.versions.names import Names

SALT = "partnerships.meanwhile"


@dataclass(frozen=True)
class ConflictRow:
    """A line of what is shown: a field as it was opened, as it is now, and as this person has it."""

    label: str
    opened: str
    now: str
    yours: str
    is_both: bool


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
    def has_both(self) -> str:
        """What this person and others changed, each in their way."""
        return ", ".join(row.label for row in self.rows if row.is_both)

    @property
    def labels(self) -> str:
        """What the others changed."""
        return ", ".join(row.label for row in self.rows)


def token(entry: Model, fields: dict[str, Field]) -> str:
    """Return what a form with `fields` carries: up to which version its entry was seen, and what versions leave out."""
    unkept = {name: _print(_value_now(entry, name)) for name in fields if not _is_kept(entry, name)}
    return signing.dumps([versions.latest_key(entry), unkept], salt=SALT)


def detect(entry: Model, fields: dict[str, Field], request, formsets: list[tuple]) -> Conflict | None:
    """Return what was saved since the form in `request` was opened; None when nothing was, or nothing is known of that.

    `formsets`: the prefix of each inline form, its part and its form class. The entry must be locked.
    """
    try:
        seen, unkept = signing.loads(request.POST.get("seen", ""), salt=SALT)
    except signing.BadSignature:
        return None
    if seen == versions.latest_key(entry) and all(_print(_value_now(entry, name)) == unkept[name] for name in unkept):
        return None
    return _Merging(entry, fields, request, seen, unkept).merged(formsets)


def _is_kept(entry: Model, name: str) -> bool:
    model = type(entry)
    return name in lists(model) or any(column.name == name for column in columns(model))


def _value_now(entry: Model, name: str):
    found = entry._meta.get_field(name)
    if found.many_to_many:
        return sorted(getattr(entry, name).order_by().values_list("pk", flat=True))
    return getattr(entry, found.attname)


def _print(value) -> str:
    """Return what stands for a value that must not be read in the page's source."""
    said = sorted(map(str, value)) if isinstance(value, (list, tuple, set)) else str(value)
    return salted_hmac(SALT, str(said)).hexdigest()[:16]


class _Merging:
    """One form that was sent, what its entry was when it was opened, and what it is now."""

    def __init__(self, entry, fields, request, seen: int, unkept: dict[str, str]):  # noqa: PLR0913 all of what was sent
        self.entry, self.fields, self.files, self.unkept = entry, fields, request.FILES, unkept
        self.data = request.POST.copy()
        self.history = History(type(entry), entry.pk)
        self.opened, self.now = self.history.at(seen), now(entry)
        self.names = Names.in_contents(self.history.kind, [self.opened, self.now], request.user)
        keys = [key for key in self.history.keys if key > seen]
        revisions = list(Revision.objects.filter(pk__in=keys).select_related("by"))
        self.result = Conflict(self.data, revisions)
        self.mine: set[tuple] = set()

    def merged(self, formsets) -> Conflict:
        """Take over what only others changed, and return all that was."""
        for name, form_field in self.fields.items():
            if not isinstance(form_field, FileField):
                self._merge_field(name, form_field)
        for prefix, part, form_fields in formsets:
            self._merge_part(prefix, part, form_fields)
        self._show_parts()
        return self.result

    def _merge_field(self, name: str, form_field: Field) -> None:
        is_now = _value_now(self.entry, name)
        sent = form_field.widget.value_from_datadict(self.data, self.files, name)
        if _is_kept(self.entry, name):
            was = (self.opened.row or {}).get(self._column(name))
            is_theirs = _plain(was) != _plain(is_now)
            is_mine = _has_changed(form_field, was, sent)
        else:
            was = ""
            is_theirs = name in self.unkept and _print(is_now) != self.unkept[name]
            is_mine = _print(sent or "") != self.unkept.get(name)
        is_both = is_mine and _has_changed(form_field, is_now, sent)
        if not is_theirs:
            return
        if not is_mine:
            _send(self.data, name, form_field, is_now)
        self.result.must_ask |= is_both
        words = [self._words(name, value) for value in (was, is_now)]
        yours = self._words(name, self._cleaned(form_field, sent)) if is_both else ""
        label = capfirst(form_field.label or name)
        self.result.rows.append(ConflictRow(label, *words, yours, is_both))

    def _column(self, name: str) -> str:
        return name if name in lists(type(self.entry)) else self.entry._meta.get_field(name).attname

    def _words(self, name: str, value) -> str:
        if not _is_kept(self.entry, name):
            return "" if isinstance(value, list) else str(value or "")
        model = self.entry._meta.get_field(name).related_model
        if model and value:
            keys = set(value) if isinstance(value, (list, set, frozenset)) else {value}
            return words_for(type(self.entry), self._column(name), value, Names({model: keys}))
        return words_for(type(self.entry), self._column(name), value, self.names)

    def _cleaned(self, form_field: Field, sent):
        """Return what was sent as a state holds it; as it was sent when it is not valid."""
        try:
            value = form_field.clean(sent)
        except ValidationError:
            return None if isinstance(sent, list) else sent
        if isinstance(value, Model):
            return value.pk
        return frozenset(value.values_list("pk", flat=True)) if hasattr(value, "values_list") else value

    def _merge_part(self, prefix: str, part, form_fields: dict[str, Field]) -> None:
        """Bring what was sent for the rows of a part in step with what others made of them."""
        opened, is_now = self.opened.parts[part], self.now.parts[part]
        kept, added = [], []
        for number, sent in enumerate(_forms_sent(self.data, prefix)):
            key = int(sent["id"]) if sent.get("id", "").isdecimal() else None
            if number >= _initial(self.data, prefix) or key is None or key not in opened:
                added.append(sent)
                continue
            is_mine = {
                name for name, one in form_fields.items() if self._is_changed(part, one, sent, name, opened[key])
            }
            if is_mine:
                self.mine.add((part, key))
            if key in is_now:
                for name in form_fields.keys() - is_mine:
                    column = part.model._meta.get_field(name).attname
                    if opened[key][column] != is_now[key][column]:
                        _send(sent, name, form_fields[name], is_now[key][column])
                kept.append(sent)
            elif is_mine and "DELETE" not in sent:
                # Taken away by the other, changed by this person: it comes again as a new one.
                del sent["id"]
                added.append(sent)
        _put_back(self.data, prefix, kept, added)

    def _is_changed(self, part, form_field, sent, name, state) -> bool:
        value = form_field.widget.value_from_datadict(sent, MultiValueDict(), name)
        return _has_changed(form_field, state[part.model._meta.get_field(name).attname], value)

    def _show_parts(self) -> None:
        before = Content(None, self.opened.parts)
        for change in compared(self.history.kind, before, Content(None, self.now.parts), self.names):
            is_both = change.part in self.mine
            yours = "As you entered it, below" if is_both else ""
            self.result.rows.append(ConflictRow(change.label, change.old, change.new, yours, is_both))
            self.result.must_ask = True


def _plain(value):
    return sorted(value) if isinstance(value, (set, frozenset)) else value


def _has_changed(form_field: Field, was, sent) -> bool:
    # A box sends its lines with two characters between them, whatever it was given.
    was, sent = (one.replace("\r\n", "\n") if isinstance(one, str) else one for one in (was, sent))
    return form_field.has_changed(_plain(was), sent)


def _send(data: MultiValueDict, name: str, form_field: Field, value) -> None:
    """Put `value` into what was sent, as the field's box would have sent it."""
    prepared = form_field.prepare_value(_plain(value))
    if isinstance(form_field.widget, CheckboxInput):
        data.pop(name, None)
        if prepared:
            data[name] = "on"
        return
    shown = prepared if isinstance(prepared, (list, tuple)) else form_field.widget.format_value(prepared)
    values = [str(one) for one in shown] if isinstance(shown, (list, tuple)) else ["" if shown is None else str(shown)]
    data.setlist(name, values)


def _initial(data: QueryDict, prefix: str) -> int:
    number = data.get(f"{prefix}-INITIAL_FORMS", "")
    return int(number) if number.isdecimal() else 0


def _forms_sent(data: QueryDict, prefix: str) -> Iterator[MultiValueDict]:
    """Give what was sent for each row of an inline form, by the names of its fields."""
    number = data.get(f"{prefix}-TOTAL_FORMS", "")
    for position in range(min(int(number), 1000) if number.isdecimal() else 0):
        start = f"{prefix}-{position}-"
        yield MultiValueDict({key[len(start) :]: data.getlist(key) for key in data if key.startswith(start)})


def _put_back(data: QueryDict, prefix: str, kept: list, added: list) -> None:
    """Send the rows of an inline form anew: those there are, then those to be added."""
    total = data.get(f"{prefix}-TOTAL_FORMS")
    if total is None:
        return
    for key in list(data):
        if re.match(rf"{re.escape(prefix)}-\d+-", key):
            del data[key]
    for position, sent in enumerate([*kept, *added]):
        for name, values in sent.lists():
            data.setlist(f"{prefix}-{position}-{name}", values)
    data[f"{prefix}-INITIAL_FORMS"], data[f"{prefix}-TOTAL_FORMS"] = str(len(kept)), str(len(kept) + len(added))
