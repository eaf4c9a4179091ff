"""Pages of the resource library, and its documents."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.forms.editorial import ResourceListForm
from partnerships.models import Resource
from partnerships.published_kinds.table import Listing, PublishedKind
from partnerships.views.slug_lookup import entry_at, entry_page
from partnerships.vocabulary import SECTION_MEANING


@require_safe
def resource_list(request: HttpRequest, kind: PublishedKind, listing: Listing) -> HttpResponse:
    """Show the library: its sections, each with its resources."""
    form = ResourceListForm(request.GET)
    resources = list(form.answer(listing).rows)
    sections = [
        {
            "section": section,
            "meaning": meaning,
            "resources": [resource for resource in resources if resource.section == section],
        }
        for section, meaning in SECTION_MEANING.items()
    ]
    context = {"form": form, "resources": resources, "sections": sections, "trail": [(listing.page_label, "")]}
    return render(request, "partnerships/resource_list.html", context)


@entry_page
def resource_document(request: HttpRequest, slug: str) -> FileResponse:
    """Return the document of a published resource as a download, never run in the browser."""
    return document_of(entry_at(slug, Resource.objects.published()))


def document_of(resource: Resource) -> FileResponse:
    """Return the document of `resource` as a download, never run in the browser. Raises Http404 without one."""
    if not resource.document.name or not resource.document.storage.exists(resource.document.name):
        raise Http404("There is no document.")
    name = f"{resource.slug}.{resource.document_type}"
    response = FileResponse(resource.document.open("rb"), as_attachment=True, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
