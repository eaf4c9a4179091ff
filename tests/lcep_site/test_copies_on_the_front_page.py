"""The front page counts the working copies that wait for its reader, and none where there is none."""

import pytest
from django.urls import reverse

from lcep_site import front_page
from partnerships.models import WorkingCopy
from partnerships.vocabulary.working_copies import CopyState
from tests.factories import make_bridge, make_partnership
from tests.partnerships.admin.editorial_forms import in_role
from tests.signing_in import StaffClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def bridge():
    return make_bridge()


def make_copy(bridge, author, **fields):
    partnership = make_partnership(bridge=bridge)
    content = {"fields": [], "data": {}}
    return WorkingCopy.objects.create(
        entry=partnership, content=content, began_from=0, author=author, saved_by=author, **fields
    )


def counted(user):
    section = front_page.copies_at_work(user)
    return {item.label: item.count for item in section.items} if section else {}


def test_each_sees_what_waits_for_them(bridge):
    jo, sam = in_role("Bridge officer", bridge), in_role("Bridge officer", bridge)
    assert counted(jo) == {}
    make_copy(bridge, jo, state=CopyState.IN_REVIEW, handed_in_by=jo)
    make_copy(bridge, jo, problem="It is archived.")

    assert counted(jo) == {"Yours, being written": 1, "Not published as planned": 1}
    assert counted(sam) == {"To review": 1, "Not published as planned": 1}
    assert counted(in_role("Bridge officer", make_bridge())) == {}
    assert counted(in_role("Bridge viewer", bridge)) == {}


def test_each_count_leads_to_as_many_rows_and_each_row_to_its_page(bridge):
    jo = in_role("Bridge officer", bridge)
    copy = make_copy(bridge, jo)
    client = StaffClient()
    client.force_login(jo)
    make_copy(make_bridge(), in_role("Bridge officer", make_bridge()))

    [item] = front_page.copies_at_work(jo).items
    rows = client.get(item.url).context["cl"].result_list

    assert [row.pk for row in rows] == [copy.pk]
    response = client.get(reverse("admin:partnerships_workingcopy_change", args=[copy.pk]))
    assert response.url == reverse("admin:partnerships_partnership_working_copy", args=[copy.object_id])


def test_who_began_a_copy_has_it_not_to_review_though_a_colleague_changed_it_in_review(bridge):
    jo, sam, editor = (in_role("Bridge officer", bridge) for _ in range(3))
    make_copy(bridge, jo, state=CopyState.IN_REVIEW, handed_in_by=sam)

    assert ["To review" in counted(user) for user in (jo, sam, editor)] == [False, False, True]
