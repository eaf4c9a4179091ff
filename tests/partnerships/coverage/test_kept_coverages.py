"""Who covers a place is read anew only if that changed, and never told wrongly."""

import pytest

from members.models import Membership
from partnerships import finder
from partnerships.coverage import who_covers
from partnerships.models import BridgeOrganisation, LocalAuthority, Partnership, Region
from partnerships.search.snapshot.kept_cards import Cards
from partnerships.vocabulary import PublicationState, Stage
from tests.factories import make_authority, make_membership, make_news, make_partnership
from tests.postcode_lists import LEEDS, make_postcode

pytestmark = pytest.mark.usefixtures("committed")
# What is done to the directory, and whether who covers Leeds is read anew for it.
CHANGES = {
    "another name": (lambda leeds33: _update(leeds33, name="Leeds 34"), True),
    "another summary": (lambda leeds33: _update(leeds33, summary="Other."), True),
    "closed": (lambda leeds33: _update(leeds33, stage=Stage.ENDED), True),
    "not published": (lambda leeds33: _update(leeds33, publication=PublicationState.DRAFT), True),
    "gone": (lambda leeds33: leeds33.delete(), True),
    "gone from there": (lambda leeds33: leeds33.authorities.clear(), True),
    "a place more": (lambda leeds33: leeds33.authorities.add(make_authority(name="York", region=_region())), True),
    "a name more": (lambda leeds33: leeds33.names.create(name="L33", kind="short"), True),
    "a member more": (lambda leeds33: make_membership(partnership=leeds33), True),
    "a membership less": (lambda leeds33: Membership.objects.all().delete(), True),
    "one more there": (lambda leeds33: make_partnership(leeds33.authorities.all()), True),
    "one comes there": (lambda leeds33: _elsewhere().authorities.add(LocalAuthority.objects.get(name="Leeds")), True),
    "another name of its region": (lambda leeds33: Region.objects.filter(pk=_region().pk).update(name="North"), True),
    "another name of its Bridge Organisation": (
        lambda leeds33: BridgeOrganisation.objects.filter(pk=leeds33.bridge_id).update(name="Ours"),
        True,
    ),
    "one elsewhere": (lambda leeds33: _update(_elsewhere(), stage=Stage.ENDED), False),
    "news": (lambda leeds33: make_news(), False),
}


def _update(partnership, **fields):
    Partnership.objects.filter(pk=partnership.pk).update(**fields)


def _region():
    return _leeds().region


def _elsewhere():
    return Partnership.objects.get(name="Elsewhere")


@pytest.fixture
def leeds33():
    """A partnership in Leeds with a member, and another elsewhere."""
    make_partnership([make_authority(name="Hull")], name="Elsewhere")
    partnership = make_partnership([make_authority(name="Leeds", gss_code=LEEDS)], name="Leeds33")
    make_membership(partnership=partnership)
    return partnership


def _leeds():
    return LocalAuthority.objects.select_related("region", "bridge").get(gss_code=LEEDS)


def _told(coverage):
    """Return all that pages tell of `coverage`."""
    reaches = [(reach.sentence, *_shown(reach.partnership)) for reach in coverage.reaches]
    others = [_shown(partnership) for partnership in (*coverage.ended, *coverage.proposed)]
    return coverage.authority.name, coverage.authority.region.name, reaches, others


def _shown(partnership):
    names, bridge = [str(name) for name in partnership.names.all()], partnership.bridge.name
    return partnership.name, partnership.summary, partnership.stage, partnership.member_count, bridge, names


@pytest.mark.parametrize("change", CHANGES)
def test_it_is_read_anew_if_it_changed_and_only_then(leeds33, monkeypatch, change):
    act, is_anew = CHANGES[change]
    before = who_covers.kept_coverage_of(_leeds())
    before.parts["drawn"] = "before"
    read, read_anew = [], who_covers._read
    monkeypatch.setattr(who_covers, "_read", lambda *asked: read.append(asked) or read_anew(*asked))

    act(leeds33)
    after = who_covers.kept_coverage_of(_leeds())

    assert (bool(read), after.parts) == (is_anew, {})
    assert _told(after) == _told(who_covers.coverage_of(_leeds()))


def test_the_place_of_a_postcode_has_its_new_name_at_once(leeds33):
    make_postcode("LS1 3AB", LEEDS)
    assert "Leeds33" in str(finder.answer("LS1 3AB"))

    LocalAuthority.objects.filter(name="Leeds").update(name="Loidis")

    assert [authority.name for authority in finder.resolve("LS1 3AB").authorities] == ["Loidis"]


def test_what_is_made_of_very_many_is_not_kept_when_something_else_changes(leeds33, monkeypatch):
    read, read_anew = [], who_covers._read
    monkeypatch.setattr(who_covers, "MANY", 0)
    monkeypatch.setattr(who_covers, "_read", lambda *asked: read.append(asked) or read_anew(*asked))

    who_covers.kept_coverage_of(_leeds())
    make_news()
    who_covers.kept_coverage_of(_leeds())

    assert len(read) == 2


def test_of_many_only_the_card_of_the_one_that_changed_is_drawn_anew(leeds33, monkeypatch):
    make_partnership([_leeds()], name="The other")
    who_covers.kept_coverage_of(_leeds())
    put, put_anew = [], Cards.put
    monkeypatch.setattr(Cards, "put", lambda kept, card: put.append(card) or put_anew(kept, card))

    _update(leeds33, name="Leeds 34")
    coverage = who_covers.kept_coverage_of(_leeds())

    assert [card.partnership.name for card in put] == ["Leeds 34"]
    assert [(reach.partnership.name, reach.partnership.name in reach.card) for reach in coverage.reaches] == [
        ("Leeds 34", True),
        ("The other", True),
    ]


def test_it_has_the_first_of_very_many_and_how_many_there_are(leeds33, monkeypatch):
    monkeypatch.setattr(who_covers, "SHOWN", 2)
    hull = LocalAuthority.objects.get(name="Hull")
    for number in range(3):
        make_partnership([_leeds()], name=f"Ended {number}", stage=Stage.ENDED)
        make_partnership([_leeds(), hull], name=f"A wide one {number}")
    make_partnership([_leeds()], name="Proposed", stage=Stage.PROPOSED)

    coverage = who_covers.kept_coverage_of(_leeds())

    first = [[reach.partnership.name for reach in coverage.reaches], *map(_names, (coverage.ended, coverage.proposed))]
    assert first == [["Leeds33", "A wide one 0"], ["Ended 0", "Ended 1"], ["Proposed"]]
    assert (coverage.working_count, coverage.ended_count, coverage.proposed_count) == (4, 3, 1)
    whole = coverage.whole
    assert (len(whole.reaches), len(whole.ended), len(whole.proposed)) == (4, 3, 1)
    assert whole.whole is whole


def _names(partnerships):
    return [partnership.name for partnership in partnerships]
