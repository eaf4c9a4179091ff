"""The back office opens: every page of every model, for those who may, and for nobody else."""

import datetime

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from members.models import ChangeProposal, Digest, MemberOrganisation, Membership, SheetImport, Subscriber
from partnerships.models import (
    AuditEntry,
    BridgeOrganisation,
    CaseStudy,
    CouncilSuccession,
    Development,
    Enquiry,
    FinderCount,
    FormerSlug,
    LocalAuthority,
    NewsItem,
    OutgoingMail,
    Partnership,
    PartnershipPriority,
    PresentSupport,
    Programme,
    PublishedElsewhere,
    Question,
    Region,
    ReplyTemplate,
    Resource,
    School,
    Sector,
    StrategicPriority,
    SupportOffer,
    WorkingCopy,
)
from tests.councils import make_succession
from tests.factories import (
    make_authority,
    make_bridge,
    make_case_study,
    make_enquiry,
    make_event,
    make_mail,
    make_membership,
    make_organisation,
    make_partnership,
    make_priority,
    make_programme,
    make_proposal,
    make_question,
    make_region,
    make_resource,
    make_sector,
    make_subscriber,
    make_support_offer,
    make_user,
)
from tests.facts import make_elsewhere
from tests.reply_templates import make_reply_template
from tests.schools import make_school
from tests.since_2023 import make_development, make_present_support

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.versions]


def make_statement():
    """Make a partnership's wording of a priority."""
    return make_partnership().stated_priorities.create(priority=make_priority(), wording="Listen")


def make_former_slug():
    """Make an address a region used to have."""
    kind = ContentType.objects.get_for_model(Region)
    return FormerSlug.objects.create(content_type=kind, object_id=make_region().pk, slug="north")


def make_finder_count():
    """Make a count of one place, another than those made."""
    place = f"Place {FinderCount.objects.count()}"
    return FinderCount.objects.create(month=datetime.date(2026, 10, 1), answer="closed", place=place, number=7)


def make_copy():
    """Make a working copy of a partnership."""
    content = {"fields": [], "data": {}}
    return WorkingCopy.objects.create(entry=make_partnership(), content=content, began_from=0, author=make_user())


def make_digest():
    """Make a mailing of one day, the day after the last one made."""
    since = datetime.date(2026, 1, 5) + datetime.timedelta(days=Digest.objects.count())
    return Digest.objects.create(since=since, until=since + datetime.timedelta(days=1))


MAKERS = {
    AuditEntry: lambda: AuditEntry.objects.create(action="exported", by=make_user()),
    BridgeOrganisation: make_bridge,
    CaseStudy: lambda: make_case_study(partnership=make_partnership()),
    CouncilSuccession: lambda: make_succession(f"E07{CouncilSuccession.objects.count():06}"),
    ChangeProposal: make_proposal,
    Development: make_development,
    Digest: make_digest,
    Enquiry: lambda: make_enquiry(desk=make_bridge(), partnership=make_partnership(), assigned_to=make_user()),
    FinderCount: make_finder_count,
    FormerSlug: make_former_slug,
    Group: lambda: Group.objects.create(name="Editors"),
    LocalAuthority: make_authority,
    MemberOrganisation: make_organisation,
    Membership: make_membership,
    NewsItem: lambda: make_event(bridge=make_bridge()),
    OutgoingMail: lambda: make_mail(enquiry=make_enquiry()),
    Partnership: make_partnership,
    PartnershipPriority: make_statement,
    PresentSupport: lambda: make_present_support([make_region()], [make_authority()], bridge=make_bridge()),
    Programme: make_programme,
    PublishedElsewhere: lambda: make_elsewhere(partnership=make_partnership()),
    Question: make_question,
    Region: make_region,
    ReplyTemplate: lambda: make_reply_template(bridge=make_bridge()),
    Resource: lambda: make_resource(partnership=make_partnership()),
    School: lambda: make_school(authority=make_authority()),
    Sector: make_sector,
    SheetImport: lambda: SheetImport.objects.create(by=make_user(), kind="members", file_name="sheet.csv"),
    StrategicPriority: make_priority,
    Subscriber: make_subscriber,
    SupportOffer: make_support_offer,
    WorkingCopy: make_copy,
    get_user_model(): make_user,
}
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
# Boxes to tick, folded by region; and those that the partnership works in.
SHORT_LISTS = {"partnership.authorities", "presentsupport.authorities", "partnershippart.authority"}
NOBODY_ADDS = {
    AuditEntry,
    ChangeProposal,
    Digest,
    Enquiry,
    FinderCount,
    FormerSlug,
    Group,
    OutgoingMail,
    School,
    SheetImport,
} | {Subscriber, WorkingCopy}
NOBODY_DELETES = {
    *(AuditEntry, ChangeProposal, Digest, Enquiry, FinderCount, Group, OutgoingMail, School, SheetImport, WorkingCopy)
}
NEEDS_ONE_ROW = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)


