"""Parts of local authorities, as values."""

from typing import NamedTuple

from partnerships.models.parts import part_in_words


class AreaPart(NamedTuple):
    """A part of the local authority `slug`: what it is told by, its postcode districts, its middle if it is known."""

    slug: str
    gss_code: str
    kind: str
    name: str
    districts: tuple[str, ...] = ()
    middle: tuple[int, int] | None = None

    def __str__(self) -> str:
        return part_in_words(self.kind, self.name)

    @property
    def codes(self) -> list[str]:
        """What its districts are called among outlines: "E06000065 YO11"."""
        return [f"{self.gss_code} {district}" for district in self.districts]
