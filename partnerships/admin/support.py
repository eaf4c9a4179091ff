"""Who supports partnerships today, and what has changed since 2023, in the back office: for national staff to write."""

from django.contrib import admin
from django.forms import CheckboxSelectMultiple

from partnerships.admin.bridges import HOW_WE_KNOW
from partnerships.admin.editorial import EditorialAdmin
from partnerships.admin.entries import PublishedEntryAdmin, fieldset
from partnerships.forms.entries import PresentSupportForm
from partnerships.forms.widgets import AuthoritiesField, AuthoritiesInput
from partnerships.models import Development, PresentSupport

PLANS = "Public. A year, a month or a day. What is only planned is never told as done."


@admin.register(PresentSupport)
class PresentSupportAdmin(PublishedEntryAdmin):
    form = PresentSupportForm
    list_display = ["__str__", "answer", "area_words", "known_as_of", "publication"]
    list_filter = ["publication", "answer", "regions", "bridge"]
    search_fields = ["name", "what"]
    autocomplete_fields = ["bridge"]
    fieldsets = [
        fieldset(None, "name", "slug", "bridge", "answer", "what", "address"),
        fieldset("Where", "is_national", "regions", "authorities", description="Public."),
        fieldset("When", "since", "is_since_planned", "until", "is_until_planned", description=PLANS),
        fieldset("As of when it is known", "as_of", "as_of_said", description="Public."),
        HOW_WE_KNOW,
    ]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Offer places as boxes to tick, local authorities by region."""
        if db_field.name == "authorities":
            return AuthoritiesField(required=False, widget=AuthoritiesInput(attrs={"label": "Local authorities"}))
        return super().formfield_for_manytomany(db_field, request, widget=CheckboxSelectMultiple(), **kwargs)

    def get_queryset(self, request):
        """Read the rows with the places they speak of, which the list shows."""
        return super().get_queryset(request).prefetch_related("regions", "authorities")


@admin.register(Development)
class DevelopmentAdmin(EditorialAdmin):
    list_display = ["title", "when", "publication"]
    list_filter = ["publication", "is_planned"]
    fieldsets = [
        fieldset(None, "title", "slug", "what", "who", "address"),
        fieldset("When", "date", "date_said", "is_planned", description=PLANS),
        HOW_WE_KNOW,
    ]
