"""What visitors ask of the list of members."""

from django import forms
from django.core.paginator import Page, Paginator

from members.organisation_search import Results, search
from partnerships.models import Region, Sector

WORDS_KEPT = 60


class OrganisationSearchForm(forms.Form):
    """The query string of the list. What makes no sense is left out and named in `ignored`; nothing is refused."""

    q = forms.CharField(label="Name, place or partnership", required=False, max_length=200)
    sector = forms.ModelChoiceField(Sector.objects.all(), to_field_name="slug", required=False)
    region = forms.ModelChoiceField(Region.objects.all(), to_field_name="slug", required=False)
    page = forms.IntegerField(min_value=1, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_valid()
        self.ignored = [self._ignored_words(name) for name in self.errors]

    def search(self) -> Results:
        """Return what the understood part of the query finds, and keep its counts for the choices shown."""
        chosen = self.cleaned_data
        self.results = search(chosen.get("q", ""), chosen.get("sector"), chosen.get("region"))
        return self.results

    def page_of(self, pages: Paginator) -> Page:
        """Return the page asked for; the first one when there is no such page, which is then named in `ignored`."""
        number = self.cleaned_data.get("page") or 1
        if number > pages.num_pages:
            self.ignored.append(f"There is no page {number}, so this is the first.")
            number = 1
        return pages.page(number)

    @property
    def is_filtered(self) -> bool:
        """Whether anything narrows the list."""
        return any(self.cleaned_data.get(name) for name in ("q", "sector", "region"))

    def _ignored_words(self, name: str) -> str:
        typed = self.data.get(name, "")
        shown = f"{typed[:WORDS_KEPT]}…" if len(typed) > WORDS_KEPT else typed
        reasons = {
            "q": "We cannot search for that: it is too long or has signs no name has",
            "sector": f"We ignored “{shown}”: it is not one of the sectors",
            "region": f"We ignored “{shown}”: it is not one of the regions",
            "page": f"We ignored “{shown}”: it is not a page number",
        }
        return f"{reasons[name]}."
