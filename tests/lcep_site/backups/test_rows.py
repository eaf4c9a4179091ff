"""Rows leave one database and enter another as they were, and every table is in a backup or left out for a reason."""

import datetime
import io
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import transaction

from lcep_site.backups import rows
from partnerships.models import AuditEntry, DeprivationFigures, Enquiry, LoadedRecord, Partnership, WorkingCopy
from partnerships.vocabulary import AuditAction
from tests.factories import make_authority, make_enquiry, make_partnership
from tests.figures import make_figures

pytestmark = pytest.mark.django_db
MOMENT = datetime.datetime(2026, 3, 29, 0, 59, 59, 123456, tzinfo=datetime.UTC)


def test_every_table_is_in_a_backup_or_left_out_for_a_reason():
    labels = {model._meta.label for model in apps.get_models(include_auto_created=True)}

    assert {model._meta.label for model in rows.models()} == labels - rows.LEFT_OUT.keys()
    assert rows.LEFT_OUT.keys() <= labels
    assert all(rows.LEFT_OUT.values())


def test_what_is_in_a_backup_refers_to_nothing_that_is_left_out():
    for model in rows.models():
        for field in model._meta.concrete_fields:
            if field.related_model:
                assert field.related_model._meta.label not in rows.LEFT_OUT


def brought_back(model):
    """Write the rows of `model`, delete them, put them back; return what was noted of them before and after."""
    file = io.BytesIO()
    before = rows.write(model, file)
    model._base_manager.all().delete()
    file.seek(0)
    with transaction.atomic():
        columns = rows.load(model, file)
    return before, rows.facts(model, columns)


def test_values_of_every_sort_come_back_as_they_were():
    enquiry = make_enquiry(message="“Wörter”, \\ \t\n\u2028 and 🎭", received_at=MOMENT)
    before = Enquiry.objects.filter(pk=enquiry.pk).values().get()

    noted = brought_back(Enquiry)

    assert Enquiry.objects.filter(pk=enquiry.pk).values().get() == before
    assert noted[0] == noted[1]
    assert noted[0]["rows"] == 1


def test_what_lies_deep_in_json_comes_back():
    details = {"b": [1, 2.5, None, True, "ü"], "a": {"10": "x", "9": ""}}
    AuditEntry.objects.create(action=AuditAction.EXPORTED, details=details)
    file = io.BytesIO()
    rows.write(AuditEntry, file)
    AuditEntry.objects.all().delete_for_retention()
    file.seek(0)

    rows.load(AuditEntry, file)

    assert AuditEntry.objects.get().details == details


def test_numbers_with_a_point_and_moments_of_saving_stay():
    make_figures("E06000001", 0.1 + 0.2)
    record = LoadedRecord.objects.create(kind="k", key="1", values={}, object_id=1)
    LoadedRecord.objects.filter(pk=record.pk).update(loaded_at=MOMENT)

    assert len({str(noted) for noted in brought_back(DeprivationFigures)}) == 1
    brought_back(LoadedRecord)
    assert LoadedRecord.objects.get().loaded_at == MOMENT
    # Whoever saves one afterwards notes when.
    assert LoadedRecord.objects.create(kind="k", key="2", values={}, object_id=2).loaded_at


def test_a_value_that_nobody_thought_of_is_no_text_by_chance():
    with pytest.raises(TypeError, match="Backups know no values such as"):
        rows._line([object()])
    assert rows._line([Decimal("1.50"), datetime.date(2026, 11, 28)]) == b'["1.50","2026-11-28"]\n'


@pytest.mark.parametrize("change", [{"name": "Another"}, None])
def test_the_digest_tells_one_row_from_another_and_more_from_fewer(change):
    partnerships = [make_partnership(), make_partnership()]
    columns = [field.attname for field in Partnership._meta.concrete_fields]
    before = rows.facts(Partnership, columns)

    if change:
        Partnership.objects.filter(pk=partnerships[0].pk).update(**change)
    else:
        partnerships[0].delete()

    assert rows.facts(Partnership, columns)["digest"] != before["digest"]


def test_no_row_gets_a_key_that_a_lost_one_may_have_had():
    """A link to an enquiry that came after the backup must not open one that comes after the restore."""
    highest = make_enquiry().pk

    rows.leave_a_gap([Enquiry, WorkingCopy])

    assert make_enquiry().pk == highest + rows.GAP + 1
    assert make_authority().pk < rows.GAP
