"""What only staff work with and may be there once: for each constraint of that, what makes one row too many."""

import datetime

from partnerships.models import MonthlyFigures, SavedFilter, WorkingCopy
from tests.factories import make_bridge, make_partnership, make_user
from tests.reply_templates import make_reply_template


def reply_template_twice() -> None:
    bridge = make_bridge()
    for _ in range(2):
        make_reply_template(bridge=bridge, name="Thanks")


def national_reply_template_twice() -> None:
    for _ in range(2):
        make_reply_template(name="Thanks")


def saved_filter_twice() -> None:
    user = make_user()
    for query in ("stage=emerging", "stage=established"):
        SavedFilter.objects.create(user=user, list="partnerships.partnership", name="Mine", query=query)


def monthly_figures_twice() -> None:
    bridge = make_bridge()
    for number in range(2):
        MonthlyFigures.objects.create(
            month=datetime.date(2026, 1, 1), bridge=bridge, measured=number, score_sum=0, in_time=0
        )


def working_copy_twice() -> None:
    entry = make_partnership()
    for _ in range(2):
        WorkingCopy.objects.create(entry=entry, content={}, began_from=0)


REFUSED = {
    "monthly_figures_once_a_bridge": monthly_figures_twice,
    "national_reply_template_named_once": national_reply_template_twice,
    "one_working_copy_of_an_entry": working_copy_twice,
    "reply_template_named_once": reply_template_twice,
    "saved_filter_name_once_a_list": saved_filter_twice,
}
