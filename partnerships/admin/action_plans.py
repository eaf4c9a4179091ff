"""The action plan of a partnership, uploaded in its entry: a resource of the library, public once the entry is."""

from django.urls import reverse

from partnerships.admin import copying
from partnerships.admin.inlines import OwnInline
from partnerships.forms.entries import ActionPlanForm
from partnerships.forms.widgets import DocumentInput
from partnerships.models import Resource
from partnerships.publishing import at_once, steps, workflow
from partnerships.vocabulary import DocumentType, ResourceKind


class ActionPlanInline(OwnInline):
    template = "admin/edit_inline/stacked.html"
    model = Resource
    form = ActionPlanForm
    verbose_name = "action plan"
    verbose_name_plural = "Action plan"
    fields = ["title", "year", "document", "url"]
    show_change_link = True

    def get_formset(self, request, obj=None, **kwargs):
        """Say where it is so that what is added is public at once."""
        is_at_once = obj is not None and obj.is_published and workflow.may_publish(request.user)
        if is_at_once and not copying.of(request) and not at_once.must_ask(request.user, obj):
            self.verbose_name_plural = "Action plan: what is added is public at once"
        return super().get_formset(request, obj, **kwargs)

    def get_queryset(self, request):
        return super().get_queryset(request).filter(kind=ResourceKind.ACTION_PLAN)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "document":
            extensions = ",".join(f".{document_type}" for document_type in DocumentType)
            kwargs["widget"] = DocumentInput({"accept": extensions})
            kwargs["widget"].address_of = lambda row: reverse("admin:partnerships_resource_document", args=[row.pk])
        return super().formfield_for_dbfield(db_field, request, **kwargs)


def publish_with(entry, formset, by) -> None:
    """Publish the action plans that `formset` added to `entry`, if the entry is public and `by` may publish."""
    if formset.model is Resource and entry.is_published and workflow.may_publish(by):
        for plan in formset.new_objects:
            workflow.move(plan, to=steps.PUBLISHED, by=by)
