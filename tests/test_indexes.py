"""Pages that show a few rows read none of the large tables whole, however many rows there are."""

import pytest
from django.utils import timezone

from lcep_site.sitemaps import NUMBERS_IN_PART
from members.models import MemberOrganisation, Membership
from partnerships.curation import staff_lists, worklist
from partnerships.models import (
    LinkCheck,
    Partnership,
    PartnershipLink,
    PartnershipName,
    PartnershipPriority,
    SearchDocument,
)
from partnerships.search import text_index
from partnerships.vocabulary import Stage
from tests.factories import (
    make_authority,
    make_bridge,
    make_membership,
    make_organisation,
    make_partnership,
    make_priority,
    make_region,
    make_sector,
    make_superuser,
)
from tests.plans import tables_read_whole

pytestmark = pytest.mark.django_db

LARGE = [MemberOrganisation, Membership, Partnership, PartnershipName, PartnershipPriority, SearchDocument]
LARGE += [Partnership.authorities.through, PartnershipLink]
# Not those with the map: how England is covered is read whole, once a change. So is the snapshot, for each worker.
PATHS = [
    "/partnerships/leeds33/",
    "/partnerships/leeds33/changes.atom",
    "/members/",
    "/members/?q=museum&sector=culture&region=north",
    "/members/museum/",
    "/bridges/arch/",
    "/bridges/",
    "/priorities/",
    "/priorities/voice/",
    "/proposed/",
    "/api/v1/partnerships/leeds33/",
    "/api/v1/members/museum/",
]


@pytest.fixture
def directory(kept_snapshot):
    """One of each, with all that belongs to it, and some others."""
    region, bridge = make_region(name="North"), make_bridge(name="Arch")
    leeds, york = (make_authority(name=name, region=region, bridge=bridge) for name in ("Leeds", "York"))
    partnership = make_partnership([leeds], name="Leeds33")
    partnership.names.create(name="Leeds CEP")
    partnership.stated_priorities.create(priority=make_priority(name="Voice"), wording="Listen")
    museum = make_organisation(name="Museum", sector=make_sector(name="Culture"))
    make_membership(partnership=partnership, organisation=museum)
    make_membership(partnership=make_partnership([leeds, york]))
    make_partnership([york], stage=Stage.PROPOSED)
    text_index.rebuild()
    kept_snapshot()


@pytest.mark.parametrize("path", PATHS)
def test_a_page_about_one_entry_reads_no_large_table_whole(client, directory, path):
    def ask():
        assert client.get(path).status_code == 200

    assert tables_read_whole(ask, LARGE) == []


@pytest.mark.parametrize("model, kind", [(Partnership, "partnerships"), (MemberOrganisation, "members")])
def test_a_part_of_the_map_for_search_engines_reads_no_large_table_whole(client, directory, model, kind):
    # PostgreSQL goes on counting where other tests left off.
    part = model.objects.latest("pk").pk // NUMBERS_IN_PART + 1

    def ask():
        assert client.get(f"/sitemap-{kind}-{part}.xml").status_code == 200

    assert tables_read_whole(ask, LARGE) == []


@pytest.mark.parametrize("name", ["review", "drafts", "dead-links", "mine"])
def test_a_staff_list_of_few_entries_is_counted_without_reading_a_large_table_whole(directory, name):
    [staff_list] = [staff_list for staff_list in worklist.STAFF_LISTS if staff_list.name == name]
    now, user = timezone.now(), make_superuser()
    LinkCheck.objects.create(url="https://gone.example/", status=404, checked_at=now, first_failed_at=now)

    def ask():
        staff_lists.counts([staff_list], Partnership.objects.all(), user)

    assert tables_read_whole(ask, LARGE) == []
