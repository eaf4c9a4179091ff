"""What the database itself refuses: each constraint by its name, and that every constraint has its case here."""

import datetime

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils import timezone

from members.models import CaseStudyMember, Digest, SheetImport, SheetRow
from members.models.sheets import SheetKind
from partnerships.models import (
    DailyRun,
    FinderCount,
    FormerSlug,
    LinkCheck,
    LoadedRecord,
    Region,
    RequestCount,
    Revision,
    SearchDocument,
)
from partnerships.vocabulary import EnquiryState, MailState, Stage
from tests.area_parts import make_part
from tests.councils import make_succession
from tests.factories import (
    make_authority,
    make_bridge,
    make_case_study,
    make_enquiry,
    make_event,
    make_mail,
    make_membership,
    make_news,
    make_opportunity,
    make_organisation,
    make_partnership,
    make_priority,
    make_programme,
    make_question,
    make_region,
    make_resource,
    make_support_offer,
)
from tests.facts import make_elsewhere, make_fact
from tests.figures import make_figures
from tests.proposals import REFUSED as PROPOSALS
from tests.since_2023 import make_development, make_present_support
from tests.staff_rows import REFUSED as STAFF_ROWS

pytestmark = pytest.mark.django_db


CONSTRAINTS = {
    constraint.name: (model, constraint)
    for label in ("partnerships", "members")
    for model in apps.get_app_config(label).get_models()
    for constraint in model._meta.constraints
}

BEFORE = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
PUBLISHABLE = [
    ("partnership", make_partnership),
    ("programme", make_programme),
    ("supportoffer", make_support_offer),
    ("casestudy", make_case_study),
    ("development", make_development),
    ("newsitem", make_news),
    ("presentsupport", make_present_support),
    ("question", make_question),
    ("resource", make_resource),
    ("publishedelsewhere", make_elsewhere),
]
NOT_OWNED = {"partnership", "presentsupport", "programme", "supportoffer"}
OWNED = [(name, make) for name, make in PUBLISHABLE if name not in NOT_OWNED]


def twice(make):
    """Call `make` twice: the second row is one too many."""
    make()
    make()


def make_sheet(**fields):
    """Make an import that is being read."""
    return SheetImport.objects.create(kind=SheetKind.MEMBERS, file_name="members.csv", **fields)


def sheet_row_twice():
    sheet = make_sheet()
    twice(lambda: SheetRow.objects.create(sheet=sheet, number=1))


def round_twice():
    programme = make_programme()
    twice(lambda: programme.rounds.create(name="Round 1"))


def part_in_a_case_study_twice():
    case_study, organisation = make_case_study(), make_organisation()
    twice(lambda: CaseStudyMember.objects.create(case_study=case_study, organisation=organisation))


def name_twice():
    partnership = make_partnership()
    twice(lambda: partnership.names.create(name="The Hub"))


def link_twice():
    partnership = make_partnership()
    twice(lambda: partnership.links.create(label="Plan", url="https://example.org/plan"))


def source_twice():
    partnership = make_partnership()
    twice(lambda: partnership.sources.create(title="A council paper"))


def part_twice():
    partnership = make_partnership()
    twice(lambda: make_part(partnership, name="YO11"))


def public_change_twice():
    partnership = make_partnership()
    twice(lambda: partnership.public_changes.create(on=A_DAY))


def wording_twice():
    partnership, priority = make_partnership(), make_priority()
    twice(lambda: partnership.stated_priorities.create(priority=priority, wording="Listen"))


def participation_twice():
    programme, partnership = make_programme(), make_partnership()
    twice(lambda: programme.participations.create(partnership=partnership))


def fact_twice():
    partnership = make_partnership()
    twice(lambda: make_fact(partnership, what="It met."))


def elsewhere_twice():
    about = make_partnership()
    twice(lambda: make_elsewhere(partnership=about, title="Plan", url="https://made.example/"))


