"""The form by which staff invite people, and choose the role and the Bridge Organisations of each."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.html import format_html

from lcep_site import roles
from lcep_site.accounts import invitations
from lcep_site.accounts.invitations import Appointment
from partnerships.models import BridgeOrganisation
from partnerships.models.rights import SEE_EVERY_BRIDGE

# What their users work with is no matter of a Bridge Organisation.
ROLES_OF_NO_BRIDGE = [role.name.lower() for role in roles.ROLES if SEE_EVERY_BRIDGE in role.permissions]
ROLE_CHOICES = [(role.name, format_html("<strong>{}.</strong> {}", role.name, role.purpose)) for role in roles.ROLES]


class PersonForm(forms.ModelForm):
    """Who somebody is, their role and their Bridge Organisations. An owner needs no role."""

    role = forms.ChoiceField(
        choices=ROLE_CHOICES, widget=forms.RadioSelect, error_messages={"required": "Select a role"}
    )
    bridges = forms.ModelMultipleChoiceField(
        BridgeOrganisation.objects.order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Bridge Organisations",
        help_text=f"Whose entries and enquiries they work with. A {' or a '.join(ROLES_OF_NO_BRIDGE)} needs none.",
    )

    class Meta:
        model = get_user_model()
        fields = ["email", "first_name", "last_name"]
        help_texts = {"email": "The invitation goes there, and they sign in with it."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("email", "first_name", "last_name"):
            if name in self.fields:
                self.fields[name].required = True
        if self.instance.pk:
            self.initial["role"] = invitations.role_of(self.instance)
            self.initial["bridges"] = self.instance.bridges.all()
            self.fields["role"].required = not self.instance.is_superuser

    def clean_email(self) -> str:
        """Return the address in lower case. Raises ValidationError when it has an account."""
        email = self.cleaned_data["email"].lower()
        if invitations.has_account(email):
            raise forms.ValidationError("There is an account with this address already. Look for it in the list")
        return email

    @property
    def name(self) -> tuple[str, str]:
        """The first and the last name, once the form is valid."""
        return self.cleaned_data["first_name"], self.cleaned_data["last_name"]

    @property
    def appointment(self) -> Appointment:
        """The role and the Bridge Organisations chosen, once the form is valid."""
        return Appointment(self.cleaned_data["role"], list(self.cleaned_data["bridges"]))
