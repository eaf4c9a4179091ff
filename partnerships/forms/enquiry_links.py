"""The query string of a link that leads to the form for joining and asking."""

from typing import Any

from django import forms

from partnerships.forms.base import LineField
from partnerships.forms.enquiry_subject import EnquirySubject
from partnerships.forms.query_strings import EntryField, QueryStringForm
from partnerships.models import BridgeOrganisation, LocalAuthority, Partnership
from partnerships.vocabulary import EnquiryTopic


class EnquiryLinkForm(QueryStringForm):
    """The query string of a link to the form. What makes no sense in it is left out, and told."""

    reasons = {
        **QueryStringForm.reasons,
        "authority": "it is not one of the local authorities",
        "topic": "it is not one of the things you can do here",
        "named": "it is too long",
        "organisation": "it is too long",
    }

    page = None  # type: ignore[assignment]  # so Django takes a field away
    partnership = EntryField(Partnership.objects.published())
    authority = EntryField(LocalAuthority.objects.all())
    bridge = EntryField(BridgeOrganisation.objects.all())
    topic = forms.ChoiceField(choices=EnquiryTopic, required=False)
    # Of an organisation, which has no key here.
    named = LineField(required=False, max_length=160)
    # Who asks: the school whose partnership was looked for.
    organisation = LineField(required=False, max_length=160)

    @property
    def subject(self) -> EnquirySubject:
        """What the link says the enquiry is about."""
        kind, row = self._named
        return EnquirySubject(**{kind: row}) if row else EnquirySubject()

    @property
    def answers(self) -> dict[str, str]:
        """What the link answers already."""
        kind, row = self._named
        subject = {"about": f"{kind}:{row.slug}", "place": row.name} if row else {}
        if named := self.cleaned_data.get("named"):
            subject = {"place": named, "organisation": named}
        if organisation := self.cleaned_data.get("organisation"):
            subject["organisation"] = organisation
        return subject | {"topic": self.cleaned_data.get("topic", "")}

    @property
    def _named(self) -> tuple[str, Any]:
        """The first of what it names, and what kind of thing that is; None if it names nothing."""
        rows = {kind: self.cleaned_data.get(kind) for kind in ("partnership", "authority", "bridge")}
        return next(((kind, row) for kind, row in rows.items() if row), ("", None))
