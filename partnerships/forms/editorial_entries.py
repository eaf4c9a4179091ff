"""The forms by which staff edit published items: mistakes are shown beside their field, not as database errors."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from partnerships.files import documents
from partnerships.models import CaseStudyPicture
from partnerships.models.rights import sees_every_bridge
from partnerships.vocabulary import NewsKind

TWO_OWNERS = "Choose a partnership or a Bridge Organisation, not both"
NO_OWNER = "Choose whose it is: one of your partnerships, or your Bridge Organisation"


class OwnedForm(forms.ModelForm):
    """A form of an item that belongs to a partnership, a Bridge Organisation or, for national staff, to neither.

    `by` is the user who fills it in: the admin makes a subclass of the form for each request and sets it there.
    """

    by: User | None = None

    def clean(self) -> dict[str, Any]:
        """Error if there are two owners, or none and the user is not national staff."""
        super().clean()
        cleaned = self.cleaned_data
        if "partnership" not in self.fields or {"partnership", "bridge"} & set(self.errors):
            return cleaned
        owners = [name for name in ("partnership", "bridge") if cleaned.get(name)]
        if len(owners) == 2:
            self.add_error("bridge", TWO_OWNERS)
        elif not owners and not (self.by and sees_every_bridge(self.by)):
            self.add_error("partnership", NO_OWNER)
        return cleaned


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


class PictureForm(forms.ModelForm):
    class Meta:
        model = CaseStudyPicture
        fields = ["image", "alternative", "caption", "position"]
        error_messages = {"alternative": {"required": "Enter what the picture shows, for people who do not see it"}}


class NewsItemForm(OwnedForm):
    """News, an event or an opportunity: a value in a field of another kind is an error, not dropped."""

    ONLY_EVENTS = ("starts_at", "ends_at", "is_online", "place", "is_cancelled")

    def clean(self) -> dict[str, Any]:
        """Error beside each field that the kind needs and that is empty, or that it does not have and is filled in."""
        cleaned = super().clean()
        kind = cleaned.get("kind")
        if kind == NewsKind.EVENT:
            self._clean_event(cleaned)
        elif kind:
            for name in self.ONLY_EVENTS:
                if cleaned.get(name):
                    self.add_error(name, "Only an event has this. Empty it, or make this an event")
        if kind == NewsKind.OPPORTUNITY and not cleaned.get("closes_on") and "closes_on" not in self.errors:
            self.add_error("closes_on", "Enter the deadline")
        if kind and kind != NewsKind.OPPORTUNITY and cleaned.get("closes_on"):
            self.add_error("closes_on", "Only an opportunity has a deadline. Empty it, or make this an opportunity")
        return cleaned

    def _clean_event(self, cleaned: dict[str, Any]) -> None:
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if not starts and "starts_at" not in self.errors:
            self.add_error("starts_at", "Enter when the event starts")
        if starts and ends and ends < starts:
            self.add_error("ends_at", "The end must be after the start")
        if not cleaned.get("place") and not cleaned.get("is_online"):
            self.add_error("place", "Enter where it is, or tick “online”")


class ResourceForm(OwnedForm):
    """A resource: a link or a document, whose type is found in its content."""

    def clean_document(self) -> Any:
        """Return the document under a name nobody can guess, or what FileField returns when none was uploaded.

        Raises ValidationError for a document that `documents.check` refuses.
        """
        document = self.cleaned_data["document"]
        # Type and size are set before the row is validated: its constraints are about all three together.
        if isinstance(document, UploadedFile):
            document_type = documents.check(document, document.size or 0)
            document.name = documents.hidden_name(document_type)
            self.instance.document_type, self.instance.size = document_type, document.size
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
            self.add_error("url", ValidationError("Give a link or a document, not both"))
        elif not link and not document:
            self.add_error("url", ValidationError("Enter a link, or choose a document below"))
        return cleaned
