"""The link from a row of the back office to its public page, for rows that the user may see there."""

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from partnerships.views.staff_requests import StaffRequest


def view_on_site(request: StaffRequest, content_type_id: str, object_id: str) -> HttpResponse:
    """Redirect to the public page of a row.

    Django's own would redirect to any row, and so tell the name of another Bridge's draft by its address.
    """
    if not (content_type_id.isdecimal() and object_id.isdecimal()):
        raise Http404
    model = get_object_or_404(ContentType, pk=content_type_id).model_class()
    if model is None or not admin.site.is_registered(model):
        raise Http404
    model_admin = admin.site.get_model_admin(model)
    row = model_admin.get_object(request, object_id) if model_admin.has_view_permission(request) else None
    if row is None:
        raise Http404
    return shortcut(request, content_type_id, object_id)
