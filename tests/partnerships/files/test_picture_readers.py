"""Pictures of what is not public are shown to those who work on it and by preview link; to nobody else, nor kept."""

import re
from urllib.parse import unquote, urlsplit

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.db.models import ImageField

from partnerships.files import picture_readers, pictures
from partnerships.models.versions import revising
from partnerships.publishing import previews
from partnerships.vocabulary import PublicationState
from tests.factories import make_bridge, make_case_study, make_news, make_officer, make_partnership, make_user
from tests.pictures import as_bytes, drawn, upload
from tests.signing_in import StaffClient

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
DRAFT = {"publication": PublicationState.DRAFT}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def bridge():
    return make_bridge()


def kept(folder="logos"):
    return pictures.keep(upload(as_bytes(drawn(400, 300))), folder)


def draft_logo(bridge, **fields):
    return make_partnership(bridge=bridge, logo=kept(), logo_alt="Leaf", **fields), "logo"


def draft_news(bridge, **fields):
    return make_news(bridge=bridge, picture=kept("news"), picture_alt="Leaf", **fields), "picture"


def draft_case_study(bridge, **fields):
    case_study = make_case_study(bridge=bridge, partnership=None, **fields)
    case_study.pictures.create(image=kept("case-studies"), alternative="Leaf")
    return case_study, "pictures"


KINDS = pytest.mark.parametrize("make", [draft_logo, draft_news, draft_case_study])


def address_of(made):
    entry, field = made
    name = entry.pictures.get().image if field == "pictures" else getattr(entry, field)
    return default_storage.url(str(name))


def signed_in(user):
    client = StaffClient()
    client.force_login(user)
    return client


def cached(response):
    return set(response["Cache-Control"].split(", "))


def got(client, address, query=None):
    """Return what is at `address`, read to its end, so that its file is closed."""
    response = client.get(address, query or {})
    if response.streaming:
        response.getvalue()
    return response


@KINDS
def test_nobody_but_its_staff_sees_the_picture_of_a_draft_and_no_cache_keeps_it(client, bridge, make):
    address = address_of(make(bridge, **DRAFT))
    own, others = signed_in(make_officer(bridge)), signed_in(make_officer(make_bridge()))
    no_staff = signed_in(make_user())

    shown = got(own, address)

    assert [got(each, address).status_code for each in (client, others, no_staff)] == [404, 404, 404]
    assert (shown.status_code, {"private", "no-store"} <= cached(shown)) == (200, True)
    assert not {"public", "immutable"} & cached(shown)


@KINDS
def test_the_public_sees_it_while_its_entry_is_public(client, bridge, make):
    made = entry, _ = make(bridge)
    address = address_of(made)

    assert {"public", "immutable"} <= cached(got(client, address))
    type(entry).objects.filter(pk=entry.pk).update(publication=PublicationState.ARCHIVED)
    assert got(client, address).status_code == 404


@KINDS
def test_who_holds_a_preview_link_sees_it_on_the_page(client, bridge, make):
    made = entry, _ = make(bridge, **DRAFT)
    page = client.get(unquote(urlsplit(previews.preview_link(entry)).path)).content.decode()
    sources = re.findall(r'/media/[^" ]+', page)

    assert len(sources) >= 2
    for source in sources:
        assert got(client, source).status_code == 200
        assert {"private", "no-store"} <= cached(got(client, source))
    previews.end_links(entry=entry, by=make_user())
    assert {got(client, source).status_code for source in sources} == {404}
    another, _ = make(bridge, **DRAFT)
    token = previews.preview_link(another).rstrip("/").rpartition("/")[2]
    assert client.get(address_of(made), {"preview": unquote(token)}).status_code == 404
    assert got(client, address_of(made), {"preview": "nonsense"}).status_code == 404


@pytest.mark.versions
def test_a_picture_of_an_earlier_version_is_for_staff_of_the_entry(client, bridge):
    made = entry, _ = draft_news(bridge)
    address = address_of(made)
    with revising(reason="another picture"):
        entry.picture = kept("news")
        entry.save()

    own, others = signed_in(make_officer(bridge)), signed_in(make_officer(make_bridge()))

    assert [got(each, address).status_code for each in (client, others, own)] == [404, 404, 200]


def test_a_picture_of_a_form_that_is_not_saved_is_shown_to_staff(client, bridge):
    address = default_storage.url(kept("news"))

    assert got(client, address).status_code == 404
    assert got(signed_in(make_officer(bridge)), address).status_code == 200


def test_every_field_with_a_picture_says_whose_it_is():
    fields = {(model, field.name) for model in apps.get_models() for field in model._meta.local_fields}
    with_pictures = {
        (model, name)
        for model, name in fields
        if isinstance(model._meta.get_field(name), ImageField) and not hasattr(model, "history_object")
    }

    assert {(each.model, each.field) for each in picture_readers.PICTURES} == with_pictures
