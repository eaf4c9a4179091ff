"""Editing an entry: its places, its logo, its preview, and what looks wrong before it is saved."""

import pytest
from django.contrib.auth.models import Permission
from django.core.files.storage import default_storage
from django.urls import reverse

from partnerships.files import pictures
from partnerships.models import Partnership
from partnerships.publishing import previews
from partnerships.vocabulary import PublicationState
from tests.factories import make_authority, make_officer, make_partnership
from tests.filling import left_as_it_is, opened
from tests.pictures import as_bytes, drawn, upload
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.versions]
ODD = {"website": "http://arts.example/"}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Keep uploads in a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def draft():
    """A draft with nothing odd about it."""
    return make_partnership(name="Leeds33", publication=PublicationState.DRAFT)


def url_of(partnership, page="change"):
    """Return the address of a page of the back office about `partnership`."""
    return reverse(f"admin:partnerships_partnership_{page}", args=[partnership.pk])


def send(client, partnership, **changes):
    """Send the entry's form with `changes`."""
    url = url_of(partnership)
    return client.post(url, left_as_it_is(opened(client, url)) | changes)


def send_again(client, response, **changes):
    """Send once more what was shown, as a browser does, with what stands above the form ticked."""
    form = response.context["adminform"].form
    hidden = {"heeded": form.acknowledging, "save_anyway": "on"}
    if stashed := form.fields["logo"].widget.stashed:
        hidden["logo-held"] = pictures.stash(stashed)
    return client.post(response.request["PATH_INFO"], left_as_it_is(response) | hidden | changes)


def errors_of(response):
    """Return the messages beside the fields, by field."""
    return response.context["adminform"].form.errors.get_json_data()


def test_a_county_is_chosen_whole(staff_client, draft):
    for name in ("Ashford", "Dover"):
        make_authority(name=name, county="Kent", bridge=draft.bridge)
    own = draft.authorities.get()

    response = send(staff_client, draft, authorities_all_of=["Kent"])

    assert response.status_code == 302
    assert sorted(draft.authorities.values_list("name", flat=True)) == sorted([own.name, "Ashford", "Dover"])


def test_what_looks_wrong_is_asked_about_and_nothing_is_saved(staff_client, draft):
    response = send(staff_client, draft, summary="Typed", **ODD)

    assert response.status_code == 200
    assert "The website’s address begins with http://" in words_of(response)
    assert "Please correct" not in words_of(response)
    assert response.context["adminform"].form["summary"].value() == "Typed"
    draft.refresh_from_db()
    assert (draft.website, draft.summary) == ("", "")


def test_what_was_asked_about_is_saved_once_it_is_ticked(staff_client, draft):
    response = send_again(staff_client, send(staff_client, draft, **ODD))

    assert response.status_code == 302
    assert Partnership.objects.get().website == "http://arts.example/"


def test_it_is_asked_again_without_the_tick(staff_client, draft):
    warned = send(staff_client, draft, **ODD)
    hidden = {"heeded": warned.context["adminform"].form.acknowledging}

    response = staff_client.post(url_of(draft), left_as_it_is(warned) | hidden)

    assert (response.status_code, Partnership.objects.get().website) == (200, "")


def test_a_tick_is_no_leave_for_what_was_not_shown(staff_client, draft):
    response = send_again(staff_client, send(staff_client, draft, **ODD), stage="ended")

    assert response.status_code == 200
    assert "nothing says when it closed" in words_of(response)
    assert Partnership.objects.get().website == ""


def test_what_was_acknowledged_before_is_not_asked_about_again(staff_client, draft):
    Partnership.objects.update(**ODD)

    assert send(staff_client, draft, about="Longer").status_code == 302


def test_a_mistake_is_said_before_what_only_looks_wrong(staff_client, draft):
    response = send(staff_client, draft, name="", **ODD)

    assert list(errors_of(response)) == ["name"]
    assert "begins with http://" not in words_of(response)


def test_a_likeness_to_a_draft_of_another_bridge_is_not_given_away(client, draft):
    other = make_partnership(name="Hull LCEP", publication=PublicationState.DRAFT)
    officer = make_officer(draft.bridge, permissions=["view_partnership", "change_partnership"])
    client.force_login(officer)

    assert send(client, draft, name="Hull CEP").status_code == 302
    Partnership.objects.filter(pk=other.pk).update(publication=PublicationState.PUBLISHED)
    response = send(client, draft, name="The Hull CEP")

    assert "There is already Hull LCEP." in words_of(response)


def test_a_logo_is_kept_in_its_widths(staff_client, draft):
    response = send(staff_client, draft, logo=upload(), logo_alt="Leeds33")

    assert response.status_code == 302
    picture = pictures.Picture.named(Partnership.objects.get().logo.name)
    assert [default_storage.exists(name) for _, name in picture.sizes] == [True, True, True]


def test_a_logo_needs_words(staff_client, draft):
    response = send(staff_client, draft, logo=upload())

    assert list(errors_of(response)) == ["logo_alt"]
    assert Partnership.objects.get().logo == ""


def test_words_of_a_logo_that_is_not_there_are_not_saved_silently(staff_client, draft):
    response = send(staff_client, draft, logo_alt="A green leaf")

    assert errors_of(response)["logo_alt"][0]["message"] == "There is no logo. Choose one, or empty this"
    assert Partnership.objects.get().logo_alt == ""


