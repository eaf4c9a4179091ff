"""The forms staff edit entries with: mistakes are shown beside their field, not as database errors.

What looks wrong in a partnership's entry is asked about before anything is saved.
"""

import re
from typing import Any

from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile

from partnerships.curation import entry_warnings
from partnerships.curation.entry_warnings import EditedEntry, EntryWarning, fingerprint
from partnerships.files import documents, unsaved
from partnerships.forms.rows import RowForm
from partnerships.models import CaseStudyPicture, LocalAuthority, Partnership
from partnerships.models.rights import sees_every_bridge
from partnerships.text.pasted import web_address
from partnerships.vocabulary import ResourceKind, ResourceSection, SupportAnswer

TWO_OWNERS = "Choose a partnership or a Bridge Organisation, not both"
NO_OWNER = "Choose whose it is: one of your partnerships, or your Bridge Organisation"
TWO_RUNNERS = "Choose a Bridge Organisation or name somebody else, not both"
NO_RUNNER = "Choose a Bridge Organisation, or name who else it is below"
NOT_YOUR_BRIDGE = "Choose your Bridge Organisation. National staff look after the national ones"
NO_ALTERNATIVE = "Enter what the picture shows, for people who do not see it"
# How Django names the address in a row of links.
_LINK_URL_FIELD = re.compile(r"links-(\d+)-url")


class EntryForm(RowForm):
    """A form that is not valid while something looks wrong and nobody has ticked that it is right.

    `warnings` holds what looks wrong, once is_valid() was called. `by` is who fills it in: a class of the form is made
    for each request.
    """

    by: User | None = None
    warnings: list[EntryWarning] = []

    def is_valid(self) -> bool:
        """Whether it can be saved: no mistakes, and no warning but those that were shown and acknowledged."""
        if not super().is_valid():
            return False
        links = self._new_links()
        visible = Partnership.objects.published()
        if self.by:
            visible |= Partnership.objects.editable_by(self.by)
        entry = EditedEntry(self.instance, self._authorities(), visible, links)
        self.warnings = entry_warnings.of_entry(entry, changed=[*self.changed_data, *(["links"] if links else [])])
        # "heeded" is what forms that are open in a browser send.
        acknowledged = self.data.get("heeded", "").split() if "save_anyway" in self.data else []
        return set(self.acknowledging.split()) <= set(acknowledged)

    @property
    def acknowledging(self) -> str:
        """What "save anyway" sends along: which warnings were shown."""
        return " ".join(fingerprint(warning) for warning in self.warnings)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What looks wrong, each with the id of the field to look at, "" when that is not the person's to change."""
        return [
            (warning.sentence, self[warning.field].auto_id if warning.field in self.fields else "")
            for warning in self.warnings
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for the words that stand for a logo where it cannot be seen, and for what goes with another stage."""
        super().clean()
        cleaned = self.cleaned_data
        for name, message in self.instance.left_of_stage(cleaned).items():
            self.add_error(name if name in self.fields else "stage", message)
        # "clear" is False, no change is None or the logo there is.
        if cleaned.get("logo") and not cleaned.get("logo_alt") and "logo_alt" not in self.errors:
            self.add_error("logo_alt", "Enter what the logo shows, for people who do not see it. Its words will do")
        elif cleaned.get("logo") is False:
            cleaned["logo_alt"] = ""
        elif cleaned.get("logo_alt") and not (cleaned.get("logo") or self.instance.logo) and "logo" not in self.errors:
            self.add_error("logo_alt", "There is no logo. Choose one, or empty this")
        return cleaned

    def _new_links(self) -> list[str]:
        """Return the addresses typed into the rows of links below the form that the entry does not have yet."""
        typed = {
            web_address(value)
            for name, value in self.data.items()
            if (row := _LINK_URL_FIELD.fullmatch(name)) and f"links-{row[1]}-DELETE" not in self.data
        }
        known = set(self.instance.links.values_list("url", flat=True)) if self.instance.pk and typed else set()
        return sorted(typed - known - {""})

    def _authorities(self) -> list[LocalAuthority]:
        if "authorities" in self.cleaned_data:
            return list(self.cleaned_data["authorities"].select_related("bridge"))
        return list(self.instance.authorities.select_related("bridge")) if self.instance.pk else []


class OwnedForm(RowForm):
    """A form of an item that belongs to a partnership, a Bridge Organisation or, for national staff, to neither.

    `by` is the user who fills it in: the admin makes a subclass of the form for each request and sets it there.
    `owners` are the two fields that say whose it is.
    """

    by: User | None = None
    owners = ("partnership", "bridge")

    def clean(self) -> dict[str, Any]:
        """Error if the owners are not right for the user."""
        super().clean()
        if self.owners[0] in self.fields and not set(self.owners) & set(self.errors):
            first, second = (bool(self.cleaned_data.get(name)) for name in self.owners)
            self.check_owners(first, second, is_national=bool(self.by and sees_every_bridge(self.by)))
        return self.cleaned_data

    def check_owners(self, first: bool, second: bool, *, is_national: bool) -> None:
        """Error if there are two owners, or none and the user is not national staff."""
        if first and second:
            self.add_error("bridge", TWO_OWNERS)
        elif not (first or second or is_national):
            self.add_error("partnership", NO_OWNER)


class ProgrammeForm(OwnedForm):
    """A form of something run by a Bridge Organisation or, for national staff, by a body that is named."""

    owners = ("bridge", "run_by")

    def check_owners(self, first: bool, second: bool, *, is_national: bool) -> None:
        """Error if nobody or two bodies run it, or the user may not add it."""
        if first and second:
            self.add_error(self.owners[1], TWO_RUNNERS)
        elif not first and not is_national:
            self.add_error("bridge", NOT_YOUR_BRIDGE)
        elif not first and not second:
            self.add_error("bridge", NO_RUNNER)


class SupportOfferForm(ProgrammeForm):
    owners = ("bridge", "provider")


class PresentSupportForm(RowForm):
    """A form of what is known of an organisation's support for partnerships in an area."""

    def clean(self) -> dict[str, Any]:
        """Error beside each field that does not go with the others: name and answer, places, planned dates."""
        super().clean()
        self._clean_area(self.cleaned_data)
        self._clean_dates(self.cleaned_data)
        name, answer = self.cleaned_data.get("name"), self.cleaned_data.get("answer")
        if answer == SupportAnswer.NOBODY and name:
            self.add_error("name", "Empty it where nobody was found, or choose another answer")
        elif answer and answer != SupportAnswer.NOBODY and not name and "name" not in self.errors:
            self.add_error("name", "Enter the organisation, or choose “Nobody found”")
        return self.cleaned_data

    def _clean_area(self, cleaned: dict[str, Any]) -> None:
        has_places = bool(cleaned.get("regions") or cleaned.get("authorities"))
        if cleaned.get("is_national") and has_places:
            self.add_error("is_national", "Choose all of England or some places, not both")
        elif not cleaned.get("is_national") and not has_places:
            self.add_error("regions", "Choose regions or local authorities, or tick “all of England”")

    def _clean_dates(self, cleaned: dict[str, Any]) -> None:
        for name in ("since", "until"):
            if cleaned.get(f"is_{name}_planned") and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, "Enter the date that is planned")
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "The end must not be before the beginning")


