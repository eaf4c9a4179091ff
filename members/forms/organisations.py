"""What visitors search the list of members for."""

from functools import cached_property

from members.organisations import slots
from members.organisations.open_data import MEMBERS
from members.organisations.search import OrganisationResults
from partnerships.forms.list_answers import ListAnswer
from partnerships.forms.lists import QUERY_SCHEMA, SLUG_SCHEMA, Parameter, PublicList
from partnerships.forms.query_strings import EntryField, QueryField, QueryStringForm
from partnerships.models import Region, Sector


class OrganisationSearchForm(QueryStringForm):
    reasons = QueryStringForm.reasons | {"sector": "it is not one of the sectors"}

    q = QueryField(label="Name, place or partnership")
    sector = EntryField(Sector.objects.all())
    region = EntryField(Region.objects.all())

    @cached_property
    def results(self) -> OrganisationResults:
        """What the understood part of the query finds."""
        cleaned, now = self.cleaned_data, slots.kept.current()
        return OrganisationResults(cleaned.get("q", ""), cleaned.get("sector"), cleaned.get("region"), now)

    @property
    def is_filtered(self) -> bool:
        """Whether anything narrows the list."""
        return any(self.cleaned_data.get(name) for name in ("q", "sector", "region"))


def _answer(form: OrganisationSearchForm) -> ListAnswer:
    order = (("relevance", False), ("name", False), ("pk", False))
    return ListAnswer(form.results.organisations, order, matches=form.results.matches)


MEMBER_LIST = PublicList(
    MEMBERS,
    OrganisationSearchForm,
    _answer,
    "members:organisation-list",
    (
        Parameter("q", "Words in its name, place, sector or partnerships.", QUERY_SCHEMA),
        Parameter("sector", "The slug of a sector.", SLUG_SCHEMA),
        Parameter("region", "The slug of a region in which it takes part in a partnership.", SLUG_SCHEMA),
    ),
)
