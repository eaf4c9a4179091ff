"""The action plan is uploaded in the entry itself, checked as documents are, and public as the entry is."""

import pytest

from partnerships.models import AuditEntry, Partnership, Resource
from partnerships.vocabulary import AuditAction, PublicationState, ResourceKind, ResourceSection
from tests.factories import make_resource
from tests.partnerships.admin.editorial_forms import pdf, send, url_of
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
PLAN = {"resource_set-TOTAL_FORMS": 1, "resource_set-0-title": "Plan until 2030", "resource_set-0-year": "2026"}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Keep uploads in a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_a_plan_added_to_a_public_entry_is_there_for_visitors_at_once(client, publisher, partnership):
    response = send(client, url_of(partnership), **PLAN, **{"resource_set-0-document": pdf()})

    assert response.status_code == 302
    plan = Resource.objects.get()
    assert (plan.kind, plan.section, plan.partnership) == ("action plan", ResourceSection.DELIVER, partnership)
    assert (plan.publication, plan.document_type, plan.year) == (PublicationState.PUBLISHED, "pdf", 2026)
    assert AuditEntry.objects.filter(action=AuditAction.PUBLISHED, about__startswith="resource").exists()
    assert client.get(plan.get_download_url()).getvalue().startswith(b"%PDF")
    assert "Plan until 2030" in words_of(client.get(partnership.get_absolute_url()))


def test_a_plan_of_a_draft_stays_a_draft(client, publisher, partnership):
    Partnership.objects.update(publication=PublicationState.DRAFT)

    send(client, url_of(partnership), **PLAN, **{"resource_set-0-document": pdf()})

    assert Resource.objects.get().publication == PublicationState.DRAFT


def test_what_is_no_document_is_refused_beside_its_field_and_nothing_is_kept(client, publisher, partnership, media):
    bad = pdf(content=b"MZ a program")

    response = send(client, url_of(partnership), **PLAN, **{"resource_set-0-document": bad, "summary": "Another"})

    assert "The document must be a PDF, a Word document" in words_of(response)
    assert not Resource.objects.exists()
    assert Partnership.objects.get(pk=partnership.pk).summary == ""
    assert not list(media.rglob("*.pdf"))


def test_only_action_plans_stand_there_and_the_form_sent_as_it_is_changes_none(client, publisher, partnership):
    make_resource(partnership=partnership, title="A toolkit")
    plan = make_resource(partnership=partnership, title="The plan", kind=ResourceKind.ACTION_PLAN)
    before = list(Resource.objects.values())

    response = send(client, url_of(partnership))

    assert response.status_code == 302
    assert list(Resource.objects.values()) == before
    shown = client.get(url_of(partnership)).text
    assert f'value="{plan.title}"' in shown and "A toolkit" not in shown.partition("resource_set-group")[2]
