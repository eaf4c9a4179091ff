"""Councils that change: what hangs on local authorities that end, and what would come of it.

Whatever refers to an authority is found by the references themselves, so that a new one is moved too. What was typed by
nobody stays: past versions, and figures under the code and year they were reckoned for. `council_moves` carries it out.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import SET_NULL, Count, ForeignKey, ManyToOneRel, Model
from simple_history.models import HistoricalChanges

from partnerships.models import BridgeOrganisation, CouncilSuccession, LocalAuthority, Partnership, PartnershipPart
from partnerships.text.sentences import listed


class CannotChange(Exception):
    """The change is not made, and nothing was; the message says why, and what to do."""


@dataclass
class CouncilChange:
    """That `predecessors` are followed by one local authority, called `name`: what would move to it.

    `successor` is that authority, if it is here already. `split` are those of `predecessors` that others follow too, by
    their codes: nothing moves from these. `refused` says in a sentence why nothing is moved at all, if so. `moved`
    counts by model what hangs on those that are `whole`, each row once, on however many of them. `parts` are the
    partnerships that do not work in all of the successor, with those of the predecessors that they work in all of.
    `widened` tells in sentences what is said of some predecessors only, and would be said of all of the successor.
    """

    name: str
    on: datetime.date
    predecessors: list[LocalAuthority]
    successions: list[CouncilSuccession]
    successor: LocalAuthority | None = None
    split: frozenset[str] = frozenset()
    refused: str = ""
    moved: dict[type[Model], int] = field(default_factory=dict)
    parts: list[tuple[Partnership, list[LocalAuthority]]] = field(default_factory=list)
    widened: list[str] = field(default_factory=list)

    @property
    def whole(self) -> list[LocalAuthority]:
        """Those of `predecessors` all of which becomes part of the successor."""
        return [authority for authority in self.predecessors if authority.gss_code not in self.split]

    @property
    def bridges(self) -> list[BridgeOrganisation]:
        """The Bridge Organisations of whose territories it is, by name."""
        found = {authority.bridge for authority in self.predecessors}
        return sorted(found, key=lambda bridge: bridge.name)


def references() -> list[ForeignKey[Any, Any]]:
    """Return every foreign key to a local authority, but for those of stored versions and of past councils."""
    relations = LocalAuthority._meta.get_fields(include_hidden=True)
    fields = [each.field for each in relations if isinstance(each, ManyToOneRel) and isinstance(each.field, ForeignKey)]
    past = HistoricalChanges | CouncilSuccession
    return [field for field in fields if not issubclass(field.model, past) and not _is_of_versions(field.model)]


def _is_of_versions(model: type[Model]) -> bool:
    """Whether it joins stored versions: such a table is made at run time, and refers to the version it is of."""
    related = [field.related_model for field in model._meta.concrete_fields]
    return any(isinstance(each, type) and issubclass(each, HistoricalChanges) for each in related)


def due(today: datetime.date) -> list[CouncilChange]:
    """Return the changes whose day has come, what each would move, and why some are refused."""
    by_name: dict[str, list[CouncilSuccession]] = defaultdict(list)
    for succession in CouncilSuccession.objects.due(today):
        by_name[succession.successor_name].append(succession)
    return [_planned(name, successions) for name, successions in by_name.items()]


def _planned(name: str, successions: list[CouncilSuccession]) -> CouncilChange:
    codes = {succession.gss_code for succession in successions}
    predecessors = list(LocalAuthority.objects.filter(gss_code__in=codes).select_related("region", "bridge"))
    successor = LocalAuthority.objects.filter(name=name).exclude(gss_code__in=codes).first()
    on = max(succession.on for succession in successions)
    split = CouncilSuccession.objects.split().filter(gss_code__in=codes).values_list("gss_code", flat=True)
    change = CouncilChange(name, on, predecessors, successions, successor, frozenset(split))
    hanging: dict[type[Model], set[int]] = defaultdict(set)
    for reference in references():
        hanging[kind_of(reference.model)] |= _keys(reference, change.whole)
        change.widened += _widened(reference, change)
    change.moved = {model: len(keys) for model, keys in hanging.items() if keys}
    change.parts = list(_in_parts(change))
    change.refused = _refusal(change)
    return change


def _refusal(change: CouncilChange) -> str:
    codes = {succession.gss_code for succession in change.successions}
    for authority in change.predecessors:
        if authority.gss_code in change.split and (hanging := _hanging_on(authority)):
            followers = CouncilSuccession.objects.filter(gss_code=authority.gss_code).values_list("successor_name")
            names = listed(sorted(name for (name,) in followers))
            return (
                f"{authority.name} is split: {names} follow it, and nobody can tell from here what lies in which. "
                f"Enter the new authorities in the back office and give each of these its own: {hanging}. "
                f"Then run this again."
            )
    missing = sorted(codes - {authority.gss_code for authority in change.predecessors})
    if missing and not change.successor:
        return f"There is no local authority with the code {listed(missing)}, and none called {change.name}."
    regions = sorted({authority.region.name for authority in change.predecessors})
    if len(regions) > 1:
        return f"Those that {change.name} follows lie in several regions: {listed(regions)}."
    return ""


def _hanging_on(authority: LocalAuthority) -> str:
    """Return what cannot be without `authority`, as "partnerships (2) and programmes (1)", or "".

    A school or an enquiry can: it goes without until it is known in which of several it lies.
    """
    kept = [each for each in references() if each.remote_field.on_delete is not SET_NULL]
    numbers = {kind_of(each.model)._meta.verbose_name_plural: len(_keys(each, [authority])) for each in kept}
    return listed(f"{called} ({number})" for called, number in sorted(numbers.items()) if number)


def _rows(reference: ForeignKey[Any, Any], authorities: Sequence[LocalAuthority]) -> Any:
    return reference.model._base_manager.filter(**{f"{reference.name}__in": authorities})


def _keys(reference: ForeignKey[Any, Any], authorities: Sequence[LocalAuthority]) -> set[int]:
    """Return the keys of what refers to `authorities`; of what a table of pairs joins to them, where it is one."""
    model = reference.model
    key = _joined(model).attname if model._meta.auto_created else "pk"
    return set(_rows(reference, authorities).values_list(key, flat=True))


def kind_of(model: type[Model]) -> type[Model]:
    """Return `model`, or of a table of pairs what it joins to local authorities."""
    return _joined(model).related_model if model._meta.auto_created else model


def _joined(model: type[Model]) -> Any:
    """Return the field of a table of pairs that leads to what is joined to a local authority."""
    [other] = [
        each for each in model._meta.concrete_fields if each.is_relation and each.related_model is not LocalAuthority
    ]
    return other


def _widened(reference: ForeignKey[Any, Any], change: CouncilChange) -> Iterator[str]:
    """Yield what a table of pairs says of some of the predecessors only; partnerships have parts for that."""
    if not reference.model._meta.auto_created or reference.model is Partnership.authorities.through:
        return
    owner = _joined(reference.model)
    numbers = _rows(reference, change.whole).order_by().values_list(owner.name).annotate(number=Count("pk"))
    some = [key for key, number in numbers if number < len(change.predecessors)]
    for row in owner.related_model._base_manager.filter(pk__in=some).order_by("pk"):
        yield f"{row._meta.verbose_name} “{row}”"


def _in_parts(change: CouncilChange) -> Iterator[tuple[Partnership, list[LocalAuthority]]]:
    """Yield the partnerships that will work in a part of the successor only; what parts tell already is left out."""
    there: dict[int, list[LocalAuthority]] = defaultdict(list)
    by_key = {authority.pk: authority for authority in change.whole}
    links = Partnership.authorities.through.objects.filter(localauthority__in=by_key)
    for partnership, authority in links.order_by("localauthority__name").values_list("partnership", "localauthority"):
        there[partnership].append(by_key[authority])
    before = [*change.predecessors, *filter(None, [change.successor])]
    parts = set(PartnershipPart.objects.filter(authority__in=before).values_list("partnership", "authority"))
    in_successor = set(change.successor.partnerships.values_list("pk", flat=True)) if change.successor else set()
    rows = Partnership.objects.in_bulk(there)
    for key, authorities in there.items():
        whole = [authority for authority in authorities if (key, authority.pk) not in parts]
        is_everywhere = len(whole) == len(change.predecessors)
        if change.successor:
            is_everywhere &= key in in_successor and (key, change.successor.pk) not in parts
        if not is_everywhere:
            yield rows[key], whole