def page(model, name, *keys):
    """Return the address of the page `name` ("changelist", "add", "change" …) of `model`."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=keys)


def test_every_model_of_the_back_office_is_tried():
    assert set(MAKERS) == set(MODELS)


@NEEDS_ONE_ROW
def test_the_list_finds_by_words(staff_client, model):
    MAKERS[model]()

    response = staff_client.get(page(model, "changelist"), {"q": 'o\'neill "north" 12'})

    assert response.status_code == 200


@NEEDS_ONE_ROW
def test_every_list_can_be_searched(model):
    assert admin.site._registry[model].search_fields


@NEEDS_ONE_ROW
def test_a_row_can_be_added_opened_and_looked_back_on(staff_client, model):
    row = MAKERS[model]()

    # A working copy is opened on the page of its entry.
    pages = [page(model, name, row.pk) for name in ("change", "history", "delete")]
    opened = [staff_client.get(address, follow=True).status_code for address in pages]

    assert opened == [200, 200, 403 if model in NOBODY_DELETES else 200]
    assert staff_client.get(page(model, "add")).status_code == (403 if model in NOBODY_ADDS else 200)


@NEEDS_ONE_ROW
def test_the_list_opens_and_asks_the_database_the_same_for_any_number(
    staff_client, django_assert_max_num_queries, model
):
    counts = []
    for number in (1, 2):
        for _ in range(number if model is not FormerSlug else 2 - number):
            make_or_skip(model, number)
        with django_assert_max_num_queries(30) as captured:
            assert staff_client.get(page(model, "changelist")).status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1]


def make_or_skip(model, number):
    """Make another row of `model`; a group needs another name."""
    return Group.objects.create(name=f"Group {Group.objects.count()}") if model is Group else MAKERS[model]()


@NEEDS_ONE_ROW
@pytest.mark.parametrize("name", ["changelist", "add"])
def test_a_stranger_is_sent_to_the_sign_in_page(client, model, name):
    url = page(model, name)

    response = client.get(url)

    assert (response.status_code, response["Location"]) == (302, f"{reverse('admin:login')}?next={url}")


def test_somebody_without_a_place_in_the_back_office_cannot_come_in(client):
    client.force_login(make_user())

    assert client.get(reverse("admin:index"), follow=True).status_code == 403


def test_staff_without_rights_see_an_empty_back_office_and_no_list(client):
    client.force_login(make_user(is_staff=True))

    assert client.get(reverse("admin:index")).context["app_list"] == []
    assert client.get(page(Partnership, "changelist")).status_code == 403


@pytest.mark.parametrize("model", [model for model in MODELS if model._meta.app_label in {"partnerships", "members"}])
def test_every_choice_of_a_related_row_is_searched_not_listed(staff_client, model):
    """A list of all partnerships or authorities in every drop-down would make the page slow and hard to use."""
    model_admin = admin.site._registry[model]
    forms = [model_admin, *(inline(model, admin.site) for inline in model_admin.inlines)]
    long_lists = {Partnership, LocalAuthority, MemberOrganisation}
    listed = [
        f"{form.model._meta.model_name}.{field.name}"
        for form in forms
        # Who shows a page of its own has no form.
        if not getattr(form, "row_page", None)
        for field in [*form.model._meta.fields, *form.model._meta.many_to_many]
        if field.related_model in long_lists
        and not (field.many_to_many and not field.remote_field.through._meta.auto_created)
        and field.name
        not in [*form.autocomplete_fields, *form.raw_id_fields, *form.readonly_fields, getattr(form, "fk_name", None)]
        and not (form is not model_admin and field.related_model is model)
    ]

    assert set(listed) <= SHORT_LISTS