class CaseStudyForm(OwnedForm):
    def clean(self) -> dict[str, Any]:
        """Error if only one age is given, or they are the wrong way round."""
        cleaned = super().clean()
        youngest, oldest = cleaned.get("from_age"), cleaned.get("to_age")
        if not {"from_age", "to_age"} & set(self.errors):
            if (youngest is None) != (oldest is None):
                self.add_error("from_age" if youngest is None else "to_age", "Enter both ages, or neither")
            elif youngest is not None and oldest < youngest:
                self.add_error("to_age", "The second age must be the same as the first, or older")
        return cleaned


class PictureForm(RowForm):
    class Meta:
        model = CaseStudyPicture
        fields = ["image", "alternative", "caption", "position"]
        error_messages = {"alternative": {"required": NO_ALTERNATIVE}}


class ResourceForm(OwnedForm):
    """A resource: a link or a document, whose type is found in its content."""

    def clean_document(self) -> Any:
        """Return the document under a name nobody can guess, or what FileField returns when none was uploaded.

        Raises ValidationError for a document that `documents.check` refuses.
        """
        document = self.cleaned_data["document"]
        # Type and size are set before the row is validated: its constraints are about all three together.
        if isinstance(document, UploadedFile):
            # One that is held was looked at when it came.
            if isinstance(document, documents.HeldDocument):
                self.instance.document_type, self.instance.size = document.document_type, document.size
                return document.held_name
            document_type = documents.check(document, document.size or 0)
            self.instance.document_type, self.instance.size = document_type, document.size
            document.name = documents.hidden_name(document_type)
            unsaved.note(f"{documents.FOLDER}{document.name}")
        elif not document:
            self.instance.document_type, self.instance.size = "", None
        return document

    def clean(self) -> dict[str, Any]:
        """Error if there is neither a link nor a document, or both."""
        cleaned = super().clean()
        link, document = cleaned.get("url"), cleaned.get("document")
        if {"url", "document"} & set(self.errors):
            return cleaned
        if link and document:
            self.add_error("url", "Give a link or a document, not both")
        elif not link and not document:
            self.add_error("url", "Enter a link, or choose a document below")
        return cleaned


class ActionPlanForm(ResourceForm):
    """The action plan of a partnership, filled in with its entry."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.kind = ResourceKind.ACTION_PLAN
        self.instance.section = self.instance.section or ResourceSection.DELIVER

    def save(self, commit: bool = True) -> Any:
        """Save it, with words on what it is, which every resource has."""
        self.instance.description = self.instance.description or f"The action plan of {self.instance.partnership}."
        return super().save(commit)