def membership_twice():
    first = make_membership()
    make_membership(partnership=first.partnership, organisation=first.organisation)


def offer_twice():
    bridge = make_bridge()
    twice(lambda: make_support_offer(bridge=bridge, name="Visits"))


def national_offer_twice():
    twice(lambda: make_support_offer(provider="Arts Council England", name="Peer network"))


def former_slug_twice():
    kind = ContentType.objects.get_for_model(Region)
    for key in (1, 2):
        FormerSlug.objects.create(content_type=kind, slug="north", object_id=key)


A_DAY = datetime.date(2026, 1, 31)
A_MOMENT = datetime.datetime(2026, 1, 31, tzinfo=datetime.UTC)
REFUSED = {
    "link_failed_before_it_was_checked": lambda: LinkCheck.objects.create(
        url="https://made.example/",
        checked_at=timezone.now(),
        first_failed_at=timezone.now() + datetime.timedelta(days=1),
    ),
    "one_row_a_number": sheet_row_twice,
    "only_what_was_imported_has_a_revision": lambda: make_sheet(revision=Revision.objects.create()),
    **PROPOSALS,
    **STAFF_ROWS,
    **{
        f"{name}_to_be_published_is_not_yet": lambda make=make: make(publish_at=timezone.now())
        for name, make in PUBLISHABLE
    },
    **{
        f"{name}_has_one_owner": lambda make=make: make(partnership=make_partnership(), bridge=make_bridge())
        for name, make in OWNED
    },
    "case_study_ages_from_young_to_old": lambda: make_case_study(from_age=11, to_age=5),
    "case_study_picture_has_text_alternative": lambda: make_case_study().pictures.create(image="a.webp"),
    "document_has_its_type_and_size": lambda: make_resource(document="a.pdf"),
    "event_ends_after_it_starts": lambda: make_event(starts_at=BEFORE, ends_at=BEFORE),
    "event_has_a_start_and_only_events_do": lambda: make_event(starts_at=None),
    "event_is_somewhere": lambda: make_event(is_online=False),
    "one_part_in_a_case_study_each": part_in_a_case_study_twice,
    "one_round_of_a_name": round_twice,
    "opportunity_has_a_deadline_and_only_they_do": lambda: make_opportunity(closes_on=None),
    "resource_is_a_link_or_a_document": lambda: make_resource(url=""),
    "round_closes_after_it_opens": lambda: make_programme().rounds.create(name="1", opens="2018", closes="2017"),
    "authority_easting_and_northing_together": lambda: make_authority(easting=400_000),
    "one_succession_each": lambda: twice(make_succession),
    "succession_has_gss_code": lambda: make_succession(gss_code="Surrey"),
    "part_easting_and_northing_together": lambda: make_part(make_partnership(), northing=400_000),
    "authority_has_gss_code": lambda: make_authority(gss_code="Leeds"),
    "bridge_role_ends_after_it_begins": lambda: make_bridge(role_from="2015-04", role_until="2012"),
    "checked_on_and_by_together": lambda: make_partnership(checked_on=A_DAY),
    "development_has_a_date": lambda: make_development(date=""),
    "digest_covers_a_day_at_least": lambda: Digest.objects.create(since=A_DAY, until=A_DAY),
    "enquiries_have_an_address": lambda: make_partnership(takes_enquiries=True),
    "enquiry_closed_with_outcome_and_date": lambda: make_enquiry(state=EnquiryState.CLOSED),
    "anonymised_enquiry_names_nobody": lambda: make_enquiry(anonymised_at=timezone.now()),
    "former_slug_leads_to_one_entry": former_slug_twice,
    "logo_has_text_alternative": lambda: make_partnership(logo="logos/a.png"),
    "news_picture_has_text_alternative": lambda: make_news(picture="news/a.webp"),
    "mail_sent_with_its_moment": lambda: make_mail(state=MailState.SENT),
    "membership_ends_after_it_begins": lambda: make_membership(since="2019", until="2018-12-31"),
    "one_digest_a_period": lambda: twice(
        lambda: Digest.objects.create(since=A_DAY, until=A_DAY + datetime.timedelta(days=14))
    ),
    "one_fact_of_a_story_once": fact_twice,
    "one_link_once": link_twice,
    "one_loaded_record_each": lambda: twice(
        lambda: LoadedRecord.objects.create(kind="region", key="x", object_id=1, values={})
    ),
    "one_membership_each": membership_twice,
    "one_name_once": name_twice,
    "one_part_once": part_twice,
    "one_finder_count_each": lambda: twice(
        lambda: FinderCount.objects.create(month=A_MOMENT.date(), answer="closed", number=1)
    ),
    "one_daily_run_each": lambda: twice(lambda: DailyRun.objects.create(job="x", day=A_DAY)),
    "daily_run_ended_with_its_moment": lambda: DailyRun.objects.create(job="x", day=A_DAY, outcome="done"),
    "one_participation_each": participation_twice,
    "one_search_document_each": lambda: twice(lambda: SearchDocument.objects.create(kind="partnership", object_id=7)),
    "published_elsewhere_once": elsewhere_twice,
    "one_public_change_a_day": public_change_twice,
    "one_request_count_a_span": lambda: twice(lambda: RequestCount.objects.create(network_hash="x", since=A_MOMENT)),
    "one_source_once": source_twice,
    "one_support_offer_of_a_name": offer_twice,
    "one_national_support_offer_of_a_name": national_offer_twice,
    "one_wording_of_a_priority": wording_twice,
    "partnership_ends_after_it_begins": lambda: make_partnership(established="2018", ended="2017-09"),
    "partnership_stage_is_known_word": lambda: make_partnership(stage="pilot"),
    "planned_support_has_its_date": lambda: make_present_support(is_until_planned=True),
    "present_support_ends_after_it_begins": lambda: make_present_support(since="2024", until="2023-12"),
    "present_support_names_whom_it_found": lambda: make_present_support(name=""),
    "programme_has_one_runner": lambda: make_programme(bridge=make_bridge(), run_by="The council"),
    "quarantine_has_its_reason": lambda: make_enquiry(state=EnquiryState.QUARANTINED),
    "deprivation_has_gss_code": lambda: make_figures("Leeds"),
    "deprivation_once_a_year": lambda: twice(lambda: make_figures("E08000035")),
    "deprivation_ranks_from_one": lambda: make_figures("E08000035", children_rank=0),
    "deprivation_shares_are_shares": lambda: make_figures("E08000035", 40.2),
    "region_has_gss_code": lambda: make_region(gss_code="e12000001"),
    "support_offer_has_one_provider": lambda: make_support_offer(provider=""),
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses(name):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        REFUSED[name]()

    assert name in str(refusal.value) or columns_of(name) in str(refusal.value)


def columns_of(name):
    """Return how SQLite, which does not give the name of a unique constraint, names its columns."""
    model, constraint = CONSTRAINTS[name]
    fields = (model._meta.get_field(field) for field in constraint.fields)
    return ", ".join(f"{model._meta.db_table}.{field.column}" for field in fields)


def test_every_named_constraint_is_tried():
    assert set(REFUSED) == set(CONSTRAINTS)


@pytest.mark.parametrize(
    "fields",
    [
        {"established": "2018", "ended": "2018"},
        {"ended": "2018"},
        {"checked_on": A_DAY, "checked_by": "its chair"},
        {"takes_enquiries": True, "contact_email": "chair@example.org"},
        {"logo": "logos/a.png", "logo_alt": "A bee"},
        *({"stage": stage} for stage in ["", *Stage]),
    ],
)
def test_the_database_takes_what_makes_sense(fields):
    partnership = make_partnership(**fields)

    assert type(partnership).objects.filter(**fields).get() == partnership
