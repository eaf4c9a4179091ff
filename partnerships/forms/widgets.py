"""Fields and widgets of the back office: local authorities, pictures, documents, and long texts in Markdown."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.forms.widgets import FILE_INPUT_CONTRADICTION
from django.utils.datastructures import MultiValueDict

from partnerships.files import documents, pictures, unsaved
from partnerships.models import LocalAuthority, Region

Files = MultiValueDict[str, UploadedFile]
PICTURE_HELP = (
    "JPEG, PNG, WebP, GIF or AVIF, up to 5 megabytes. Its place, camera and other details are removed, and it is kept "
    "in several sizes."
)
# Of a key that both databases can hold.
MAX_KEY_LENGTH = 18
MARKDOWN_HELP = (
    "Leave an empty line between paragraphs. **bold**, *italic*, [words](https://address) for a link, "
    "lines that begin with - for a list, ### for a heading."
)


@dataclass(frozen=True)
class County:
    """The authorities of one county, each with whether it is chosen; `name` is blank for those in no county."""

    name: str
    choices: list[tuple[LocalAuthority, bool]]

    @property
    def label(self) -> str:
        return self.name or "Unitary authorities, metropolitan districts and London boroughs"

    @property
    def can_be_chosen_whole(self) -> bool:
        """Whether there is a tick box for all of it."""
        return bool(self.name) and len(self.choices) > 1


@dataclass(frozen=True)
class RegionChoices:
    """A region and its counties, to choose authorities from."""

    region: Region
    counties: list[County]

    @property
    def total(self) -> int:
        return sum(len(county.choices) for county in self.counties)

    @property
    def chosen(self) -> int:
        return sum(is_chosen for county in self.counties for _, is_chosen in county.choices)


class AuthoritiesInput(forms.CheckboxSelectMultiple):
    """Tick boxes, folded by region. The box of a county adds all of its authorities to those ticked one by one."""

    template_name = "admin/widgets/authorities.html"

    class Media:
        js = ["js/authorities.js"]

    @property
    def _authorities(self) -> QuerySet[LocalAuthority]:
        # A ModelMultipleChoiceField sets this kind of `choices`, where a widget's are declared as pairs.
        return cast("forms.models.ModelChoiceIterator[LocalAuthority]", self.choices).queryset

    def value_from_datadict(self, data: Mapping[str, Any], files: Files, name: str) -> list[str]:
        """Return the keys of the authorities chosen, including those of counties chosen as a whole."""
        keys = super().value_from_datadict(data, files, name) or []
        whole = super().value_from_datadict(data, files, f"{name}_all_of") or []
        if not whole:
            return keys
        added = [str(authority.pk) for authority in self._authorities if authority.county and authority.county in whole]
        return list(dict.fromkeys([*map(str, keys), *added]))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        # Not the context of boxes to tick, which would query each of them.
        context = forms.Widget.get_context(self, name, self.format_value(value), attrs)
        chosen = set(map(str, context["widget"]["value"] or []))
        context["widget"]["regions"] = list(self._regions(chosen))
        return context

    def _regions(self, chosen: set[str]) -> Iterator[RegionChoices]:
        for region, in_region in groupby(self._authorities, key=lambda authority: authority.region):
            counties = [
                County(county, [(authority, str(authority.pk) in chosen) for authority in in_county])
                for county, in_county in groupby(in_region, key=lambda authority: authority.county)
            ]
            yield RegionChoices(region, counties)


class AuthoritiesField(forms.ModelMultipleChoiceField):
    """Local authorities by region and county, with one tick box for all of a county."""

    widget = AuthoritiesInput

    def __init__(self, **kwargs: Any) -> None:
        rows = LocalAuthority.objects.select_related("region").order_by("region__position", "region", "county", "name")
        super().__init__(rows, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the rows of the keys in `value`; one that no row can have is refused before a database is asked."""
        for key in value or ():
            if len(str(key)) > MAX_KEY_LENGTH:
                message = self.error_messages["invalid_pk_value"]
                raise forms.ValidationError(message, code="invalid_pk_value", params={"pk": f"{str(key)[:9]}…"})
        return super().clean(value)


class DocumentInput(forms.ClearableFileInput):
    """Chooses a document. `address_of` takes the row and returns the address where staff get its document.

    A browser does not keep the chosen file of a form that is shown again, so the widget says so. One that is held for a
    working copy comes back in a hidden field, as its `held_token`.
    """

    template_name = "admin/widgets/document.html"
    address_of: Callable[[Any], str]
    chosen = held_token = ""

    def value_from_datadict(self, data: Mapping[str, Any], files: Files, name: str) -> Any:
        """Return what was chosen, and remember its name."""
        value = super().value_from_datadict(data, files, name)
        if value is None and (held := documents.held(data.get(f"{name}-held", ""))):
            self.held_token = data[f"{name}-held"]
            return held
        # This is called again after the form has given the file another name: the first name counts.
        if isinstance(value, UploadedFile) and not self.chosen:
            self.chosen = value.name or ""
        return value

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the address of the present document, and the name of one chosen in a form that was not saved."""
        context = super().get_context(name, value, attrs)
        row = getattr(value, "instance", None) if context["widget"]["is_initial"] else None
        context["widget"] |= {"row": row, "address": self.address_of(row) if row else "", "chosen": self.chosen}
        context["widget"] |= {"held_name": f"{name}-held", "held_token": self.held_token}
        return context


class PictureInput(forms.ClearableFileInput):
    """Chooses a file and shows the present picture. One whose form was not saved comes back in a hidden field.

    `stashed` is the name of a picture that is kept and waits for its form to be saved.
    """

    template_name = "admin/widgets/picture.html"
    stashed = ""

    def value_from_datadict(self, data: Mapping[str, Any], files: Files, name: str) -> Any:
        """Return a file, False to remove the picture, the name of a stashed one, or None when nothing was chosen."""
        chosen = super().value_from_datadict(data, files, name)
        return pictures.unstash(data.get(f"{name}-held", "")) or None if chosen is None else chosen

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Files, name: str) -> bool:
        return super().value_omitted_from_data(data, files, name) and f"{name}-held" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the picture to show, and the token of a stashed one."""
        context = super().get_context(name, value, attrs)
        context["widget"] |= {
            "stash_token": pictures.stash(self.stashed) if self.stashed else "",
            "stash_name": f"{name}-held",
            "shown": self.stashed or (str(value) if value else ""),
        }
        return context


class PictureField(forms.FileField):
    """Keeps a picture in `folder` and gives the name of its largest file; other values are those of FileField.

    It is refused with a plain message, or kept at once, so that it need not be chosen again.
    """

    widget = PictureInput

    def __init__(self, *, folder: str, **kwargs: Any) -> None:
        super().__init__(help_text=PICTURE_HELP, **kwargs)
        self.folder = folder
        self.widget.attrs["accept"] = "image/jpeg,image/png,image/webp,image/gif,image/avif"

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the name of the picture, which is kept by then: if the form has other errors, it is stashed."""
        if isinstance(data, str) and data:
            name = data
        else:
            value = super().clean(data, initial)
            if not value or value is initial or data is FILE_INPUT_CONTRADICTION:
                return value
            name = pictures.keep(value, self.folder)
            unsaved.note(name)
        self.widget.stashed = name
        return name


class ProseInput(forms.Textarea):
    """A field for Markdown with a preview button. Without script the preview is a page of its own."""

    template_name = "admin/widgets/prose.html"

    class Media:
        js = ["js/prose-preview.js"]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["markdown_help"] = MARKDOWN_HELP
        return context
