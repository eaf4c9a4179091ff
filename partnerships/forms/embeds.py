"""What is asked of the page that gives frames away, and of oEmbed, by which programs ask for them."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import Resolver404, ResolverMatch, get_script_prefix, resolve

from partnerships.forms.query_strings import EntryField, QueryStringForm
from partnerships.models import Partnership, Region

MAX_URL_LENGTH = 2000


class EmbedForm(QueryStringForm):
    """Whose card or map somebody wants; that of England if nothing is chosen."""

    partnership = EntryField(Partnership.objects.published())
    region = EntryField(Region.objects.all())

    @property
    def chosen(self) -> Partnership | Region | None:
        return self.cleaned_data.get("partnership") or self.cleaned_data.get("region")


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
