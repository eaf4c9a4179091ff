"""What the next news by e-mail will say, as far as it is known, for those who publish what it tells."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from members.forms.digest_preview import DigestPreviewForm
from members.mailing_list import digest
from partnerships.publishing import workflow


@require_safe
def digest_preview_page(request: HttpRequest) -> HttpResponse:
    """Show the mail that is written next, for the region that is chosen, and apart from it one that is overdue."""
    if not workflow.may_publish(request.user):  # type: ignore[arg-type]  # only staff get here
        raise PermissionDenied
    form = DigestPreviewForm(request.GET)
    overdue, following = digest.to_come(timezone.localdate())
    mailings = [each for each in (overdue, following) if each]
    context = {
        "title": "The next news by e-mail",
        "form": form,
        "overdue": overdue,
        "mailings": [(mailing, digest.preview(mailing, form.chosen)) for mailing in mailings],
    }
    return TemplateResponse(request, "admin/members/digest_preview.html", admin.site.each_context(request) | context)
