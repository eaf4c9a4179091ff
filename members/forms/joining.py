"""What staff fill in to make the sender of an enquiry a member."""

from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.forms.boundfield import BoundField
from django.http import QueryDict

from members.models import MemberOrganisation, Membership
from members.organisations import joining
from partnerships.forms.base import LineField
from partnerships.forms.enquiry_actions import EnquiryActionForm
from partnerships.models import Enquiry, Partnership, Sector
from partnerships.text.pasted import one_line

NEW = "new"
# The button that looks for organisations and makes nothing.
LOOK = "look"
SELECT_IT = "There is an organisation called {}. Select it, or add a place"
ANOTHERS = (
    "Another Bridge Organisation has one of this name that is not published yet. Add a place, or ask a national editor"
)


class JoiningForm(EnquiryActionForm):
    """Which organisation joins which partnership. `carry_out` returns the membership.

    `which` is the key of an existing organisation, or NEW. So that nobody adds an organisation twice unawares, a new
    one is only accepted when all `likely_duplicates` were on the page before, whose keys come back as `considered`.
    """

    action = staticmethod(joining.make_member)
    action_name = "joining"

    which = forms.CharField(required=False, widget=forms.TextInput(attrs={"id": "id_which_new"}))
    name = LineField(
        label="Name of the organisation",
        help_text="Public. Never the name of a person.",
        max_length=160,
        required=False,
        error_messages={"max_length": "The name must be 160 characters or fewer"},
    )
    sector = forms.ModelChoiceField(
        Sector.objects.all(),
        required=False,
        empty_label="Select",
        error_messages={"invalid_choice": "Select its sector"},
    )
    partnership = forms.ModelChoiceField(
        Partnership.objects.none(),
        label="Partnership it joins",
        empty_label="Select",
        error_messages=dict.fromkeys(["required", "invalid_choice"], "Select the partnership it joins"),
    )
    is_last = forms.BooleanField(label="Close the enquiry: they have become a member", required=False, initial=True)
    considered = forms.CharField(required=False)
    sought = LineField(
        label="Is it here under another name?",
        help_text="Words of its name, its other names or its place. All are found that you may choose.",
        max_length=160,
        required=False,
    )

    def __init__(self, data: QueryDict | None = None, *, enquiry: Enquiry, by: User) -> None:
        is_looking = data is not None and LOOK in data
        super().__init__(None if is_looking else data, enquiry=enquiry, by=by, auto_id="id_%s")
        # All that `fields` says of its values is that they are fields.
        partnership_field = cast("forms.ModelChoiceField[Partnership]", self.fields["partnership"])
        partnership_field.queryset = joining.partnerships_open_to(enquiry, by)
        sector = joining.likely_sector(enquiry)
        self.initial = {"name": enquiry.organisation, "sector": sector, "partnership": enquiry.partnership_id}
        if data is not None and is_looking:
            # What was entered so far stays, and nothing of it is refused; but which one it is, is asked anew.
            self.initial = {name: data.get(name, "") for name in self.fields if name != "which"}
        self.likely_duplicates: list[joining.LikelyDuplicate] = []
        self.words = ""
        if not self.is_bound:
            self._look_up(self["name"].value() or "", self["sought"].value() or "")

    @property
    def chosen(self) -> str:
        """Which choice the page begins with: what was sent, else the one of the same name, else none."""
        if self.is_bound:
            return self["which"].value() or ""
        if not self.likely_duplicates:
            return NEW
        return next((str(likely.organisation.pk) for likely in self.likely_duplicates if likely.is_same_name), "")

    @property
    def shown_keys(self) -> str:
        """The keys of the likely duplicates on the page, which come back as `considered`."""
        return " ".join(str(duplicate.organisation.pk) for duplicate in self.likely_duplicates)

    def _look_up(self, name: str, words: str) -> None:
        """Find the organisations that are called like `name`, and those that have the `words` somebody looks for."""
        self.words = one_line(words)[:160]
        likely = joining.likely_duplicates(name, by=self.by)
        there = {duplicate.organisation.pk for duplicate in likely}
        self.found = joining.found(self.words, by=self.by)
        self.likely_duplicates = likely + [each for each in self.found if each.organisation.pk not in there]

    def clean(self) -> dict[str, Any]:
        """Add the existing `organisation`, None for a new one, to what is known."""
        cleaned = self.cleaned_data
        which, name = cleaned.get("which", ""), cleaned.get("name", "")
        self._look_up(name, cleaned.get("sought", ""))
        cleaned["organisation"] = None
        if which not in {"", NEW}:
            cleaned["organisation"] = self._existing(which)
            return cleaned
        if "name" in cleaned and not name:
            self.add_error("name", "Enter the name of the organisation")
        if "sector" in cleaned and not cleaned["sector"]:
            self.add_error("sector", "Select its sector")
        considered = set(cleaned.get("considered", "").split())
        if self.likely_duplicates and (which != NEW or set(self.shown_keys.split()) - considered):
            self.add_error("which", "There are organisations with a name like this. Select one of them, or a new one")
        return cleaned

    def _existing(self, key: str) -> MemberOrganisation | None:
        is_key = key.isascii() and key.isdigit() and len(key) < 19
        organisation = MemberOrganisation.objects.choosable_by(self.by).filter(pk=key).first() if is_key else None
        if not organisation:
            self.add_error("which", "Select one of the organisations, or a new one")
        return organisation

    def values(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        joins = {name: cleaned[name] for name in ("partnership", "organisation", "name", "sector")}
        return {"joining": joining.Joining(**joins), "is_last": cleaned["is_last"]}

    def carry_out(self) -> Membership | None:
        try:
            return super().carry_out()
        except joining.NotYourPartnership:
            self.add_error("partnership", "Select the partnership it joins")
        except joining.MayNotChoose:
            self.add_error("which", "Select one of the organisations, or a new one")
        except joining.NameTaken as error:
            may_choose = MemberOrganisation.objects.choosable_by(self.by).filter(pk=error.organisation.pk).exists()
            self.add_error("name", SELECT_IT.format(error.organisation) if may_choose else ANOTHERS)
        return None

    @property
    def shown_fields(self) -> list[BoundField]:
        """The fields that are drawn with the usual template."""
        return [self["name"], self["sector"], self["partnership"]]
