"""What visitors ask of the finder, and of the lists of partnerships, local authorities and changes."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import slug_re

from partnerships import finder
from partnerships.finder.results import InEngland
from partnerships.forms.base import LineField, ProblemListForm
from partnerships.forms.list_answers import BY_NUMBER, ListAnswer
from partnerships.forms.query_strings import (
    MAX_POSTCODE_LENGTH,
    EntryField,
    QueryField,
    QueryStringForm,
)
from partnerships.models import LocalAuthority, Partnership, Region
from partnerships.publishing import public_changes
from partnerships.search import text_index
from partnerships.search.facets import DISTANCE, FACETS, RELEVANCE, SORTS, Facet
from partnerships.search.results import PartnershipResults
from partnerships.search.snapshot import keeping
from partnerships.search.snapshot.sets import Snapshot


@dataclass(frozen=True)
class ChosenFilter:
    """Something that narrows the list, and the query string of the list without it."""

    label: str
    query_string_without: str


@dataclass(frozen=True)
class WayOut:
    """What to take away when nothing is found, the query string without it, and how many there are then."""

    label: str
    query_string: str
    count: int


class FacetField(forms.MultipleChoiceField):
    """The chosen values of a facet. Those it does not know are left out, not refused.

    It belongs to one form, for which `known` has those that were understood, each with what it is called today.
    """

    known: dict[str, str]

    def __init__(self, *, facet: Facet, form: "PartnershipSearchForm", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.facet, self.form = facet, form

    def clean(self, value: Any) -> list[str]:
        """Return what the values that are known are called today, each once, in the same order for any they come in."""
        given = [slug for slug in self.to_python(value) if slug_re.match(slug)]
        today = self.form.snapshot.options[self.facet.name] if given else {}
        self.known = {slug: slug for slug in given if slug in today}
        if others := [slug for slug in given if slug not in today]:
            self.known |= self.facet.known(others)
        return sorted(set(self.known.values()))


class PartnershipSearchForm(QueryStringForm):
    """Everything the list of partnerships can be asked, made from the facets and orders of `search`.

    Nonsense never empties the list: it is left out, and `messages` says so.
    """

    reasons = {
        **QueryStringForm.reasons,
        "near": "it is not one postcode in England whose place we know",
        "sort": "it is not an order the list can have",
        **{facet.name: f"it is not one of the {facet.plural}" for facet in FACETS},
    }

    q = QueryField(label="Name, place, postcode or theme")
    near = LineField(label="Nearest to a postcode", required=False, max_length=MAX_POSTCODE_LENGTH)

    @cached_property
    def snapshot(self) -> Snapshot:
        """The public content that the query is about."""
        return keeping.current()

    def more_fields(self) -> dict[str, forms.Field]:
        """Return a field for each facet, and the order of the list last."""
        facets = {facet.name: FacetField(facet=facet, form=self, label=facet.label, required=False) for facet in FACETS}
        choices = [(name, label) for name, (label, _) in SORTS.items()]
        return {**facets, "sort": forms.ChoiceField(label="Sort by", choices=choices, required=False)}

    def clean_near(self) -> InEngland | None:
        """Return the postcode, or its beginning, with its point. Raises ValidationError for no place in England."""
        if not self.cleaned_data["near"]:
            return None
        if meaning := _postcode(self.cleaned_data["near"]):
            return meaning
        raise ValidationError("It is not a postcode in England.", code="no_place")

    @property
    def meant(self) -> str:
        """The query string of the list near to the postcode that was typed as all the words, "" if none was."""
        has_digit = any(sign.isdigit() for sign in self.query)
        meaning = _postcode(self.query) if has_digit else None
        # Words beside it, and slips, are searched for.
        is_all = meaning and _without_spaces(str(meaning)) == _without_spaces(self.query)
        return self.query_string(q="", near=meaning) if is_all else ""

    def ignored_values(self, name: str) -> list[str]:
        """Return the values given for the field `name` that were left out."""
        field = self.fields[name]
        if isinstance(field, FacetField):
            return [value for value in self.data.getlist(name) if value and value not in field.known]
        return super().ignored_values(name)

    @property
    def renamed(self) -> dict[str, list[str]]:
        """The slugs that what was chosen has today, by name of field, where it was asked for by others."""
        facets = {name: field.known for name, field in self.fields.items() if isinstance(field, FacetField)}
        return {name: sorted({*known.values()}) for name, known in facets.items() if {*known} != {*known.values()}}

    @cached_property
    def results(self) -> PartnershipResults:
        """What the understood part of the query finds."""
        chosen = {facet.name: self.cleaned_data[facet.name] for facet in FACETS}
        point = self.near_postcode.point if self.near_postcode else None
        return PartnershipResults(self.query, chosen, self.order, point, self.snapshot)

    @property
    def query(self) -> str:
        """The words to search for, "" when there are none or they make no sense."""
        return self.cleaned_data.get("q", "")

    @property
    def near_postcode(self) -> InEngland | None:
        """The postcode that the list is to be near to; None when there is none or it makes no sense."""
        return self.cleaned_data.get("near")

    @property
    def usual_order(self) -> str:
        """The order when none is asked for: the nearest first to a postcode, the best match for words, else by name."""
        if self.near_postcode:
            return DISTANCE
        return RELEVANCE if self.query else "name"

    @property
    def order(self) -> str:
        """The order of the list: the one asked for, if it makes sense with what else is asked, else the usual one."""
        order = self.cleaned_data.get("sort")
        return order if order in self._possible_orders() else self.usual_order

    @property
    def orders(self) -> list[tuple[str, str, bool]]:
        """The orders that can be asked for now, as (value, label, whether it is this one).

        The usual one has no value, so that another query, or none, is answered in the order usual for that.
        """
        return [
            ("" if name == self.usual_order else name, label, name == self.order)
            for name, label in self._possible_orders().items()
        ]

    def _possible_orders(self) -> dict[str, str]:
        """Return the labels of the orders that make sense with what else is asked."""
        senseless = {DISTANCE: not self.near_postcode, RELEVANCE: not self.query}
        return {name: label for name, (label, _) in SORTS.items() if not senseless.get(name)}

    @property
    def answer(self) -> ListAnswer:
        """What the understood part of the query finds, in its order."""
        results, order = self.results, SORTS[self.order][1]
        return ListAnswer(results.partnerships, order, is_private="near" in self.data, matches=results.matches)

    @property
    def messages(self) -> list[str]:
        """What was left out of the query and why, in sentences."""
        too_many = len(text_index.query_tokens(self.query, limit=None)) > text_index.MAX_QUERY_TOKENS
        return self.ignored + ([f"We looked for the first {text_index.MAX_QUERY_TOKENS} words."] if too_many else [])

    @cached_property
    def chosen_filters(self) -> list[ChosenFilter]:
        """The words, the postcode and every chosen value, each with the query string that takes it away."""
        filters = [ChosenFilter(f"“{self.query}”", self.query_string(q=""))] if self.query else []
        if self.near_postcode:
            filters.append(ChosenFilter(f"Nearest to {self.near_postcode}", self.query_string(near="")))
        for counted in self.results.facets:
            for value in counted.chosen:
                others = [other.value for other in counted.chosen if other != value]
                label = f"{counted.facet.label}: {value.label}"
                filters.append(ChosenFilter(label, self.query_string(**{counted.facet.name: others})))
        return filters

    @property
    def number_chosen(self) -> int:
        """How many values of facets are chosen."""
        return sum(len(counted.chosen) for counted in self.results.facets)

    @property
    def ways_out(self) -> list[WayOut]:
        """What to take away from a query that finds nothing, where that helps: the words, or all values of a facet."""
        labels = {"q": self.query} if self.query else {}
        for counted in self.results.facets:
            if counted.chosen:
                values = " or ".join(value.label for value in counted.chosen)
                labels[counted.facet.name] = f"{counted.facet.label}: {values}"
        ways = [
            WayOut(label, self.query_string(**{name: ""}), self.results.count_without(name))
            for name, label in labels.items()
        ]
        return [way for way in ways if way.count]

    @property
    def suggestion(self) -> WayOut | None:
        """Words like the ones typed that do find something, for a query that finds nothing.

        The other choices are kept if that still finds something, else they are taken away too.
        """
        query = text_index.suggest(Partnership.objects.published().formed(), self.query) if self.query else ""
        if not query:
            return None
        if count := replace(self.results, query=query).count:
            return WayOut(query, self.query_string(q=query), count)
        return WayOut(query, urlencode({"q": query}), replace(self.results, query=query, chosen={}).count)


def _without_spaces(text: str) -> str:
    return "".join(text.split()).upper()


def _postcode(text: str) -> InEngland | None:
    """Return the postcode, or its beginning, that `text` is; None if it is none in England whose place we know."""
    meaning = finder.resolve(text, sources=())
    return meaning if isinstance(meaning, InEngland) and meaning.point and not meaning.is_widened else None


class FindForm(ProblemListForm):
    """Takes any text that names a place."""

    q = LineField(
        label="A postcode, school, town, council or partnership",
        help_text="For example, LS1 3AB, Whitby or the name of your school",
        error_messages={"required": "Enter a postcode, or the name of a school, town, council or partnership"},
    )


class AuthorityListForm(QueryStringForm):
    """Filters local authorities by region, and by whether a partnership works in them."""

    reasons = QueryStringForm.reasons | {"covered": "it is neither “yes”, “part” nor “no”"}

    region = EntryField(Region.objects.all())
    covered = forms.ChoiceField(choices=[("yes", "Yes"), ("part", "In part only"), ("no", "No")], required=False)

    @property
    def answer(self) -> ListAnswer:
        """Those that fit the valid filters; the others are ignored."""
        authorities, chosen = LocalAuthority.objects.all(), self.cleaned_data
        if chosen.get("covered"):
            narrow = {"yes": authorities.covered, "part": authorities.covered_in_part, "no": authorities.uncovered}
            authorities = narrow[chosen["covered"]]()
        if chosen.get("region"):
            authorities = authorities.filter(region=chosen["region"])
        return ListAnswer(authorities, BY_NUMBER)


class ChangeListForm(QueryStringForm):
    """The query string of the list of changes."""

    reasons = QueryStringForm.reasons | {"since": "it is not a day such as 2026-11-24"}

    region = EntryField(Region.objects.all())
    partnership = EntryField(Partnership.objects.published())
    since = forms.DateField(required=False, input_formats=["%Y-%m-%d"])

    @property
    def answer(self) -> ListAnswer:
        """The changes that the understood part of the query finds, the latest first."""
        chosen = self.cleaned_data
        rows = public_changes.log_of(chosen["region"]) if chosen.get("region") else public_changes.log()
        if chosen.get("partnership"):
            rows = rows.filter(partnership=chosen["partnership"])
        if chosen.get("since"):
            rows = rows.filter(on__gte=chosen["since"])
        return ListAnswer(rows, (("on", True), ("pk", True)))

    @property
    def about(self) -> str:
        """The names of the partnership and the region the list is narrowed to, or ""."""
        chosen = [self.cleaned_data.get("partnership"), self.cleaned_data.get("region")]
        return ", ".join(entry.name for entry in chosen if entry)