def test_a_logo_need_not_be_chosen_again(staff_client, draft):
    refused = send(staff_client, draft, logo=upload())
    assert "It need not be chosen again." in words_of(refused)

    response = send_again(staff_client, refused, logo_alt="Leeds33")

    assert response.status_code == 302
    assert default_storage.exists(Partnership.objects.get().logo.name)


def test_a_logo_is_replaced_and_the_former_one_stays_for_older_versions(staff_client, draft):
    send(staff_client, draft, logo=upload(), logo_alt="Leeds33")
    former = Partnership.objects.get().logo.name

    send(staff_client, draft, logo=upload())

    now = Partnership.objects.get().logo.name
    assert now != former
    assert default_storage.exists(former)


def test_a_logo_is_taken_away(staff_client, draft):
    send(staff_client, draft, logo=upload(), logo_alt="Leeds33")

    send(staff_client, draft, **{"logo-clear": "on"})

    assert Partnership.objects.values_list("logo", "logo_alt").get() == ("", "")


def test_a_logo_left_alone_stays(staff_client, draft):
    send(staff_client, draft, logo=upload(), logo_alt="Leeds33")
    before = Partnership.objects.get().logo.name

    send(staff_client, draft, summary="New")

    assert Partnership.objects.get().logo.name == before


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<svg></svg>", "This is an SVG drawing, which can hold programs. Save it as PNG and choose that"),
        (
            as_bytes(drawn())[:-40],
            "This picture cannot be read to its end. It may be damaged: save or download it again",
        ),
    ],
)
def test_what_is_no_logo_is_refused_beside_the_field(staff_client, draft, media, content, message):
    response = send(staff_client, draft, logo=upload(content), logo_alt="Leeds33")

    assert errors_of(response)["logo"][0]["message"] == message
    assert list(media.iterdir()) == []


def test_a_held_logo_we_did_not_keep_is_none(staff_client, draft):
    response = send(staff_client, draft, **{"logo-held": "logos/other.png"})

    assert (response.status_code, Partnership.objects.get().logo.name) == (302, "")


def test_a_draft_has_a_link_to_its_preview_and_none_to_the_site(staff_client, draft):
    html = staff_client.get(url_of(draft)).content.decode()

    assert "/preview/" in html
    assert "View on site" not in html


def test_a_public_entry_is_viewed_on_the_site(staff_client):
    partnership = make_partnership()

    html = staff_client.get(url_of(partnership)).content.decode()

    assert "View on site" in html
    assert "/preview/" not in html


def test_links_to_a_preview_are_ended(staff_client, draft):
    response = staff_client.post(url_of(draft, "end_previews"), follow=True)

    assert "have stopped working" in words_of(response)
    assert Partnership.objects.get().preview_key != draft.preview_key


def test_ending_links_is_posted_only(staff_client, draft):
    assert staff_client.get(url_of(draft, "end_previews")).status_code == 405
    assert Partnership.objects.get().preview_key == draft.preview_key


@pytest.mark.parametrize(
    ("permissions", "is_theirs", "status"),
    [
        (["view_partnership", "change_partnership"], True, 302),
        (["view_partnership"], True, 403),
        (["view_partnership", "change_partnership"], False, 404),
    ],
)
def test_only_who_may_change_an_entry_ends_its_links(client, draft, permissions, is_theirs, status):
    bridge = draft.bridge if is_theirs else make_authority().bridge
    client.force_login(make_officer(bridge, permissions=permissions))

    assert client.post(url_of(draft, "end_previews")).status_code == status
    assert (Partnership.objects.get().preview_key == draft.preview_key) is (status != 302)


def test_a_reader_sees_the_entry_without_anything_to_send(client, draft):
    reader = make_officer(draft.bridge)
    reader.user_permissions.set(Permission.objects.filter(codename="view_partnership"))
    client.force_login(reader)

    html = client.get(url_of(draft)).content.decode()

    assert previews.preview_link(draft).rpartition("/preview/")[0] in html
    assert 'name="_save"' not in html
    assert "stop working" not in html


def test_about_is_written_with_a_preview(staff_client, draft):
    html = staff_client.get(url_of(draft)).content.decode()

    assert html.count('class="prose-button"') == 1
    assert f'formaction="{reverse("admin:prose-preview")}"' in html


def test_a_new_link_that_looks_wrong_is_asked_about_and_saved_when_acknowledged(staff_client, draft):
    draft.links.create(label="Old", url="http://old.example/")
    row = {"links-TOTAL_FORMS": "2", "links-1-label": "Plan", "links-1-kind": "page", "links-1-id": ""}
    row |= {"links-1-url": "http://plain.example/", "links-1-partnership": str(draft.pk)}

    warned = send(staff_client, draft, **row)
    links_then = draft.links.count()
    saved = send_again(staff_client, warned, **row)

    assert "not safe: http://plain.example/. Try https://." in words_of(warned)
    assert (warned.status_code, links_then, saved.status_code, draft.links.count()) == (200, 1, 302, 2)


def test_links_that_stay_as_they_are_are_not_asked_about(staff_client, draft):
    draft.links.create(label="Old", url="http://old.example/")

    assert send(staff_client, draft, summary="New").status_code == 302
