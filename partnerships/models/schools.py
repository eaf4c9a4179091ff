"""The official register of schools, as it was last loaded, and which edition of it that was."""

from django.db import models
from django.db.models import Q
from django.utils.formats import date_format

from partnerships.models.places import LocalAuthority
from partnerships.vocabulary import SchoolState

REGISTER_PAGES = "https://www.get-information-schools.service.gov.uk/Establishments/Establishment/Details/"
STANDING = {
    SchoolState.OPEN: "is open",
    SchoolState.PROPOSED: "is to open",
    SchoolState.CLOSED: "has closed",
    SchoolState.NOT_LISTED: "is no longer in the register",
}


class SchoolQuerySet(models.QuerySet["School"]):
    def open(self) -> "SchoolQuerySet":
        """Return those that teach today, as far as the register goes."""
        return self.filter(state=SchoolState.OPEN)

    def state_funded(self) -> "SchoolQuerySet":
        return self.filter(is_state_funded=True)


class School(models.Model):
    """A school by its unique reference number (URN), which no other ever gets. `manage.py import_schools` writes it.

    Nobody edits it here, and none is deleted: one that an edition no longer lists is marked so. Its local authority and
    its position, in metres on the British National Grid, are those of its postcode.
    """

    urn = models.PositiveIntegerField("URN", primary_key=True)
    name = models.CharField(max_length=150)
    former_name = models.CharField(max_length=150, blank=True, help_text="As an earlier edition called it.")
    town = models.CharField(max_length=60, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    authority = models.ForeignKey(LocalAuthority, models.SET_NULL, null=True, blank=True, related_name="schools")
    easting = models.PositiveIntegerField(null=True, blank=True)
    northing = models.PositiveIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=SchoolState, default=SchoolState.OPEN)
    closed_on = models.DateField(null=True, blank=True)
    phase = models.CharField(max_length=40, blank=True, help_text="As the register says it, blank if it does not.")
    is_state_funded = models.BooleanField(default=True)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        ordering = ["name", "town", "urn"]
        default_permissions = ("view",)
        indexes = [
            # Counted by authority, and found by name and postcode when a member is tied to one.
            models.Index(fields=["authority"], condition=Q(state="open", is_state_funded=True), name="school_counted"),
        ]

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.name, f"{self.town} {self.postcode}".strip()]))

    @property
    def is_open(self) -> bool:
        return self.state == SchoolState.OPEN

    @property
    def register_url(self) -> str:
        """Its page in the register, as anybody may see it."""
        return f"{REGISTER_PAGES}{self.urn}"

    @property
    def what_it_is(self) -> str:
        """Of which sort it is, as far as we know: "State-funded school (secondary)"."""
        funded = "State-funded" if self.is_state_funded else "Independent or non-maintained"
        return f"{funded} school ({self.phase.lower()})" if self.phase else f"{funded} school"

    @property
    def standing(self) -> str:
        """How it stands in the register, to go on after its name: "closed on 31 August 2026"."""
        if self.state == SchoolState.CLOSED:
            return f"closed on {date_format(self.closed_on, 'j F Y')}" if self.closed_on else "has closed"
        return STANDING[SchoolState(self.state)]


class SchoolEdition(models.Model):
    """An edition of the register of schools that was loaded, and whom to thank for it. The latest comes first."""

    name = models.CharField(max_length=120, help_text="As shown: Get Information about Schools, July 2025.")
    as_of = models.CharField(max_length=10, blank=True, help_text="The month or day it tells of: 2025-07.")
    source = models.CharField(max_length=200, help_text="The file it was read from.")
    fingerprint = models.CharField(max_length=100, help_text="The same for the same data.")
    attribution = models.TextField()
    rows = models.PositiveIntegerField()
    postcodes = models.CharField(max_length=120, blank=True, help_text="The list of postcodes that places are from.")
    imported_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.name
