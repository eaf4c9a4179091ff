"""What pages of others may show in a frame: the card of a partnership, the map of a region and that of England."""

from dataclasses import dataclass, replace

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from partnerships.models import Partnership, Region
from partnerships.text.sentences import region_in_words

# Pixels. No frame is told to be wider than the first unless it is asked to be; a card holds all it has to say in the
# narrowest column there is.
WIDTH, CARD_HEIGHT, MAP_HEIGHT = 600, 400, 620
# In which colours a frame is shown. A page around it knows no better than we do what the visitor’s device is set to,
# and most pages are light whatever it is.
LIGHT, DEVICE = "light", "device"
THEMES = {LIGHT: "Light", "dark": "Dark", DEVICE: "As each visitor’s device is set"}
# Some systems let no style through, others no border.
_CODE = (
    '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" frameborder="0"'
    ' style="border:0;max-width:100%"></iframe>'
)


@dataclass(frozen=True)
class Embed:
    """Something to be shown in a frame: its `title`, its `path` here, that of the `page` it is about, its `height`.

    `picture` is the path of a picture of it, of the size of those that are shown when a page is shared.
    """

    title: str
    path: str
    page: str
    height: int
    picture: str = ""

    @property
    def url(self) -> str:
        """The whole address of the page it is about."""
        return f"{settings.SITE_URL}{self.page}"

    def in_theme(self, theme: str) -> "Embed":
        """Return the same in the colours of `theme`, one of THEMES."""
        return self if theme == DEVICE else replace(self, path=f"{self.path}?theme={theme}")

    def code(self, width: int = WIDTH, height: int | None = None) -> SafeString:
        """Return the frame as HTML, `width` and `height` pixels large, as high as it should be if that is not said.

        In a narrower column it is as wide as that.
        """
        return format_html(_CODE, f"{settings.SITE_URL}{self.path}", self.title, width, height or self.height)


def of_partnership(partnership: Partnership) -> Embed:
    """Return the card of `partnership`."""
    return Embed(
        partnership.name,
        reverse("partnerships:partnership-embed", args=[partnership.slug]),
        partnership.get_absolute_url(),
        CARD_HEIGHT,
        reverse("partnerships:partnership-picture", args=[partnership.slug]),
    )


def of_region(region: Region) -> Embed:
    """Return the map of `region`."""
    return Embed(
        f"Map of cultural education partnerships in {region_in_words(region.name)}",
        reverse("partnerships:region-map-embed", args=[region.slug]),
        region.get_absolute_url(),
        MAP_HEIGHT,
    )


def of_england() -> Embed:
    """Return the map of England."""
    return Embed(
        "Map of cultural education partnerships in England",
        reverse("partnerships:england-map-embed"),
        reverse("partnerships:map"),
        MAP_HEIGHT,
    )
