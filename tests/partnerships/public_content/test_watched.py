"""Every model is either watched or not public, and whatever changes a watched row makes another stamp."""

import datetime
import uuid

import pytest
from django.apps import apps
from django.db import connection, models
from simple_history.models import HistoricalChanges

from partnerships.models import ContentStamp, Partnership, PostcodeEdition, PublicChange, PublishedSnapshot
from partnerships.public_content import triggers
from partnerships.public_content.watched import NOT_SHOWN, watched
from tests.figures import make_figures
from tests.partnerships.public_content.acts import is_stamped
from tests.permission_matrix.world import make_both
from tests.schools import make_school

STAFF = "staff, their rights and what they did"
RUNNING = "how the site is running, for who watches it"
NOT_PUBLIC = {
    "account": STAFF,
    "admin": STAFF,
    "auth": STAFF,
    "mfa": STAFF,
    "sessions": STAFF,
    "usersessions": STAFF,
    "contenttypes": "made by migrations",
    "members.ChangeProposal": "what is accepted of it changes the entry",
    "members.CheckRequest": "who was asked to check an entry",
    "members.Digest": "mails",
    "members.SheetImport": "what is imported changes entries",
    "members.SheetRow": "what is imported changes entries",
    "members.Subscriber": "who gets mails",
    "members.Subscriber_partnerships": "who gets mails",
    "members.Subscriber_priorities": "who gets mails",
    "members.Subscriber_regions": "who gets mails",
    "partnerships.AuditEntry": STAFF,
    "partnerships.ContentChange": "the log of changes itself",
    "partnerships.ContentStamp": "the stamp itself",
    "partnerships.ChecksCalendar": STAFF,
    "partnerships.DailyRun": RUNNING,
    "partnerships.DraftComment": STAFF,
    "partnerships.Enquiry": "enquiries",
    "partnerships.EnquiryEvent": "enquiries",
    "partnerships.FinderCount": "what is offered of it is never kept",
    "partnerships.ReplyTemplate": "what staff answer enquiries with",
    "partnerships.FormSubmission": "counts of forms sent",
    "partnerships.Heartbeat": RUNNING,
    "partnerships.KnownTrouble": RUNNING,
    "partnerships.LinkCheck": "for staff, who mend dead links",
    "partnerships.LoadedRecord": "what is loaded changes entries",
    "partnerships.MailServerTrouble": "mails",
    "partnerships.MonthlyFigures": "figures for staff",
    "partnerships.OutgoingMail": "mails",
    "partnerships.Postcode": "replaced as a whole, which its edition tells",
    "partnerships.RequestCount": "counts of what programs asked",
    "partnerships.Revision": STAFF,
    "partnerships.SavedFilter": STAFF,
    "partnerships.SearchDocument": "the words of entries, written with these; answers to typed words are not kept",
    "partnerships.WorkingCopy": "what is published of it changes its entry",
}
# Versions are written with their rows, and looked at elsewhere.
WATCHED = [model for model in watched() if not issubclass(model, HistoricalChanges)]

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def one_of_each(prepared_data):
    """A row of every watched model at least."""
    with prepared_data():
        world, _ = make_both()
        PublishedSnapshot.objects.create(partnership=world.partnership)
        PublicChange.objects.create(partnership=world.partnership, on=datetime.date(2026, 5, 3))
        PostcodeEdition.objects.create(name="May", rows=1)
        make_figures("E08000035")
        make_school()
        for model in [model for model in WATCHED if not model.objects.exists()]:
            joined = [field for field in model._meta.concrete_fields if field.is_relation]
            model.objects.create(**{field.name: field.related_model.objects.first() for field in joined})
        yield


def test_every_model_is_watched_or_not_public():
    others = [model for model in apps.get_models(include_auto_created=True) if model not in WATCHED]
    # Versions are for staff.
    unknown = {model._meta.label for model in others if not issubclass(model, HistoricalChanges)} - NOT_PUBLIC.keys()

    assert {label for label in unknown if label.split(".")[0] not in NOT_PUBLIC} == set()
    assert {model._meta.label for model in WATCHED} & NOT_PUBLIC.keys() == set()


def acts_on(model):
    """Return what can be done with a row of `model`, by any way that there is, and undone by the next."""
    row, table, key = model._base_manager.first(), *quoted(model)

    def run(sql):
        with connection.cursor() as cursor:
            cursor.execute(sql, [row.pk])

    return {
        "changed by hand": lambda: run(f"UPDATE {table} SET {key} = {key} + 90000 WHERE {key} = %s"),
        "changed back": lambda: run(f"UPDATE {table} SET {key} = {key} - 90000 WHERE {key} = %s + 90000"),
        "deleted by hand": lambda: run(f"DELETE FROM {table} WHERE {key} = %s"),
        "made in bulk": lambda: model._base_manager.bulk_create([row]),
        "deleted in a queryset": lambda: model._base_manager.filter(pk=row.pk)._raw_delete("default"),
        "saved by itself": lambda: models.Model.save_base(row, raw=True, force_insert=True),
    }


def quoted(model):
    return connection.ops.quote_name(model._meta.db_table), connection.ops.quote_name(model._meta.pk.column)


@pytest.mark.parametrize("model", WATCHED, ids=lambda model: model._meta.label)
def test_whatever_is_done_with_a_watched_row_makes_another_stamp(model):
    assert {name: is_stamped(act) for name, act in acts_on(model).items()} == dict.fromkeys(acts_on(model), True)


def test_without_triggers_nothing_would():
    triggers.remove(plan=["a migration"])
    ContentStamp.objects.all().delete()

    assert [model for model in WATCHED for act in acts_on(model).values() if is_stamped(act)] == []


@pytest.mark.parametrize("model", WATCHED, ids=lambda model: model._meta.label)
def test_a_row_that_is_saved_as_it_was_makes_none(model):
    row = model._base_manager.first()

    assert not is_stamped(lambda: models.Model.save_base(row, raw=True))
    assert not is_stamped(lambda: model._base_manager.filter(pk=0).update(**{model._meta.pk.name: 1}))


def test_what_the_public_never_sees_of_a_row_makes_none():
    fields = {"contact_email": "a@b.example", "publish_at": None, "preview_key": uuid.uuid4()}

    assert not is_stamped(lambda: Partnership.objects.update(**fields))
    assert is_stamped(lambda: Partnership.objects.update(about="Something", **fields))


def test_what_the_public_never_sees_are_fields_of_ours():
    fields = {field.name for model in WATCHED for field in model._meta.concrete_fields}

    assert NOT_SHOWN - fields == set()
