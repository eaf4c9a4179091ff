"""Two people write one working copy: the second to save sees what the first made of it, as of an entry that is public.

A field is compared by itself, the rows of a part together.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.forms import CheckboxInput, Field, FileField
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.text import capfirst

from partnerships.forms.edit_conflicts import Conflict, ConflictRow
from partnerships.models import Revision, WorkingCopy
from partnerships.text.sentences import listed

AS_ENTERED = "As you entered it, below"
THEIRS, AS_OPENED = "As they have it", "As you opened it"


def merged(
    copy: WorkingCopy, opened: Mapping[str, list[str]], sent: QueryDict, fields: dict[str, Field], parts: dict[str, str]
) -> Conflict:
    """Return what was saved in `copy` since somebody had it `opened`, with that in what they have `sent`.

    `fields` are those of the form and `parts` the labels of its inline forms, by their prefixes.
    """
    data, now = sent.copy(), copy.content["data"]
    result = Conflict(data, revisions=[Revision(by=copy.saved_by, at=copy.saved_at)])
    for name, field in fields.items():
        if name in copy.content["fields"] and not isinstance(field, FileField):
            _merge_field(result, name, field, opened, now)
    for prefix, label in parts.items():
        _merge_part(result, prefix, label, opened, now)
    return result


def _merge_field(
    result: Conflict, name: str, field: Field, opened: Mapping[str, list[str]], now: Mapping[str, list[str]]
) -> None:
    sent = result.data
    before, theirs, mine = (value_in(field, name, values) for values in (opened, now, dict(sent.lists())))
    if theirs in (before, mine):
        return
    is_both = mine != before
    if not is_both:
        sent.pop(name, None)
        if name in now:
            sent.setlist(name, now[name])
    result.must_ask |= is_both
    label = str(capfirst(field.label or name))
    texts = [_text(field, value) for value in (before, theirs, mine)]
    result.rows.append(ConflictRow(label, texts[0], texts[1], texts[2] if is_both else "", is_both))


def _merge_part(
    result: Conflict, prefix: str, label: str, opened: Mapping[str, list[str]], now: Mapping[str, list[str]]
) -> None:
    sent = result.data
    before, theirs, mine = (rows_in(prefix, values) for values in (opened, now, dict(sent.lists())))
    if theirs in (before, mine):
        return
    is_both = mine != before
    if not is_both:
        for name in [name for name in sent if name.startswith(f"{prefix}-")]:
            del sent[name]
        for name, values in now.items():
            if name.startswith(f"{prefix}-"):
                sent.setlist(name, values)
    # Rows are not seen to be right by their names, so somebody looks.
    result.must_ask = True
    result.rows.append(ConflictRow(label, AS_OPENED, THEIRS, AS_ENTERED if is_both else "", is_both))


def value_in(field: Field, name: str, values: Mapping[str, list[str]]) -> Any:
    """Return what stands for a field in `values`, without what browsers send otherwise: line ends, and the order."""
    data: MultiValueDict[str, str] = MultiValueDict({key: list(each) for key, each in values.items() if each})
    value = field.widget.value_from_datadict(data, MultiValueDict(), name)
    if isinstance(field.widget, CheckboxInput):
        return bool(value)
    if isinstance(value, list):
        return sorted(map(str, value))
    return str(value or "").replace("\r\n", "\n").strip()


def rows_in(prefix: str, values: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return what is filled in of the rows of a part."""
    sent = {
        name: each
        for name, each in values.items()
        if name.startswith(f"{prefix}-") and any(each) and not _is_unticked(name, each)
    }
    return {
        name: [value.replace("\r\n", "\n") for value in each]
        for name, each in sent.items()
        # Browsers also send the row of which new ones are made.
        if not name.endswith(("_NUM_FORMS", "_FORMS")) and "-__prefix__-" not in name
    }


def _is_unticked(name: str, values: list[str]) -> bool:
    """Whether it says of a row that it is not to be taken away, which browsers leave unsaid."""
    return name.endswith(f"-{DELETION_FIELD_NAME}") and values[-1].lower() == "false"


def _text(field: Field, value: Any) -> str:
    """Return `value` in the words of the form."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    try:
        clean = field.clean(value)
    except ValidationError:
        return listed(value) if isinstance(value, list) else str(value)
    if isinstance(clean, QuerySet):
        return listed(clean)
    if isinstance(clean, Model):
        return str(clean)
    choices = getattr(field, "choices", None)
    return str(dict(choices).get(value, value)) if choices else str(value)
