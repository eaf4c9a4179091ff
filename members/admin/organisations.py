"""Member organisations and memberships in the back office."""

from django.contrib import admin, messages
from django.shortcuts import redirect

from members.admin import merging
from members.admin import schools as school_pages
from members.admin.sheets import add_sheets
from members.models import MemberOrganisation, Membership
from members.models.sheets import SheetKind
from members.organisations import looking_after, schools
from members.organisations.leaving import end_memberships, kept
from partnerships.admin.entries import EntryAdmin, PartOfPublishedAdmin
from partnerships.admin.inlines import OwnInline
from partnerships.admin.pages import POST, Page
from partnerships.models.rights import sees_every_bridge
from partnerships.publishing import at_once

NAME_TAKEN = (
    "There is an organisation of this name already. Do not add it again: choose it among the members on the page of "
    "the partnership it joins. If it is not offered there, another Bridge Organisation has not published it yet: add "
    "a place to the name, or ask a national editor."
)


class MembershipInline(OwnInline):
    model = Membership
    verbose_name, verbose_name_plural = "partnership", "Partnerships it takes part in"
    autocomplete_fields = ["partnership"]


def may_end(model_admin, request, organisation):
    return request.user.has_perm("members.change_membership")


def end(model_admin, request, organisation):
    """End the organisation's memberships today, and redirect to its page."""
    count = end_memberships(organisation, by=request.user)
    model_admin.log_change(request, organisation, f"Ended {count} memberships.")
    for membership in kept(organisation, by=request.user).select_related("partnership__bridge"):
        messages.warning(request, f"{membership.partnership}: not ended. {at_once.refusal(membership.partnership)}")
    messages.success(request, f"{organisation}: {count} membership{'' if count == 1 else 's'} ended today.")
    return redirect(model_admin.entry_url("change", organisation.pk))


LOOKED_AFTER = "looked_after_by"


@admin.register(MemberOrganisation)
class MemberOrganisationAdmin(EntryAdmin):
    change_list_template = "admin/members/memberorganisation/change_list.html"
    list_display = ["name", "sector", "authority", "website"]
    list_filter = ["sector", "authority__region"]
    search_fields = ["name", "other_names"]
    autocomplete_fields = ["sector", "authority", "school", LOOKED_AFTER]
    staff_lists = schools.STAFF_LISTS
    inlines = [MembershipInline]
    actions = [merging.merge_two]
    panels = [*EntryAdmin.panels, *school_pages.PANELS]
    pages = [
        *merging.PAGES,
        *school_pages.PAGES,
        Page("<int:pk>/end-memberships/", "end_memberships", end, may_end, POST),
        *EntryAdmin.pages,
    ]

    def get_list_display(self, request):
        """Tell whose each is to who sees those of every Bridge Organisation."""
        columns = super().get_list_display(request)
        return [*columns[:-1], LOOKED_AFTER, *columns[-1:]] if sees_every_bridge(request.user) else columns

    def get_list_filter(self, request):
        filters = super().get_list_filter(request)
        return [*filters, LOOKED_AFTER] if sees_every_bridge(request.user) else filters

    def get_fields(self, request, obj=None):
        """Say who looks after it; who may not hand it over says so only of a new one, if they work for several."""
        names = [name for name in super().get_fields(request, obj) if name not in {LOOKED_AFTER, "looked_after"}]
        if self.may_hand_over(request):
            return [*names, LOOKED_AFTER]
        if obj is not None:
            return [*names, "looked_after"]
        return names if len(looking_after.own_bridges(request.user)) == 1 else [*names, LOOKED_AFTER]

    def get_readonly_fields(self, request, obj=None):
        return [] if self.may_hand_over(request) or obj is None else ["looked_after"]

    def may_hand_over(self, request):
        """Whether they may let another Bridge Organisation look after one."""
        return sees_every_bridge(request.user) and self.has_change_permission(request)

    @admin.display(description="looked after by")
    def looked_after(self, organisation):
        return str(organisation.looked_after_by or "National staff")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Say, where a name is taken, what to do instead: who may not change an organisation may choose it."""
        if db_field.name == LOOKED_AFTER and not sees_every_bridge(request.user):
            kwargs["required"] = True
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "name":
            field.error_messages["unique"] = NAME_TAKEN
        return field

    def save_model(self, request, obj, form, change):
        """Save, with the name that a chosen school has in the register today, and with who looks after a new one."""
        if "school" in form.changed_data:
            obj.tie_to(obj.school)
        if not change and not sees_every_bridge(request.user) and obj.looked_after_by is None:
            obj.looked_after_by_id = looking_after.of_new(looking_after.own_bridges(request.user))
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """Save what belongs to it, and tie it to the register where only one school can be meant."""
        super().save_related(request, form, formsets, change)
        for tied in schools.tie(MemberOrganisation.objects.filter(pk=form.instance.pk)):
            messages.info(request, f"{tied} was tied to the register of schools: {tied.school} ({tied.school_id}).")

    def has_delete_permission(self, request, obj=None):
        """Whether they may delete it: only those who may work with all its memberships, which would go with it."""
        may = super().has_delete_permission(request, obj)
        if obj is None or not may:
            return may
        editable = obj.memberships.editable_by(request.user)
        is_shared = obj.memberships.exclude(pk__in=editable.values("pk")).exists()
        return not is_shared and not kept(obj, by=request.user).exists()

    def instead_of_deleting(self, request, entry):
        """Offer to end its memberships, when it has current ones the user may work with."""
        memberships = Membership.objects.editable_by(request.user).current().filter(organisation=entry)
        if not memberships.exists() or not may_end(self, request, entry):
            return None
        return {
            "text": "End its memberships today instead. What it took part in stays on record, and so does it.",
            "button": "End its memberships today",
            "url": self.entry_url("end_memberships", entry.pk),
            "asks": False,
        }


@admin.register(Membership)
class MembershipAdmin(PartOfPublishedAdmin):
    list_display = ["organisation", "partnership", "role", "since", "until", "confidence"]
    list_filter = ["role", "confidence", "organisation__sector"]
    search_fields = ["organisation__name", "partnership__name"]
    autocomplete_fields = ["organisation", "partnership"]


add_sheets(MemberOrganisationAdmin, SheetKind.MEMBERS)
add_sheets(MembershipAdmin, SheetKind.MEMBERSHIPS)
