"""The resource library: documents and links that help partnerships."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from partnerships.dates.known_days import validate_known_year
from partnerships.models.editorial import Editorial, EditorialQuerySet
from partnerships.models.publishable import Sourced
from partnerships.models.versions import Versions
from partnerships.vocabulary import DocumentType, ResourceKind, ResourceSection


class Resource(Editorial, Sourced):
    """A document or a link, never both. `size` is in bytes; `document` has a name nobody can guess."""

    description = models.TextField(blank=True, help_text="Public. What it is and who it helps.")
    section = models.CharField(max_length=10, choices=ResourceSection)
    kind = models.CharField(max_length=20, choices=ResourceKind)
    url = models.URLField("link", max_length=400, blank=True)
    document = models.FileField(
        upload_to="documents/",
        max_length=160,
        blank=True,
        help_text="PDF, Word (.docx), Excel (.xlsx) or OpenDocument text (.odt), up to 20 MB.",
    )
    document_type = models.CharField(max_length=5, choices=DocumentType, blank=True, editable=False)
    size = models.PositiveIntegerField(null=True, blank=True, editable=False)
    year = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[validate_known_year],
        help_text="The year it is of, if that is known.",
    )

    page = "partnerships:resource-detail"
    objects = EditorialQuerySet.as_manager()
    versions = Versions(m2m_fields=["priorities"])

    class Meta(Editorial.Meta):
        ordering = ["title"]
        constraints = [
            *Editorial.Meta.constraints,
            models.CheckConstraint(
                condition=Q(url="") & ~Q(document="") | ~Q(url="") & Q(document=""),
                name="resource_is_a_link_or_a_document",
                violation_error_message="Give a link or a document, and not both.",
            ),
            models.CheckConstraint(
                condition=Q(document="", document_type="", size__isnull=True)
                | ~Q(document="") & ~Q(document_type="") & Q(size__isnull=False),
                name="document_has_its_type_and_size",
            ),
        ]

    def get_download_url(self) -> str:
        """Return the address of its document."""
        return reverse("partnerships:resource-document", args=[self.slug])

    @property
    def address(self) -> str:
        """Where the document or web page itself is."""
        return self.get_download_url() if self.is_document else self.url

    @property
    def is_document(self) -> bool:
        """Whether it is a document kept here, not a link."""
        return bool(self.document)
