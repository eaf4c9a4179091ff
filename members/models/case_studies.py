"""Which member organisations took part in what a case study tells."""

from typing import Self

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Exists, OuterRef

from members.models.organisations import MemberOrganisation
from partnerships.models import CaseStudy
from partnerships.models.versions import Versions


class CaseStudyMemberQuerySet(models.QuerySet["CaseStudyMember"]):
    def editable_by(self, user: User) -> Self:
        """Return those of the case studies `user` may work with in the back office."""
        return self.filter(case_study__in=CaseStudy.objects.editable_by(user).order_by().values("pk"))

    def with_organisations(self) -> Self:
        """Return each with its organisation, and whether the public can see that, in `is_public`."""
        public = MemberOrganisation.objects.public().filter(pk=OuterRef("organisation"))
        return self.select_related("organisation").annotate(is_public=Exists(public))


class CaseStudyMember(models.Model):
    """That a member organisation took part in what a case study tells."""

    case_study = models.ForeignKey(CaseStudy, models.CASCADE, related_name="members")
    organisation = models.ForeignKey(MemberOrganisation, models.CASCADE, related_name="case_studies")

    objects = CaseStudyMemberQuerySet.as_manager()
    versions = Versions()

    class Meta:
        ordering = ["organisation__name"]
        constraints = [
            models.UniqueConstraint(fields=["case_study", "organisation"], name="one_part_in_a_case_study_each")
        ]

    def __str__(self) -> str:
        return str(self.organisation)
