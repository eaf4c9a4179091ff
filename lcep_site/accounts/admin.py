"""Staff and their roles in the back office: inviting people, saying what each may do, and letting them go again."""

from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from lcep_site import roles
from lcep_site.accounts import invitations
from lcep_site.accounts.account_actions import ACCOUNT_ACTIONS, IN_THE_LIST, REFUSALS, WHY_NOT, possible
from lcep_site.accounts.people_forms import PersonForm
from lcep_site.accounts.rights import looked_after_by, may_invite
from lcep_site.accounts.second_factor import FACTORS
from partnerships.admin.base import RowLevelAdmin
from partnerships.admin.mail import ReadOnlyAdmin
from partnerships.enquiries.desk import name_of

LIST = "admin:auth_user_changelist"


def action_for(name: str):
    """Return the action of the list that does the deed called `name` to everybody chosen."""
    deed = ACCOUNT_ACTIONS[name]

    @admin.action(description=deed.label)
    def action(model_admin, request, queryset):
        model_admin.do_to_each(request, queryset, deed)

    action.__name__ = name.replace("-", "_")
    return action


@admin.register(get_user_model())
class PersonAdmin(RowLevelAdmin):
    """Rows are the accounts somebody looks after. There is no password here: people set their own."""

    form = PersonForm
    change_list_template = "admin/auth/user/change_list.html"
    change_form_template = "admin/auth/user/change_form.html"
    list_display = ["name", "standing", "role", "officer_of", "second_factor", "signed_in"]
    search_fields = ["first_name", "last_name", "email", "username", "groups__name", "bridges__name"]
    search_help_text = "Name, e-mail address, role or Bridge Organisation"
    ordering = ["first_name", "last_name", "pk"]
    actions = [action_for(name) for name in IN_THE_LIST]
    fields = ["email", "first_name", "last_name", "role", "bridges"]

    def get_queryset(self, request):
        """Return the accounts this person looks after."""
        factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
        accounts = looked_after_by(request.user).prefetch_related("groups", "bridges")
        return accounts.annotate(has_second_factor=Exists(factors)).order_by(*self.ordering)

    def get_readonly_fields(self, request, obj=None):
        """Keep the address of an account: another address is another invitation."""
        return ["email"] if obj else []

    def get_actions(self, request):
        """Return the deeds that are for this person; accounts are deleted one at a time, if at all."""
        found = super().get_actions(request)
        keep = {name.replace("-", "_") for name in IN_THE_LIST if ACCOUNT_ACTIONS[name].is_for(request.user)}
        return {name: action for name, action in found.items() if name in keep}

    def has_module_permission(self, request):
        """Whether they look after accounts."""
        return may_invite(request.user)

    def has_add_permission(self, request):
        """Whether they may invite."""
        return may_invite(request.user)

    def has_view_permission(self, request, obj=None):
        """Whether they look after accounts, and this one."""
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        """Whether they look after accounts, and this one."""
        accounts = looked_after_by(request.user)
        return may_invite(request.user) and (obj is None or accounts.filter(pk=obj.pk).exists())

    def has_delete_permission(self, request, obj=None):
        """Owners only, and not themselves. Closing an account is the usual way, and keeps what was done."""
        return request.user.is_active and request.user.is_superuser and obj != request.user

    @admin.display(ordering="first_name")
    def name(self, user):
        return format_html('{} <span class="person-address">{}</span>', name_of(user), user.email)

    @admin.display(description="role")
    def role(self, user):
        return "Owner" if user.is_superuser else invitations.role_of(user) or "None"

    @admin.display(description="Bridge Organisations")
    def officer_of(self, user):
        return ", ".join(bridge.name for bridge in user.bridges.all()) or "None"

    @admin.display(description="second factor", ordering="has_second_factor")
    def second_factor(self, user):
        return "Yes" if user.has_second_factor else "Not yet"

    @admin.display(description="last signed in", ordering="last_login")
    def signed_in(self, user):
        return date_format(timezone.localdate(user.last_login), "j M Y") if user.last_login else "Never"

    @admin.display(description="standing", ordering="-is_active")
    def standing(self, user):
        if not user.is_active:
            return "Closed"
        return "Active" if user.has_usable_password() else "Invited"

    def get_urls(self):
        """Put an address for every deed before Django's own."""
        view = self.admin_site.admin_view(self.deed_view)
        deeds = [path(f"<int:pk>/{name}/", view, {"name": name}, name=f"auth_user_{name}") for name in ACCOUNT_ACTIONS]
        return deeds + super().get_urls()

    def changelist_view(self, request, extra_context=None):
        """Show everybody."""
        return super().changelist_view(request, {"title": "Staff"} | (extra_context or {}))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Show the form, or invite or change somebody."""
        context = {} if object_id else {"title": "Invite somebody"}
        try:
            return super().changeform_view(request, object_id, form_url, context | (extra_context or {}))
        except invitations.AddressTaken:
            messages.error(request, "Somebody else has just invited this address.")
            return redirect(LIST)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """Add the buttons for what else can be done about the account."""
        deeds = possible(obj, by=request.user) if obj else []
        buttons = [(deed.label, reverse(f"admin:auth_user_{deed.name}", args=[obj.pk])) for deed in deeds]
        if obj:
            context |= {"title": name_of(obj), "subtitle": obj.email}
        context |= {"buttons": buttons, "show_save_and_add_another": False, "show_save_and_continue": False}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_model(self, request, obj, form, change):
        """Invite, or change what somebody is: by the rules."""
        if change:
            invitations.change(obj, name=form.name, place=form.place, by=request.user)
        else:
            email = form.cleaned_data["email"]
            user = invitations.invite(email=email, name=form.name, place=form.place, by=request.user)
            vars(obj).update(vars(user))

    def response_add(self, request, obj, post_url_continue=None):
        """Say that the invitation is on its way."""
        messages.success(request, f"{name_of(obj)} is invited. A mail is on its way to {obj.email}.")
        return redirect(LIST)

    def deed_view(self, request, pk, name):
        """Do a deed to one account and show its page again."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        user = self.get_object(request, str(pk))
        if user is None:
            raise Http404
        if not ACCOUNT_ACTIONS[name].is_for(request.user):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        self.do_to_each(request, [user], ACCOUNT_ACTIONS[name])
        return redirect("admin:auth_user_change", pk)

    def do_to_each(self, request, users, deed):
        """Do `deed` to each of `users`, and say for whom it was done and why not for others."""
        for user in users:
            try:
                deed.rule(user, by=request.user)
            except REFUSALS as refused:
                messages.error(request, f"{name_of(user)}: {WHY_NOT[type(refused)]}")
            else:
                self.log_change(request, user, deed.label)
                messages.success(request, f"{name_of(user)}: {deed.done}")


# The groups are data of the program: see roles.py. They are here to be looked at.
@admin.register(Group)
class RoleAdmin(ReadOnlyAdmin):
    list_display = ["name", "purpose"]
    search_fields = ["name"]
    fields = ["name", "purpose", "permissions"]
    readonly_fields = ["purpose"]

    def has_module_permission(self, request):
        """Only owners see that there is such a list."""
        return request.user.is_active and request.user.is_superuser

    def has_view_permission(self, request, obj=None):
        """Only owners look at it."""
        return self.has_module_permission(request)

    @admin.display(description="what it is for")
    def purpose(self, group):
        return next((role.purpose for role in roles.ROLES if role.name == group.name), "")
