"""Versions in the back office: the list, two side by side, and bringing one back."""

import pytest
from django.urls import reverse

from partnerships.models import Partnership, Revision
from partnerships.models.versions import revising
from partnerships.vocabulary import RevisionKind
from tests.factories import (
    make_authority,
    make_bridge,
    make_membership,
    make_officer,
    make_organisation,
    make_partnership,
    make_priority,
    make_programme,
    make_sector,
    make_superuser,
    make_support_offer,
)
from tests.partnerships.admin.test_base import admin_url
from tests.reading import words_of
from tests.signing_in import StaffClient

pytestmark = [pytest.mark.django_db, pytest.mark.versions]
RIGHTS = ["view_partnership", "change_partnership", "publish_partnership", "import_partnership"]


def signed_in(user):
    client = StaffClient()
    client.force_login(user)
    return client


@pytest.fixture
def bridge():
    return make_bridge(name="Arch")


@pytest.fixture
def officer(bridge):
    return signed_in(make_officer(bridge, permissions=RIGHTS))


@pytest.fixture
def partnership(bridge):
    partnership = make_partnership([make_authority(bridge=bridge)], name="Leeds33", summary="Arts in Leeds.")
    partnership.summary = "Arts in <i>York</i>."
    partnership.save()
    return partnership


def url_of(entry, page, *args):
    return reverse(f"admin:{entry._meta.app_label}_{entry._meta.model_name}_{page}", args=[entry.pk, *args])


def keys_of(partnership):
    return sorted(partnership.versions.values_list("revision", flat=True))


def test_the_list_says_when_who_and_what(officer, partnership, bridge):
    editor = make_officer(bridge)
    with revising(by=editor, reason="On the phone"):
        partnership.names.create(name="Leeds CEP")

    response = officer.get(admin_url(partnership, "history"))

    [latest, summary, *_] = response.context["lines"]
    assert (latest["author"], latest["labels"]) == (editor.username, ["Name “Leeds CEP” added"])
    assert (summary["author"], summary["labels"], summary["count"]) == ("The site", ["Summary"], 1)
    assert "Edited: On the phone" in words_of(response)


def test_the_list_asks_the_database_the_same_for_any_number(officer, partnership, django_assert_num_queries):
    make_membership(partnership=partnership)
    url = admin_url(partnership, "history")
    officer.get(url)
    with django_assert_num_queries(24):
        officer.get(url)
    for number in range(3):
        partnership.summary = f"Arts {number}."
        partnership.save()
        make_membership(partnership=partnership)

    with django_assert_num_queries(24):
        officer.get(url)


def test_long_histories_have_pages(officer, partnership):
    for number in range(30):
        partnership.summary = f"Arts {number}."
        partnership.save()
    url = admin_url(partnership, "history")

    first, second = (officer.get(f"{url}?p={page}").context["lines"] for page in (1, 2))

    assert (len(first), first[-1]["revision"].pk > second[0]["revision"].pk) == (25, True)


def test_a_version_is_compared_with_the_one_before_it(officer, partnership):
    newer = keys_of(partnership)[-1]

    response = officer.get(url_of(partnership, "compare"), {"newer": newer})

    [change] = response.context["changes"]
    assert (change.label, change.before) == ("Summary", "Arts in <del>Leeds.</del>")
    assert "<ins>&lt;i&gt;York&lt;/i&gt;.</ins>" in response.content.decode()


def test_comparing_says_why_the_newer_came_to_be(officer, partnership):
    with revising(reason="On the phone"):
        partnership.names.create(name="Leeds CEP")

    response = officer.get(url_of(partnership, "compare"), {"newer": Revision.objects.latest("pk").pk})

    assert "Edited: On the phone" in words_of(response)


def test_any_two_are_compared_in_whatever_order_they_are_named(officer, partnership):
    first, *_, last = keys_of(partnership)

    response = officer.get(url_of(partnership, "compare"), {"older": last, "newer": first})

    assert (response.context["older"].pk, response.context["newer"].pk) == (first, last)


@pytest.mark.parametrize("query", [{}, {"newer": "x"}, {"newer": 0}, {"newer": "9" * 30}])
def test_versions_that_are_not_the_entrys_do_not_exist(officer, partnership, query):
    assert officer.get(url_of(partnership, "compare"), query).status_code == 404


