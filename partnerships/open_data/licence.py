"""Under which terms the data are published, and what whoever uses them must say."""

from django.conf import settings

from partnerships.schools.register import ATTRIBUTION

NAME = "CC-BY-4.0"
TITLE = "Creative Commons Attribution 4.0 International"
URL = "https://creativecommons.org/licenses/by/4.0/"
# Who else must be named, because places and outlines come from them.
OTHERS = (
    ATTRIBUTION,
    "Contains OS data © Crown copyright and database right.",
    "Contains Royal Mail data © Royal Mail copyright and database right.",
    "English Indices of Deprivation: Ministry of Housing, Communities and Local Government, licensed under the Open "
    "Government Licence v3.0.",
    "Source: Office for National Statistics licensed under the Open Government Licence v3.0.",
)


def attribution() -> str:
    """Return what to write beside anything made from the data."""
    return f"{settings.SITE_NAME}, {settings.SITE_URL}, {TITLE}. {' '.join(OTHERS)}"
