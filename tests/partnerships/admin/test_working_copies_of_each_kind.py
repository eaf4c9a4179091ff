"""There is a working copy of whatever is public, a Bridge Organisation too, and of its pictures and documents."""

import pytest

from partnerships.files import pictures
from partnerships.models import BridgeOrganisation, CaseStudy, Partnership, Resource, WorkingCopy
from partnerships.publishing import previews, working_copies
from tests.factories import make_bridge, make_case_study, make_event, make_partnership, make_superuser
from tests.partnerships.admin.copy_steps import step
from tests.partnerships.admin.editorial_forms import make_resource_with_document, pdf, send, send_copy, url_of
from tests.partnerships.publishing.test_previews_of_the_published import KINDS
from tests.pictures import upload

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.versions]
WORD = "Quixotically"
# What the form of a kind asks for that a row made for a test lacks.
MORE = {"presentsupport": {"is_national": "on"}}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Keep uploads in a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def editor(client):
    """A client signed in as somebody who may do everything."""
    client.force_login(make_superuser())
    return client


def published(make):
    row = make()
    type(row).objects.filter(pk=row.pk).update(publication="published")
    row.refresh_from_db()
    return row


def text_of(row):
    """Return the name of a field of `row` that its page shows."""
    return next(
        name for name in ("about", "what_was_done", "body", "what", "description", "answer") if hasattr(row, name)
    )


def publish(client, entry):
    response = step(client, entry, "publish")
    assert response.status_code == 302, response.context["problems"]


@pytest.mark.parametrize("name", KINDS)
def test_of_every_kind_with_a_page_it_is_previewed_and_published(client, editor, name):
    row = published(KINDS[name][0])
    before = getattr(row, text_of(row))

    response = send_copy(editor, row, **{text_of(row): WORD} | MORE.get(name, {}))
    assert response.status_code == 302, response.context["errors"]

    row.refresh_from_db()
    assert getattr(row, text_of(row)) == before
    assert WORD in client.get(previews.preview_link(WorkingCopy.objects.get())).content.decode()
    publish(editor, row)
    row.refresh_from_db()
    assert getattr(row, text_of(row)) == WORD


def test_of_a_bridge_organisation_too(client, editor):
    bridge = make_bridge(about="Old", enquiries_email="desk@arch.example")
    officer = make_superuser(username="officer")
    bridge.officers.add(officer)

    assert send_copy(editor, bridge, about=WORD).status_code == 302

    copy = WorkingCopy.objects.get()
    assert {"officers", "enquiries_email"} & copy.content["data"].keys() == set()
    assert WORD in client.get(previews.preview_link(copy)).content.decode()
    assert WORD not in client.get(bridge.get_absolute_url()).content.decode()
    publish(editor, bridge)
    bridge = BridgeOrganisation.objects.get()
    assert (bridge.about, bridge.enquiries_email, list(bridge.officers.all())) == (WORD, "desk@arch.example", [officer])


def test_whatever_is_published_has_one():
    kinds = {model._meta.model_name for model in working_copies.models()}

    assert kinds >= {*KINDS, "bridgeorganisation", "supportoffer"}


def test_a_chosen_logo_waits_with_the_copy(editor, media):
    partnership = make_partnership()
    send_copy(editor, partnership, logo=upload(), logo_alt="Leeds33")
    [name] = WorkingCopy.objects.get().held_files

    assert (Partnership.objects.get().logo.name, name in pictures.names_in_use()) == ("", True)
    send_copy(editor, partnership, summary=WORD)
    assert WorkingCopy.objects.get().held_files == [name]
    publish(editor, partnership)
    assert (Partnership.objects.get().logo.name, Partnership.objects.get().summary) == (name, WORD)


def test_a_picture_of_a_case_study_waits_with_the_copy(editor, media):
    case_study = make_case_study()
    picture = {"pictures-TOTAL_FORMS": "1", "pictures-0-image": upload(), "pictures-0-alternative": "Two puppets"}
    picture["pictures-0-position"] = "0"

    assert send_copy(editor, case_study, **picture).status_code == 302

    assert CaseStudy.objects.get().pictures.count() == 0
    publish(editor, case_study)
    assert CaseStudy.objects.get().pictures.get().alternative == "Two puppets"


def test_another_document_waits_with_the_copy_and_goes_with_it(client, editor, media):
    resource = make_resource_with_document(make_partnership(), media)
    new = pdf(content=pdf().read() + b"\n%%EOF")
    send_copy(editor, resource, document=new)
    copy = WorkingCopy.objects.get()
    [name] = copy.held_files

    assert Resource.objects.get().document.name == "documents/hidden.pdf"
    link = f"{previews.preview_link(copy)}document/"
    assert b"".join(client.get(link).streaming_content) == (media / name).read_bytes()
    send_copy(editor, resource, title=WORD)
    publish(editor, resource)
    assert (Resource.objects.get().document.name, Resource.objects.get().title) == (name, WORD)
    assert Resource.objects.get().size == (media / name).stat().st_size


def test_the_document_of_a_discarded_copy_is_removed(editor, media, django_capture_on_commit_callbacks):
    resource = make_resource_with_document(make_partnership(), media)
    send_copy(editor, resource, document=pdf())
    [name] = WorkingCopy.objects.get().held_files
    assert (media / name).exists()

    with django_capture_on_commit_callbacks(execute=True):
        editor.post(url_of(resource, "copy_step", "discard"))

    assert ((media / name).exists(), (media / "documents/hidden.pdf").exists()) == (False, True)


def test_an_event_is_told_as_it_was_until_its_copy_is_published(client, editor):
    event = make_event(place="Town Hall")
    send_copy(editor, event, place="Library")

    assert "Town Hall" in client.get(event.get_absolute_url()).content.decode()
    publish(editor, event)
    assert "Library" in client.get(event.get_absolute_url()).content.decode()


def test_a_draft_needs_none(editor):
    draft = make_event(publication="draft")

    response = editor.get(url_of(draft, "working_copy"))

    assert response.url == url_of(draft)
    assert send(editor, url_of(draft), place="Library").status_code == 302
