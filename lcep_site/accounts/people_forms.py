"""The form by which staff invite people, and choose the role and the Bridge Organisations of each."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.html import format_html

from lcep_site import roles
from lcep_site.accounts import invitations
from partnerships.forms.rows import RowForm
from partnerships.models import BridgeOrganisation, Partnership
from partnerships.models.rights import SEE_EVERY_BRIDGE

COORDINATOR = "Coordinator"
# What their users work with is no matter of a Bridge Organisation.
ROLES_OF_NO_BRIDGE = [role.name for role in roles.ROLES if SEE_EVERY_BRIDGE in role.permissions]
LISTED = " or a ".join(role.lower() for role in [*ROLES_OF_NO_BRIDGE, COORDINATOR])
NO_BRIDGE = "Tick at least one: without a Bridge Organisation a {} finds an empty back office"
NO_PARTNERSHIP = "Choose at least one: without a partnership a coordinator finds an empty back office"
CHOICES = [(role.name, format_html("<strong>{}.</strong> {}", role.name, role.purpose)) for role in roles.ROLES]


class PersonForm(RowForm):
    """Who somebody is, their role, and whose entries they work with. An owner needs no role."""

    role = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect, error_messages={"required": "Select a role"})
    bridges = forms.ModelMultipleChoiceField(
        BridgeOrganisation.objects.order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Bridge Organisations",
        help_text=f"Whose entries and enquiries they work with. A {LISTED} needs none.",
    )
    partnerships = forms.ModelMultipleChoiceField(
        Partnership.objects.order_by("name"),
        required=False,
        label="Partnerships they coordinate",
        help_text="Begin to type the name of one. Only a coordinator needs any.",
    )

    class Meta:
        model = get_user_model()
        fields = ["email", "first_name", "last_name"]
        help_texts = {"email": "The invitation goes there, and they sign in with it."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields.keys() & {"email", "first_name", "last_name"}:
            self.fields[name].required = True
        if self.instance.pk:
            self.initial["role"] = invitations.role_of(self.instance)
            self.initial["bridges"] = self.instance.bridges.all()
            self.initial["partnerships"] = self.instance.coordinated_partnerships.all()
            self.fields["role"].required = not self.instance.is_superuser

    def clean_email(self) -> str:
        """Return the address in lower case. Raises ValidationError when it has an account."""
        email = self.cleaned_data["email"].lower()
        if invitations.has_account(email):
            raise forms.ValidationError("There is an account with this address already. Look for it in the list")
        return email

    def clean(self) -> dict[str, Any]:
        """Ask for what somebody of the role works with, so that nobody is invited to a site with nothing in it."""
        super().clean()
        role, chosen = self.cleaned_data.get("role"), self.cleaned_data
        if role == COORDINATOR:
            if "partnerships" in chosen and not chosen["partnerships"]:
                self.add_error("partnerships", NO_PARTNERSHIP)
        elif role and role not in ROLES_OF_NO_BRIDGE and "bridges" in chosen and not chosen["bridges"]:
            self.add_error("bridges", NO_BRIDGE.format(role))
        return chosen

    @property
    def chosen(self) -> dict[str, Any]:
        """The name (first and last) and the appointment, for the rules, once the form is valid."""
        chosen = self.cleaned_data
        works_with = (list(chosen["bridges"]), list(chosen["partnerships"]))
        appointment = invitations.Appointment(chosen["role"], *works_with)
        return {"name": (chosen["first_name"], chosen["last_name"]), "appointment": appointment}
