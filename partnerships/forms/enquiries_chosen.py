"""What staff fill in to do the same with several enquiries: the form of the single action, once for all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django.contrib.auth.models import User
from django.http import QueryDict

from partnerships.enquiries import desk as enquiry_desk
from partnerships.forms.enquiry_action_base import EnquiryActionForm
from partnerships.forms.enquiry_actions import ENQUIRY_ACTIONS, PersonField
from partnerships.models import Enquiry

# The actions that can be done to several, each with the words for it on a list.
OF_SEVERAL = {
    "assign": "Say who looks after the chosen",
    "close": "Close the chosen",
    "hold_back": "Hold the chosen back as spam",
    "release": "The chosen are not spam: release them",
}


@dataclass
class Outcome:
    """The enquiries that something was `done` to, and those that are `left`, each with the reason."""

    done: list[Enquiry] = field(default_factory=list)
    left: list[tuple[Enquiry, str]] = field(default_factory=list)


@dataclass
class ChosenEnquiries:
    """The `enquiries` that `by` chose for the action called `action_name`, which may be done to some of them only.

    `form` is that of the action, to be filled in once: by `data`, if it was sent; None if it can be done to none.
    """

    action_name: str
    enquiries: Sequence[Enquiry]
    by: User
    data: QueryDict | None = None

    def __post_init__(self) -> None:
        self.form_class = ENQUIRY_ACTIONS[self.action_name]
        possible = [enquiry for enquiry in self.enquiries if not self.why_not(enquiry)]
        self.form = self._form(possible[0], self.data) if possible else None
        if self.form and "to" in self.form.fields:
            desks = {enquiry.desk_id: enquiry for enquiry in possible}.values()
            people = {user.pk for enquiry in desks for user in enquiry_desk.can_be_given_to(enquiry, self.by)}
            colleagues = User.objects.filter(pk__in=people).order_by("first_name", "username")
            cast(PersonField, self.form.fields["to"]).queryset = colleagues
            self.form.initial["to"] = self.by.pk

    def why_not(self, enquiry: Enquiry) -> str:
        """Return why the action cannot be done to `enquiry`, "" if it can."""
        action: Any = self.form_class.action
        if action.is_possible(enquiry):
            return ""
        return enquiry_desk.REFUSED_IN.get(enquiry.state, enquiry_desk.StillOpen).message

    def carry_out(self, seen: Mapping[int, str]) -> Outcome:
        """Do it to each, as its own page would. `seen` says by key up to which event each was seen."""
        outcome = Outcome()
        for enquiry in self.enquiries:
            sent = cast(QueryDict, self.data).copy()
            sent["seen"] = seen.get(enquiry.pk, "")
            form = self._form(enquiry, sent)
            changed = form.carry_out() if form.is_valid() else None
            if changed is None:
                outcome.left.append((enquiry, form.problems[0][0]))
            else:
                outcome.done.append(changed)
        return outcome

    def _form(self, enquiry: Enquiry, data: QueryDict | None) -> EnquiryActionForm:
        form_class: Any = self.form_class
        return form_class(data, enquiry=enquiry, by=self.by)
