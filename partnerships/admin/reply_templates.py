"""Texts to answer enquiries with, in the back office."""

from django.contrib import admin

from partnerships.admin.base import RowLevelAdmin
from partnerships.admin.lists import column
from partnerships.forms.reply_templates import ReplyTemplateForm
from partnerships.models import ReplyTemplate


@admin.register(ReplyTemplate)
class ReplyTemplateAdmin(RowLevelAdmin):
    form = ReplyTemplateForm
    list_select_related = ["bridge"]
    autocomplete_fields = ["bridge"]
    search_fields = ["name", "text"]

    of_whom = column("for", lambda row: row.bridge or "Every desk", "bridge__name")
    list_display = ["name", "of_whom"]
    list_title = "Reply templates"

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Return the form's class, made for each request, with the user in `by`."""
        form = super().get_form(request, obj, change=change, **kwargs)
        form.by = request.user
        return form

    def get_changeform_initial_data(self, request):
        own = request.user.bridges.all()[:2]
        chosen = {"bridge": own[0].pk} if len(own) == 1 else {}
        return chosen | super().get_changeform_initial_data(request)
