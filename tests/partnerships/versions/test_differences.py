"""What differs, in words."""

import datetime

import pytest

from partnerships import versions
from partnerships.models.versions import revising
from partnerships.versions.differences import marked
from partnerships.vocabulary import PublicationState, Stage
from tests.factories import (
    make_authority,
    make_bridge,
    make_membership,
    make_officer,
    make_organisation,
    make_partnership,
    make_priority,
)
from tests.partnerships.versions.revisions import differences, latest

pytestmark = [pytest.mark.django_db, pytest.mark.versions]


def changes_of(entry, viewer=None):
    """Return what the latest revision of `entry` changed, as (label, old, new)."""
    newer, older = versions.revisions_of(entry)[:2]
    return [(change.label, change.old, change.new) for change in differences(entry, older, newer, viewer)]


def changed(entry, **fields):
    with revising():
        for name, value in fields.items():
            setattr(entry, name, value)
        entry.save()
    return changes_of(entry)


def test_fields_are_named_as_in_the_form_and_values_are_words():
    partnership = make_partnership(bridge=make_bridge(name="Arch"), stage=Stage.EMERGING)

    changes = changed(
        partnership,
        stage=Stage.ESTABLISHED,
        established="2017-09",
        bridge=make_bridge(name="Span"),
        is_pilot=True,
        takes_new_members=False,
    )

    assert changes == [
        ("Stage", "Emerging", "Established"),
        ("2015 pilot", "No", "Yes"),
        ("Established", "", "September 2017"),
        ("Bridge", "Arch", "Span"),
        ("Takes new members", "", "No"),
    ]


def test_lists_name_their_rows():
    partnership = make_partnership([make_authority(name="Leeds")])

    with revising():
        partnership.authorities.add(make_authority(name="Bradford"))

    assert changes_of(partnership) == [("Authorities", "Leeds", "Bradford; Leeds")]


def test_parts_are_added_changed_and_removed():
    partnership = make_partnership()
    name = partnership.names.create(name="Leeds CEP")
    assert changes_of(partnership) == [("Name “Leeds CEP” added", "", "Leeds CEP; Kind: Also known as")]

    name.kind = "former"
    name.save()
    assert changes_of(partnership) == [("Name “Leeds CEP”: kind", "Also known as", "Former name")]

    name.delete()
    assert changes_of(partnership) == [("Name “Leeds CEP” removed", "Leeds CEP; Kind: Former name", "")]


def test_what_is_gone_keeps_its_name():
    partnership, priority = make_partnership(), make_priority(name="Clay")
    statement = partnership.stated_priorities.create(priority=priority, wording="Make pots")
    statement.delete()
    then = latest()
    priority.delete()

    older = versions.revisions_of(partnership)[1]
    [change] = differences(partnership, older, then)
    assert (change.label, change.old) == ("Priority “Make pots” removed", "Make pots; Priority: Clay (deleted)")


def test_what_is_of_anothers_draft_is_not_told_to_whom_it_is_not_shown():
    organisation, officer = make_organisation(), make_officer(make_bridge())
    make_membership(
        organisation=organisation, partnership=make_partnership(name="Secret", publication=PublicationState.DRAFT)
    )

    [(label_for_all, _, _)] = changes_of(organisation)

    assert changes_of(organisation, officer) == []
    assert label_for_all == "Membership “Secret” added"


def test_words_that_went_and_came_are_marked_and_all_else_is_escaped():
    before, after = marked("Arts in <b>Leeds</b> today.", "Arts in <b>York</b> today.")

    assert before == "Arts in <del>&lt;b&gt;Leeds&lt;/b&gt; </del>today."
    assert after == "Arts in <ins>&lt;b&gt;York&lt;/b&gt; </ins>today."


def test_a_very_long_text_is_marked_whole_and_at_once():
    before, after = marked("word " * 5000, "other " * 5000)

    assert (before.count("<del>"), after.count("<ins>")) == (1, 1)


def test_the_time_of_a_plan_is_said_as_clocks_show_it():
    partnership = make_partnership(publication=PublicationState.DRAFT)
    at = datetime.datetime(2027, 7, 1, 8, 0, tzinfo=datetime.UTC)

    assert changed(partnership, publish_at=at) == [("Publish by itself on", "", "1 July 2027, 09:00")]
