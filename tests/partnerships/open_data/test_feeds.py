"""Atom feeds, read as a feed reader reads them."""

import datetime

import feedparser
import pytest

from partnerships.models import Partnership, PartnershipName
from partnerships.models.versions import revising
from partnerships.publishing import public_changes
from tests.factories import make_authority, make_membership, make_partnership, make_region

pytestmark = [pytest.mark.django_db, pytest.mark.versions]

FIRST, SECOND, THIRD = (datetime.date(2026, 11, day) for day in (2, 9, 16))
FEEDS = ["/changes.atom", "/partnerships.atom", "/partnerships/leeds33/changes.atom", "/regions/north/changes.atom"]


def read(client, path):
    """Return the feed at `path` as a reader sees it; what is not well formed fails."""
    response = client.get(path)
    feed = feedparser.parse(response.content)
    assert (response["Content-Type"], feed.bozo, feed.version) == (
        "application/atom+xml; charset=utf-8",
        False,
        "atom10",
    )
    return feed


@pytest.fixture
def leeds33():
    """A partnership in the North that was there before anybody looked."""
    partnership = make_partnership([make_authority(region=make_region(name="North"))], name="Leeds33")
    public_changes.take_snapshots(FIRST)
    return partnership


def rename(partnership):
    """Give `partnership` another name and address."""
    partnership.name, partnership.slug = "Leeds & Co <b>", "leeds-and-co"
    partnership.save()


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_says_what_it_is_whose_it_is_and_under_which_licence(client, leeds33, path):
    feed = read(client, path).feed

    assert feed.title.endswith(" – LCEP Directory")
    assert feed.id.startswith("tag:127.0.0.1,2026:feed/")
    assert (feed.author, [link.href for link in feed.links if link.rel == "self"]) == (
        "LCEP Directory",
        [f"http://127.0.0.1:8000{path}"],
    )
    assert "Creative Commons" in feed.rights
    assert feed.updated


def test_what_changed_is_an_entry_for_each_day(client, leeds33):
    Partnership.objects.update(summary="Music for all.")
    public_changes.take_snapshots(SECOND)
    make_partnership(name="Young")
    public_changes.take_snapshots(THIRD)

    young, old = read(client, "/changes.atom").entries

    assert (young.title, young.summary, young.updated) == (
        "Young: new entry",
        "Newly listed.",
        "2026-11-16T00:00:00+00:00",
    )
    assert (old.title, old.summary) == ("Leeds33: changed", "What changed: what it says of itself.")
    assert old.link == "http://127.0.0.1:8000/partnerships/leeds33/"


@pytest.mark.parametrize("path", ["/changes.atom", "/partnerships.atom"])
def test_ids_stay_when_name_and_address_change_and_signs_are_escaped(client, leeds33, path):
    Partnership.objects.update(summary="Music for all.")
    public_changes.take_snapshots(SECOND)
    [before] = read(client, path).entries
    rename(Partnership.objects.get())

    [after] = read(client, path).entries

    assert after.id == before.id
    assert after.title.startswith("Leeds & Co <b>")
    assert after.link == "http://127.0.0.1:8000/partnerships/leeds-and-co/"


def test_a_region_and_a_partnership_have_feeds_of_their_own(client, leeds33):
    make_partnership(name="Elsewhere")
    PartnershipName.objects.create(partnership=leeds33, name="The Hub")
    public_changes.take_snapshots(SECOND)

    titles = [[entry.title for entry in read(client, path).entries] for path in FEEDS]

    assert titles[0] == ["Leeds33: changed", "Elsewhere: new entry"]
    assert titles[2:] == [["Leeds33: changed"], ["Leeds33: changed"]]


def test_the_feed_of_the_list_of_changes_can_be_narrowed_as_the_list(client, leeds33):
    make_partnership(name="Elsewhere")
    public_changes.take_snapshots(SECOND)

    assert [entry.title for entry in read(client, "/changes.atom?partnership=elsewhere").entries] == [
        "Elsewhere: new entry"
    ]
    assert read(client, "/changes.atom?partnership=leeds33").entries == []


def test_the_feed_of_a_list_holds_what_the_list_does_the_latest_changed_first(client, leeds33):
    make_partnership(name="Young")
    public_changes.take_snapshots(SECOND)
    make_partnership(name="Younger")
    public_changes.take_snapshots(THIRD)

    assert [entry.title for entry in read(client, "/partnerships.atom").entries] == ["Younger", "Young"]
    assert read(client, "/partnerships.atom?region=north").entries == []


def test_a_member_is_in_the_feed_once_somebody_has_edited_it(client):
    quiet, edited = make_membership().organisation, make_membership().organisation
    type(quiet).versions.all().delete()
    with revising():
        edited.name = "Edited"
        edited.save()

    assert [entry.title for entry in read(client, "/members.atom").entries] == ["Edited"]


def test_an_old_address_leads_to_the_feed_s_entry(client, leeds33):
    rename(leeds33)

    assert client.get("/partnerships/leeds33/changes.atom").status_code == 301


@pytest.mark.parametrize("path", ["/regions.atom", "/atlantis.atom", "/regions/atlantis/changes.atom", "/sectors.atom"])
def test_there_is_no_feed_of_what_never_changes_or_is_not_there(client, path):
    assert client.get(path).status_code == 404


def test_an_empty_feed_does_not_change_by_itself(client):
    assert read(client, "/changes.atom").feed.updated == "2026-01-01T00:00:00+00:00"


def test_a_summary_is_text_whatever_marks_stand_in_it(client, leeds33):
    marks = "<script>alert(1)</script> R&D &lt;b&gt; <b>bold</b>"
    make_partnership(name="Marks", summary=marks)
    public_changes.take_snapshots(SECOND)

    [entry] = read(client, "/partnerships.atom").entries
    written = client.get("/partnerships.atom").content.decode()

    # The type says whether a reader shows marks or obeys them.
    assert (entry.summary_detail.type, entry.summary_detail.value) == ("text/plain", marks)
    assert entry.title_detail.type == "text/plain"
    assert 'type="html"' not in written and "<script" not in written
