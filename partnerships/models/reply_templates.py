"""Texts that staff answer enquiries with again and again."""

from typing import Self

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q

from partnerships.models.bridges import BridgeOrganisation
from partnerships.models.enquiries import Enquiry
from partnerships.models.rights import bridges_of, editable_rows

NAMED_ALREADY = "There is a template of that name already"


class ReplyTemplateQuerySet(models.QuerySet["ReplyTemplate"]):
    def editable_by(self, user: User) -> Self:
        """Return those of `user`'s own Bridge Organisations; every one for national staff."""
        return editable_rows(self, user, lambda: Q(bridge__in=bridges_of(user)))

    def offered_for(self, enquiry: Enquiry) -> Self:
        """Return those of the desk `enquiry` lies on, and the national ones, by name."""
        return self.filter(Q(bridge=None) | Q(bridge=enquiry.desk_id)).order_by("name", "pk")


class ReplyTemplate(models.Model):
    """A reply to be used again, with placeholders (enquiries/placeholders.py), by one desk or by every one."""

    bridge = models.ForeignKey(
        BridgeOrganisation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="reply_templates",
        verbose_name="Bridge Organisation",
        help_text="Whose desk uses it. National ones, without a Bridge Organisation, every desk may use.",
    )
    name = models.CharField(max_length=80, help_text="What colleagues select it by. Enquirers never see it.")
    text = models.TextField()

    objects = ReplyTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bridge", "name"], name="reply_template_named_once", violation_error_message=NAMED_ALREADY
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(bridge=None),
                name="national_reply_template_named_once",
                violation_error_message=NAMED_ALREADY,
            ),
        ]

    def __str__(self) -> str:
        return self.name
