"""What is asked of the page that gives frames away, and of oEmbed, by which programs ask for them."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import Resolver404, ResolverMatch, get_script_prefix, resolve

from partnerships.forms.query_strings import EntryField, QueryStringForm
from partnerships.models import Partnership, Region
from partnerships.open_data.embeds import LIGHT, THEMES

MAX_URL_LENGTH = 2000


class ThemeForm(QueryStringForm):
    """In which colours a frame is shown; as the device of each visitor is set if nothing is chosen."""

    reasons = QueryStringForm.reasons | {"theme": "it is not light, dark or device"}
    unstated = ""

    theme = forms.ChoiceField(choices=list(THEMES.items()), required=False)

    @property
    def chosen_theme(self) -> str:
        return self.cleaned_data.get("theme") or self.unstated


class EmbedForm(ThemeForm):
    """Whose card or map somebody wants, that of England if nothing is chosen; in light colours, as most sites are."""

    unstated = LIGHT

    partnership = EntryField(Partnership.objects.published())
    region = EntryField(Region.objects.all())

    @property
    def chosen(self) -> Partnership | Region | None:
        return self.cleaned_data.get("partnership") or self.cleaned_data.get("region")

    @property
    def themes(self) -> list[tuple[str, str, bool]]:
        """The label of each theme, the query string that chooses it, and whether it is chosen."""
        return [
            (label, self.query_string(theme="" if theme == self.unstated else theme), theme == self.chosen_theme)
            for theme, label in THEMES.items()
        ]


class OembedForm(forms.Form):
    """The query string of a request by oembed.com: `url` is cleaned to what it leads to here.

    What a consumer adds that the specification does not know is passed over, as it says.
    """

    url = forms.CharField(max_length=MAX_URL_LENGTH)
    format = forms.CharField(required=False)
    maxwidth = forms.IntegerField(min_value=1, required=False)
    maxheight = forms.IntegerField(min_value=1, required=False)

    def clean_url(self) -> ResolverMatch:
        """Return what the address leads to. Raises ValidationError if it is none of this site."""
        scheme, _, rest = self.cleaned_data["url"].partition("://")
        host, slash, path = rest.partition("#")[0].partition("?")[0].partition("/")
        below = f"{slash}{path.rstrip('/')}/".removeprefix(get_script_prefix())
        if scheme not in {"http", "https"} or host.lower() != settings.SITE_URL.partition("://")[2]:
            raise ValidationError("No page of this site.")
        try:
            return resolve(f"/{below}")
        except Resolver404:
            raise ValidationError("No page of this site.") from None
