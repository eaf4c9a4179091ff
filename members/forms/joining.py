"""What staff fill in to make a member of who sent an enquiry."""

from django import forms

from members.models import MemberOrganisation, Membership
from members.organisations import joining
from partnerships.enquiries import desk as enquiry_desk
from partnerships.forms.enquiry_actions import refusal_message
from partnerships.forms.text_fields import LineField
from partnerships.models import Enquiry, Partnership, Sector

NEW = "new"


class JoiningForm(forms.Form):
    """Which organisation joins which partnership. `likely` are organisations there are whose names are like it.

    Nobody makes a second entry of an organisation unawares: a new one is only made when everything `likely` was on the
    page it was sent from.
    """

    use_required_attribute = False

    which = forms.CharField(required=False)
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
    seen = forms.CharField(required=False)

    def __init__(self, data=None, *, enquiry: Enquiry, by):
        super().__init__(data)
        self.enquiry, self.by = enquiry, by
        self.fields["partnership"].queryset = joining.partnerships_open_to(enquiry, by)
        sector = joining.likely_sector(enquiry)
        self.initial = {
            "name": enquiry.organisation,
            "sector": sector.pk if sector else None,
            "partnership": enquiry.partnership_id,
        }
        self.likely = joining.likely_duplicates(self["name"].value() or "") if data is None else []
        self.moved_meanwhile = False

    @property
    def chosen(self) -> str:
        """Which organisation is chosen on the page: what was sent, else the one of the same name, else none."""
        if self.is_bound:
            return self["which"].value() or ""
        if not self.likely:
            return NEW
        return next((str(like.organisation.pk) for like in self.likely if like.is_same_name), "")

    @property
    def shown(self) -> str:
        """The keys of the organisations on the page, to travel with it."""
        return " ".join(str(like.organisation.pk) for like in self.likely)

    def clean(self):
        """Find out which organisation is meant."""
        cleaned = super().clean()
        which, name = cleaned.get("which", ""), cleaned.get("name", "")
        self.likely = joining.likely_duplicates(name)
        cleaned["organisation"] = None
        if which not in {"", NEW}:
            cleaned["organisation"] = self._existing(which)
            return cleaned
        if "name" in cleaned and not name:
            self.add_error("name", "Enter the name of the organisation")
        if "sector" in cleaned and not cleaned["sector"]:
            self.add_error("sector", "Select its sector")
        considered = set(cleaned.get("considered", "").split())
        if self.likely and (which != NEW or set(self.shown.split()) - considered):
            self.add_error("which", "There are organisations with a name like this. Select one of them, or a new one")
        return cleaned

    def _existing(self, key: str) -> MemberOrganisation | None:
        is_key = key.isascii() and key.isdigit() and len(key) < 19
        found = MemberOrganisation.objects.filter(pk=key).first() if is_key else None
        if not found:
            self.add_error("which", "Select one of the organisations, or a new one")
        return found

    def carry_out(self) -> Membership | None:
        """Make the member and return the membership; None, with an error of the form, when that is refused."""
        cleaned = self.cleaned_data
        wanted = {name: cleaned[name] for name in ("partnership", "organisation", "name", "sector")}
        seen = cleaned["seen"]
        try:
            return joining.make_member(
                enquiry=self.enquiry,
                joining=joining.Joining(**wanted),
                by=self.by,
                is_last=cleaned["is_last"],
                seen=int(seen) if seen.isascii() and seen.isdigit() else 0,
            )
        except joining.NotYourPartnership:
            self.add_error("partnership", "Select the partnership it joins")
        except joining.NameTaken as taken:
            self.add_error("name", f"There is an organisation called {taken.organisation}. Select it, or add a place")
        except enquiry_desk.DeskRefusal as refused:
            self.moved_meanwhile = isinstance(refused, enquiry_desk.MovedMeanwhile)
            self.add_error(None, refusal_message(refused))
        return None

    @property
    def shown_fields(self):
        """The fields that are drawn one like the other."""
        return [self["name"], self["sector"], self["partnership"]]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What is wrong, each with the id of the field or form to go to."""
        places = {"which": "id_which_new", "__all__": "joining-form"}
        return [
            (message, places.get(name, f"id_{name}")) for name, messages in self.errors.items() for message in messages
        ]
