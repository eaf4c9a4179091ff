"""Merging two entries of one organisation: what moves, what becomes one, and who may."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.urls import reverse

from members.models import MemberOrganisation, Membership
from members.organisations import merging
from partnerships import versions
from partnerships.models import AuditEntry, FormerSlug, SearchDocument
from partnerships.search import text_index
from partnerships.vocabulary import Confidence, MembershipRole, RevisionKind
from tests.factories import (
    make_authority,
    make_bridge,
    make_membership,
    make_officer,
    make_organisation,
    make_partnership,
    make_sector,
    make_superuser,
)

pytestmark = [pytest.mark.django_db, pytest.mark.versions]
RIGHTS = ["change_memberorganisation", "view_memberorganisation"]


@pytest.fixture
def bridge():
    """The Bridge Organisation of whoever merges."""
    return make_bridge()


@pytest.fixture
def officer(bridge):
    """An officer of the Bridge, who may change organisations."""
    return make_officer(bridge, permissions=RIGHTS)


@pytest.fixture
def partnerships(bridge):
    """Two partnerships of the Bridge."""
    return [make_partnership([make_authority(bridge=bridge)]) for _ in range(2)]


@pytest.fixture
def two(partnerships):
    """Two entries of one museum: the one to keep is in the first partnership, the other in both."""
    sector = make_sector()
    keep = make_organisation(name="Leeds City Museum", sector=sector)
    gone = make_organisation(name="The Leeds City Museum", sector=sector, website="https://museum.example/")
    make_membership(partnership=partnerships[0], organisation=keep)
    for partnership in partnerships:
        make_membership(partnership=partnership, organisation=gone, role=MembershipRole.HOST, since="2016")
    return {"keep": keep, "gone": gone}


def merge(two, by):
    """Merge the two as somebody does who has just looked at what it would do."""
    return merging.merge(**two, by=by, seen=merging.plan(**two, by=by).fingerprint)


def documents():
    """Return the documents of the text search as they are."""
    return sorted(SearchDocument.objects.values_list("kind", "object_id", "names", "places", "themes", "rest"))


def test_a_plan_says_what_moves_what_becomes_one_what_is_filled_in_and_what_is_lost(two, partnerships, officer):
    plan = merging.plan(**two, by=officer)

    assert [membership.partnership for membership in plan.moved] == [partnerships[1]]
    assert [(pair.stays.organisation, pair.goes.organisation) for pair in plan.combined] == [(two["keep"], two["gone"])]
    [merged] = [pair.merged for pair in plan.combined]
    assert (merged.get_role_display(), merged.dates) == ("Host or lead", "from 2016")
    assert plan.filled == {"website": "https://museum.example/"}
    assert (plan.other_names, plan.lost) == ("The Leeds City Museum", [])


def test_a_plan_changes_nothing(two, officer):
    before = list(Membership.objects.order_by("pk").values())

    merging.plan(**two, by=officer)

    assert list(Membership.objects.order_by("pk").values()) == before


def test_merging_leaves_one_organisation_in_every_partnership_either_was_in(two, partnerships, officer):
    merge(two, officer)

    keep = MemberOrganisation.objects.get(name="Leeds City Museum")
    assert not MemberOrganisation.objects.filter(name="The Leeds City Museum").exists()
    assert keep.website == "https://museum.example/"
    assert set(keep.memberships.values_list("partnership", "role", "since")) == {
        (partnership.pk, "host", "2016") for partnership in partnerships
    }


@pytest.mark.parametrize(
    ("fields", "other_fields", "merged_fields"),
    [
        ({"role": "member"}, {"role": "steering"}, {"role": "steering"}),
        ({"role": "project"}, {"role": "member"}, {"role": "member"}),
        ({"since": "2018"}, {"since": "2016-05"}, {"since": "2016-05"}),
        ({"since": ""}, {"since": "2016"}, {"since": "2016"}),
        ({"until": "2019"}, {"until": ""}, {"until": ""}),
        ({"until": "2019"}, {"until": "2020-03"}, {"until": "2020-03"}),
        ({"source": "a\nb"}, {"source": "b\nc"}, {"source": "a\nb\nc"}),
        ({"source": ""}, {"source": "c"}, {"source": "c"}),
        ({"confidence": ""}, {"confidence": "seed"}, {"confidence": Confidence.SEED}),
        ({"confidence": "page"}, {"confidence": "staff"}, {"confidence": Confidence.STAFF}),
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_two_memberships_in_one_partnership_become_one_that_says_both(fields, other_fields, merged_fields, is_first):
    partnership, officer = make_partnership(), make_superuser()
    keep, gone = make_organisation(), make_organisation()
    in_order = (fields, other_fields) if is_first else (other_fields, fields)
    for organisation, values in zip((keep, gone), in_order, strict=True):
        make_membership(partnership=partnership, organisation=organisation, **values)

    merge({"keep": keep, "gone": gone}, officer)

    merged = Membership.objects.get(partnership=partnership)
    for name, value in merged_fields.items():
        assert _as_set(name, getattr(merged, name)) == _as_set(name, value)


def _as_set(name, value):
    return set(value.splitlines()) if name == "source" else value


def test_what_the_one_that_stays_says_of_itself_is_not_written_over(officer):
    authorities = [make_authority(bridge=officer.bridges.get()) for _ in range(2)]
    keep = make_organisation(
        website="https://keep.example/", authority=authorities[0], looked_after_by=officer.bridges.get()
    )
    gone = make_organisation(
        website="https://gone.example/",
        authority=authorities[1],
        sector=keep.sector,
        looked_after_by=officer.bridges.get(),
    )

    plan = merging.plan(keep=keep, gone=gone, by=officer)
    merge({"keep": keep, "gone": gone}, officer)

    keep.refresh_from_db()
    assert (keep.website, keep.authority) == ("https://keep.example/", authorities[0])
    assert [label for label, _ in plan.lost] == ["website", "authority"]


def test_the_old_address_leads_to_the_entry_that_stays_and_so_do_older_ones(client, two, officer):
    gone = two["gone"]
    gone.slug = "city-museum-leeds"
    gone.save()

    merge(two, officer)

    leads = [client.get(f"/members/{slug}/") for slug in ("the-leeds-city-museum", "city-museum-leeds")]
    assert [(answer.status_code, answer["Location"]) for answer in leads] == [(301, "/members/leeds-city-museum/")] * 2
    assert FormerSlug.objects.count() == 2


def test_the_text_search_is_as_if_written_anew(two, officer):
    text_index.rebuild()

    merge(two, officer)

    after = documents()
    text_index.rebuild()
    assert after == documents()
    assert list(text_index.find(MemberOrganisation.objects.public(), "city museum")) == [two["keep"]]


def test_it_is_one_revision_and_a_line_of_the_log_without_names(two, officer):
    key = two["gone"].pk

    revision = merge(two, officer)

    assert (revision.kind, revision.by) == (RevisionKind.MERGE, officer)
    assert revision.reason == "The Leeds City Museum merged into Leeds City Museum"
    entry = AuditEntry.objects.get(action="merged")
    keep = two["keep"].pk
    assert (entry.by, entry.about) == (officer, f"member organisation {key} into {keep} leeds-city-museum")


def test_it_can_be_undone(two, officer):
    before = [list(model.objects.order_by("pk").values()) for model in (MemberOrganisation, Membership)]

    versions.undo(merge(two, officer), by=officer)

    assert [list(model.objects.order_by("pk").values()) for model in (MemberOrganisation, Membership)] == before


def test_undone_the_entry_has_its_address_back(client, two, officer):
    versions.undo(merge(two, officer), by=officer)

    assert client.get("/members/the-leeds-city-museum/").status_code == 200


def test_one_entry_is_not_two(two, officer):
    with pytest.raises(merging.SameOrganisation):
        merging.plan(keep=two["keep"], gone=two["keep"], by=officer)


def other_in_anothers_partnership(two):
    """Let the entry to go take part in a partnership of another Bridge Organisation."""
    make_membership(organisation=two["gone"])


def keep_in_anothers_partnership(two):
    """Let the entry to keep take part in a partnership of another Bridge Organisation."""
    make_membership(organisation=two["keep"])


@pytest.mark.parametrize("let", [other_in_anothers_partnership, keep_in_anothers_partnership])
def test_what_another_bridge_has_a_part_in_is_merged_by_national_staff_only(two, officer, let):
    let(two)

    with pytest.raises(merging.NotYourOrganisation):
        merge(two, officer)
    merge(two, make_superuser())

    assert MemberOrganisation.objects.filter(pk__in=[two["keep"].pk]).get().memberships.count() == 3


def test_an_organisation_of_another_bridge_is_not_merged(two, officer):
    other = make_membership().organisation

    with pytest.raises(merging.NotYourOrganisation):
        merging.plan(keep=two["keep"], gone=other, by=officer)


def test_whoever_may_not_change_organisations_merges_none(two, bridge):
    with pytest.raises(merging.NotYourOrganisation):
        merging.plan(**two, by=make_officer(bridge, permissions=["view_memberorganisation"]))


@pytest.mark.parametrize(
    "change",
    [
        lambda two, partnerships: two["gone"].memberships.first().delete(),
        lambda two, partnerships: two["gone"].memberships.update(since="2015"),
        lambda two, partnerships: MemberOrganisation.objects.filter(pk=two["keep"].pk).update(
            website="https://x.example/"
        ),
        lambda two, partnerships: two["gone"].delete(),
    ],
)
def test_nothing_is_merged_when_it_is_not_what_was_shown(two, partnerships, officer, change):
    seen = merging.plan(**two, by=officer).fingerprint
    keys = {name: row.pk for name, row in two.items()}
    change(two, partnerships)
    rows = {name: MemberOrganisation(pk=key) for name, key in keys.items()}
    before = Membership.objects.count()

    with pytest.raises(merging.ChangedMeanwhile):
        merging.merge(**rows, by=officer, seen=seen)

    assert Membership.objects.count() == before


def test_nothing_else_refers_to_an_organisation():
    """Whatever comes to refer to one must be moved by merging, too."""
    related = {relation.related_model.__name__ for relation in MemberOrganisation._meta.related_objects}

    assert related == {"CaseStudyMember", "Membership"}


def test_a_load_of_the_committed_data_does_not_bring_the_other_entry_back():
    call_command("load_directory", verbosity=0)
    kind = ContentType.objects.get_for_model(MemberOrganisation)
    keep, gone = MemberOrganisation.objects.order_by("pk")[:2]
    merge({"keep": keep, "gone": gone}, make_superuser())
    count = MemberOrganisation.objects.count()

    call_command("load_directory", verbosity=0)

    assert MemberOrganisation.objects.count() == count
    assert FormerSlug.objects.filter(content_type=kind, slug=gone.slug, object_id=keep.pk).exists()


def test_its_page_leads_to_the_history_that_undoes_it(client, two, officer):
    client.force_login(officer)
    seen = merging.plan(**two, by=officer).fingerprint

    response = client.post(
        reverse("admin:members_memberorganisation_merge"), {name: row.pk for name, row in two.items()} | {"seen": seen}
    )

    assert response["Location"] == reverse("admin:members_memberorganisation_change", args=[two["keep"].pk])