def test_a_version_of_another_entry_does_not_exist(officer, partnership):
    other = keys_of(make_partnership())[-1]

    assert officer.get(url_of(partnership, "compare"), {"newer": other}).status_code == 404
    assert officer.get(url_of(partnership, "restore", other)).status_code == 404


def test_restoring_is_asked_first_and_then_done(officer, partnership):
    url = url_of(partnership, "restore", keys_of(partnership)[-2])

    question = officer.get(url)
    assert [change.label for change in question.context["changes"]] == ["Summary"]
    assert Partnership.objects.get().summary == "Arts in <i>York</i>."

    response = officer.post(url)
    assert response["Location"] == admin_url(partnership, "change")
    assert Partnership.objects.get().summary == "Arts in Leeds."


def test_what_cannot_be_restored_says_why(officer, partnership):
    statement = partnership.stated_priorities.create(priority=make_priority(name="Clay"), wording="Pots")
    then = Revision.objects.first()
    statement.delete()
    statement.priority.delete()

    for response in (
        officer.get(url_of(partnership, "restore", then.pk)),
        officer.post(url_of(partnership, "restore", then.pk)),
    ):
        assert response.context["reasons"] == ["The strategic priority “Clay” is not there any more."]


@pytest.mark.parametrize("page", ["history", "compare", "restore", "undo"])
def test_another_bridges_versions_do_not_exist(partnership, page):
    stranger = signed_in(make_officer(make_bridge(), permissions=["view_partnership", "change_partnership"]))
    args = [keys_of(partnership)[-1]] if page in {"restore", "undo"} else []
    url = url_of(partnership, page, *args)

    assert (stranger.get(url).status_code, stranger.post(url).status_code) == (404, 404)


def test_a_reader_looks_and_restores_nothing(bridge, partnership):
    reader = signed_in(make_officer(bridge, permissions=["view_partnership"]))
    key = keys_of(partnership)[0]

    assert reader.get(admin_url(partnership, "history")).status_code == 200
    assert all(not line["restore_url"] for line in reader.get(admin_url(partnership, "history")).context["lines"])
    assert reader.post(url_of(partnership, "restore", key)).status_code == 403
    assert reader.post(url_of(partnership, "undo", key)).status_code == 403


def test_no_other_verb(officer, partnership):
    key = keys_of(partnership)[0]

    assert officer.post(url_of(partnership, "compare")).status_code == 405
    assert officer.put(url_of(partnership, "restore", key)).status_code == 405
    assert officer.put(url_of(partnership, "undo", key)).status_code == 405


def test_an_import_is_undone_from_the_entry(officer, partnership):
    with revising(kind=RevisionKind.IMPORT, reason="members.xlsx"):
        partnership.summary = "Dance."
        partnership.save()
    act = Revision.objects.first()
    [line, *_] = officer.get(admin_url(partnership, "history")).context["lines"]
    assert officer.get(line["undo_url"]).context["reasons"] == []

    officer.post(url_of(partnership, "undo", act.pk))

    assert Partnership.objects.get().summary == "Arts in <i>York</i>."


def test_an_import_that_cannot_be_undone_says_why(officer, partnership):
    with revising(kind=RevisionKind.IMPORT):
        partnership.summary = "Dance."
        partnership.save()
    act = Revision.objects.first()
    partnership.summary = "Film."
    partnership.save()

    response = officer.post(url_of(partnership, "undo", act.pk))

    assert [reason[:40] for reason in response.context["reasons"]] == ["The partnership “Leeds33” was changed si"]
    assert Partnership.objects.get().summary == "Film."


def test_an_edit_is_restored_not_undone(officer, partnership):
    assert officer.get(url_of(partnership, "undo", keys_of(partnership)[-1])).status_code == 404


@pytest.mark.parametrize(
    "make",
    [
        make_bridge,
        make_membership,
        make_organisation,
        make_partnership,
        make_priority,
        make_programme,
        make_sector,
        make_support_offer,
    ],
)
def test_every_kind_of_entry_has_versions(make):
    entry, owner = make(), signed_in(make_superuser())
    entry.save()
    first, last = keys_of(entry)[0], keys_of(entry)[-1]

    assert len(owner.get(admin_url(entry, "history")).context["lines"]) >= 2
    assert owner.get(url_of(entry, "compare"), {"newer": last}).status_code == 200
    assert owner.get(url_of(entry, "restore", first)).context["reasons"] == []
