"""Accounts and roles in the back office: inviting people, choosing what each may do, and closing accounts."""

from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.contrib.auth.models import Group, User
from django.db.models import Exists, OuterRef
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from lcep_site import roles
from lcep_site.accounts import invitations, rights, second_factor
from lcep_site.accounts.account_actions import ACCOUNT_ACTIONS, LIST_ACTIONS, REFUSAL_MESSAGES, available_actions
from lcep_site.accounts.people_forms import PersonForm
from partnerships.admin.base import WRITTEN_BY_THE_SITE, RowLevelAdmin
from partnerships.admin.lists import chosen_rows
from partnerships.admin.pages import POST, Page, Panel
from partnerships.models import NewsItem
from partnerships.text.sentences import name_of

LIST = "admin:auth_user_changelist"


def list_action(account_action):
    """Return the admin action that does `account_action` to every account chosen."""

    @admin.action(description=account_action.label)
    def action(model_admin, request, queryset):
        if account_action.question and "confirmed" not in request.POST:
            return model_admin.ask(request, queryset, account_action)
        return model_admin.do_to_each(request, queryset, account_action)

    action.__name__ = account_action.name.replace("-", "_")
    return action


def page_of(account_action):
    """Return the address where `account_action` is done to one account, whose page is then shown again."""

    def act(model_admin, request, user):
        model_admin.do_to_each(request, [user], account_action)
        return redirect(model_admin.entry_url("change", user.pk))

    def may(model_admin, request, user):
        return account_action.is_for(request.user)

    return Page(f"<int:pk>/{account_action.name}/", account_action.name, act, may, POST)


def buttons(model_admin, request, user):
    """Return a button, as its label, address and question, for every account action that is available."""
    return [
        {"label": action.label, "url": model_admin.entry_url(action.name, user.pk), "question": action.question}
        for action in available_actions(user, by=request.user)
    ]


@admin.register(User)
class PersonAdmin(RowLevelAdmin):
    """The accounts that the user looks after. There is no password here: people set their own."""

    form = PersonForm
    pages = [page_of(action) for action in ACCOUNT_ACTIONS]
    panels = [Panel("buttons", "admin/auth/user/_buttons.html", buttons)]
    list_title = "Staff"
    change_list_template = "admin/auth/user/change_list.html"
    change_form_template = "admin/auth/user/change_form.html"
    list_display = ["name", "standing", "role", "officer_of", "second_factor", "signed_in"]
    search_fields = ["first_name", "last_name", "email", "username", "groups__name", "bridges__name"]
    searched_everywhere = ["first_name", "last_name", "username"]
    search_help_text = "Name, e-mail address, role or Bridge Organisation"
    ordering = ["first_name", "last_name", "pk"]
    actions = [list_action(action) for action in ACCOUNT_ACTIONS if action.name in LIST_ACTIONS]
    fields = ["email", "first_name", "last_name", "role", "bridges", "partnerships"]

    def get_queryset(self, request):
        factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=second_factor.FACTORS)
        accounts = rights.looked_after_by(request.user).prefetch_related("groups", "bridges")
        return accounts.annotate(has_second_factor=Exists(factors)).order_by(*self.ordering)

    def own_rows(self, request):
        return rights.looked_after_by(request.user)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Let partnerships be looked for by name: the box offers what a piece of news may be of."""
        form = super().get_form(request, obj, change=change, **kwargs)
        source = NewsItem._meta.get_field("partnership")
        form.base_fields["partnerships"].widget = AutocompleteSelectMultiple(source, self.admin_site)
        return form

    def get_readonly_fields(self, request, obj=None):
        """Make the address of an account read-only: another address is another invitation."""
        return ["email"] if obj else []

    def get_actions(self, request):
        """Return the account actions that are for this user. No action deletes: accounts are deleted one at a time."""
        every = super().get_actions(request)
        keep = {action.name.replace("-", "_") for action in ACCOUNT_ACTIONS if action.is_for(request.user)}
        return {name: action for name, action in every.items() if name in keep}

    def has_add_permission(self, request):
        return rights.may_invite(request.user)

    def has_view_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        theirs = rights.looked_after_by(request.user)
        return rights.may_invite(request.user) and (obj is None or theirs.filter(pk=obj.pk).exists())

    def has_delete_permission(self, request, obj=None):
        """Owners only, and not their own account. Closing one is the usual way, and keeps what its user did."""
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

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Add the title, and tell when somebody else has just invited the same address."""
        context = {} if object_id else {"title": "Invite somebody"}
        try:
            return super().changeform_view(request, object_id, form_url, context | (extra_context or {}))
        except invitations.AddressTaken:
            messages.error(request, "Somebody else has just invited this address.")
            return redirect(LIST)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """Name the page after the person."""
        context |= {"title": name_of(obj), "subtitle": obj.email} if obj else {}
        context |= {"show_save_and_add_another": False, "show_save_and_continue": False}
        context |= {} if obj else {"save_label": "Send the invitation"}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_model(self, request, obj, form, change):
        """Invite or change by the rules, instead of saving `obj`."""
        if change:
            invitations.change(obj, **form.chosen, by=request.user)
        else:
            user = invitations.invite(email=form.cleaned_data["email"], **form.chosen, by=request.user)
            vars(obj).update(vars(user))

    def delete_model(self, request, obj):
        """Delete it. That is kept in the log by rights_trail.py, wherever it is done."""
        obj.delete()

    def response_add(self, request, obj, post_url_continue=None):
        messages.success(request, f"{name_of(obj)} is invited. A mail is on its way to {obj.email}.")
        return redirect(LIST)

    def ask(self, request, users, account_action):
        """Show the question of `account_action`, and whose accounts it is about, before it is done."""
        context = {
            "title": account_action.label,
            "question": account_action.question,
            "rows": [f"{name_of(user)} ({user.email})" for user in users],
            "chosen": chosen_rows(request),
            "list_url": request.get_full_path(),
        }
        return self.page(request, "admin/question.html", context)

    def do_to_each(self, request, users, account_action):
        """Do `account_action` to each of `users`, with a message for each: done, or why it was refused."""
        for user in users:
            try:
                account_action.rule(user, by=request.user)
            except tuple(REFUSAL_MESSAGES) as refusal:
                messages.error(request, f"{name_of(user)}: {REFUSAL_MESSAGES[type(refusal)]}")
            else:
                self.log_change(request, user, account_action.label)
                messages.success(request, f"{name_of(user)}: {account_action.done_message}")


# The groups are defined in roles.py, so this page is read-only.
@admin.register(Group)
class RoleAdmin(RowLevelAdmin):
    list_title = "Roles"
    never = WRITTEN_BY_THE_SITE
    list_display = ["name", "purpose"]
    search_fields = ["name"]
    fields = ["name", "purpose", "permissions"]
    readonly_fields = ["purpose"]

    def has_view_permission(self, request, obj=None):
        return request.user.is_active and request.user.is_superuser

    @admin.display(description="what it is for")
    def purpose(self, group):
        return next((role.purpose for role in roles.ROLES if role.name == group.name), "")
