"""The public lists as they can be taken away: what each holds, what it can be asked, and in what order it comes.

The pages' own forms read the query string, so that a sheet, a feed or the interface for programs holds what the list
on the page does. Another app registers lists of its own in its AppConfig.ready().
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any

from django.http import QueryDict

from partnerships.forms.cold_spots import ORDER_LABELS, ColdSpotForm
from partnerships.forms.editorial import PAST, form_of
from partnerships.forms.list_answers import ListAnswer
from partnerships.forms.query_strings import MAX_POSTCODE_LENGTH, MAX_QUERY_LENGTH, QueryStringForm
from partnerships.forms.search import AuthorityListForm, ChangeListForm, PartnershipSearchForm
from partnerships.open_data import RecordKind
from partnerships.open_data.directory_kinds import BRIDGES, PRIORITIES, PROGRAMMES, SECTORS, SUPPORT_OFFERS
from partnerships.open_data.need_kinds import COLD_SPOTS
from partnerships.open_data.partnership_kinds import CHANGES, PARTNERSHIPS, PROPOSED
from partnerships.open_data.place_kinds import AUTHORITIES, REGIONS
from partnerships.open_data.registry import listing_kinds
from partnerships.open_data.support_kinds import PRESENT_SUPPORT
from partnerships.published_kinds import table
from partnerships.published_kinds.table import Listing
from partnerships.search.facets import FACETS, SORTS, ColumnFacet, Facet
from partnerships.vocabulary import ResourceKind


@dataclass(frozen=True)
class Parameter:
    """Something a list can be asked: its name, what it means, and the JSON Schema of a value of it."""

    name: str
    description: str
    schema: dict[str, Any] = field(default_factory=lambda: {"type": "string"})
    is_repeated: bool = False


@dataclass(frozen=True)
class PublicList:
    """A list of records of `kind`, shown on the page called `url_name`, if on any.

    `form` reads the query string, `answer` returns what a form that has read one finds.
    """

    kind: RecordKind
    form: type[QueryStringForm]
    # Any: each list has a form of its own.
    answer: Callable[[Any], ListAnswer]
    url_name: str = ""
    parameters: tuple[Parameter, ...] = ()

    def ask(self, query: QueryDict) -> ListAnswer:
        """Return what `query` finds. Raises NotUnderstood, and AskedByOldName: see QueryStringForm.strictly."""
        form = self.form.strictly(query)
        return replace(self.answer(form), query_string=form.query_string(), is_canonical=form.is_canonical)


_of_others: list[PublicList] = []


def register(*lists: PublicList) -> None:
    """Offer `lists` of another app from now on, after those of this one."""
    _of_others.extend(lists)


def every_list() -> list[PublicList]:
    """Return all lists that are offered, in the order of their kinds."""
    return list(_one_by_one())


def list_called(name: str) -> PublicList | None:
    """Return the list of the kind called `name`, or None if none is offered."""
    return next((public_list for public_list in _one_by_one() if public_list.kind.name == name), None)


def _one_by_one() -> Iterator[PublicList]:
    """Yield all lists in their order, each made when it is asked for: most who look for one are after the first."""
    yield from LISTS
    yield from map(_of_listing, listing_kinds())
    yield from _of_others


def _of_listing(kind: RecordKind) -> PublicList:
    """Return the list of what is published, asked by the form of its page."""
    listing = table.listing_called(kind.name)
    form = form_of(listing)
    return PublicList(kind, form, lambda filled: filled.answer(listing), listing.page, _parameters(listing))


def _parameters(listing: Listing) -> tuple[Parameter, ...]:
    """Return what a listing can be asked: what the fields of its form are for."""
    fields = form_of(listing).base_fields
    words = [Parameter("q", f"{fields['q'].label}.", QUERY_SCHEMA)] if "q" in fields else []
    return (*words, *(parameter for parameter in _LISTING_PARAMETERS if parameter.name in fields))


def full_list(kind: RecordKind, url_name: str = "") -> PublicList:
    """Return the list of all records of `kind`, which can be asked nothing."""
    return PublicList(kind, QueryStringForm, lambda filled: ListAnswer(kind.rows()), url_name)


def enum_schema(values: Sequence[str]) -> dict[str, Any]:
    """Return the JSON Schema of a text that is one of `values`."""
    return {"type": "string", "enum": list(values)}


def _facet_parameter(facet: Facet) -> Parameter:
    """Return what the values of `facet` are, and that it can be given again."""
    values, schema = "a slug", SLUG_SCHEMA
    if isinstance(facet, ColumnFacet):
        known = [value for value, _, _ in facet.choices]
        values, schema = ", ".join(known), enum_schema(known)
    description = f"{facet.label}: {values}. Give it again for another: either will do."
    return Parameter(facet.name, description, schema, is_repeated=True)


def _sort_parameter(labels: Mapping[str, str]) -> Parameter:
    """Return in which orders a list can come: their `labels` by their names."""
    orders = "; ".join(f"{name}: {label.lower()}" for name, label in labels.items())
    return Parameter("sort", f"The order: {orders}.", enum_schema(list(labels)))


SLUG_SCHEMA: dict[str, Any] = {"type": "string", "pattern": "^[a-z0-9-]+$", "maxLength": 120}
QUERY_SCHEMA = {"type": "string", "maxLength": MAX_QUERY_LENGTH}
PARTNERSHIP_PARAMETERS = (
    Parameter("q", "Words in its names, places, members or themes.", QUERY_SCHEMA),
    Parameter(
        "near",
        "A postcode in England, or its beginning: the nearest come first, each with its distance.",
        {"type": "string", "maxLength": MAX_POSTCODE_LENGTH},
    ),
    *map(_facet_parameter, FACETS),
    _sort_parameter({name: label for name, (label, _) in SORTS.items()}),
)
_LISTING_PARAMETERS = (
    Parameter("kind", "What it is.", enum_schema(ResourceKind.values)),
    Parameter("when", f"{PAST}: those that are over, the latest first; else those to come.", enum_schema([PAST])),
    Parameter("region", "The slug of a region: of partnerships and Bridge Organisations there.", SLUG_SCHEMA),
    Parameter("bridge", "The slug of a Bridge Organisation: its own, and those of its partnerships.", SLUG_SCHEMA),
    Parameter("partnership", "The slug of a partnership.", SLUG_SCHEMA),
    Parameter("priority", "The slug of a strategic priority.", SLUG_SCHEMA),
)
REGION = Parameter("region", "The slug of a region.", SLUG_SCHEMA)
LISTS = (
    PublicList(
        PARTNERSHIPS,
        PartnershipSearchForm,
        attrgetter("answer"),
        "partnerships:partnership-list",
        PARTNERSHIP_PARAMETERS,
    ),
    full_list(PROPOSED, "partnerships:proposed-list"),
    full_list(REGIONS, "partnerships:region-list"),
    PublicList(
        AUTHORITIES,
        AuthorityListForm,
        attrgetter("answer"),
        "partnerships:authority-list",
        (REGION, Parameter("covered", "Whether a partnership works in it: yes, no.", enum_schema(["yes", "no"]))),
    ),
    PublicList(
        COLD_SPOTS,
        ColdSpotForm,
        attrgetter("answer"),
        "partnerships:cold-spots",
        (REGION, _sort_parameter(ORDER_LABELS)),
    ),
    full_list(PRIORITIES, "partnerships:priority-list"),
    full_list(SECTORS),
    full_list(BRIDGES, "partnerships:bridge-list"),
    full_list(PROGRAMMES, "partnerships:programme-list"),
    full_list(SUPPORT_OFFERS, "partnerships:support-list"),
    full_list(PRESENT_SUPPORT, "partnerships:support-today"),
    PublicList(
        CHANGES,
        ChangeListForm,
        attrgetter("answer"),
        "partnerships:change-list",
        (
            REGION,
            Parameter("partnership", "The slug of a partnership.", SLUG_SCHEMA),
            Parameter("since", "From which day on.", {"type": "string", "format": "date"}),
        ),
    ),
)
