"""What is held about an address is found wherever it is, handed out, and erased to the last mention."""

import json

import pytest
from django.contrib.admin.models import CHANGE, LogEntry

from members.models import Subscriber
from partnerships.mail.delivery import deliver
from partnerships.models import AuditEntry, DraftComment, Enquiry, EnquiryEvent, OutgoingMail, Partnership, WorkingCopy
from partnerships.privacy import subject_requests
from partnerships.privacy.mentions import text_columns
from partnerships.privacy.stores import STORES, DataStore, keyed_hash
from partnerships.privacy.subject_requests import MayNotErase
from partnerships.search import text_index
from partnerships.vocabulary import AuditAction, EnquiryEventKind, EnquiryOutcome, EnquiryState, MailState
from tests.factories import (
    make_bridge,
    make_enquiry,
    make_mail,
    make_partnership,
    make_region,
    make_subscriber,
    make_superuser,
    make_user,
)
from tests.text_columns import mentions

pytestmark = [pytest.mark.django_db, pytest.mark.versions]

AMINA = "amina@studio.example"


@pytest.fixture
def officer():
    """Somebody who may do everything."""
    return make_superuser(email="officer@bridge.example")


@pytest.fixture
def everything():
    """Something about AMINA in every store."""
    enquiry = make_enquiry(email=AMINA, name="Amina", message=f"Write to {AMINA.upper()}", suspicions=f"From {AMINA}")
    EnquiryEvent.objects.create(enquiry=enquiry, kind=EnquiryEventKind.NOTED, text=f"Rang {AMINA}.")
    make_enquiry(email="sam@school.example", message=f"My colleague {AMINA} says hello.")
    make_mail(enquiry=enquiry, to=AMINA, text=f"Dear {AMINA}", headers={"List-Unsubscribe": AMINA})
    make_mail(to="sam@school.example", reply_to=AMINA.upper())
    partnership = make_partnership(contact_email=AMINA, takes_enquiries=True, how_to_join=f"Write to {AMINA}.")
    make_bridge(enquiries_email=AMINA, about=f"Founded by {AMINA}")
    make_subscriber([make_region()], email=AMINA, kinds=["opportunities"])
    account = make_user(username=AMINA, email=AMINA, first_name="Amina", is_staff=True)
    LogEntry.objects.create(user=account, action_flag=CHANGE, object_repr=AMINA, change_message=f"Sent {AMINA}")
    AuditEntry.objects.create(by=account, action="looked", details={"by": [AMINA]})
    DraftComment.objects.create(entry=partnership, by=account, text=f"Ask {AMINA}.")
    content = {"fields": ["summary"], "data": {"summary": [f"Led by {AMINA}."]}}
    WorkingCopy.objects.create(entry=partnership, content=content, began_from=0)


def test_everything_about_an_address_is_found_whatever_its_capitals(everything):
    held = subject_requests.find("Amina@Studio.Example")

    assert {name: len(items) for name, items in held.items()} == {
        "Mails": 2,
        "Mails kept as files": 0,
        "Proposals and corrections": 0,
        "Enquiries": 1,
        "News by e-mail": 1,
        "Contact addresses": 2,
        "Comments on drafts": 1,
        "What they did as staff": 2,
        "Staff accounts": 1,
        "Earlier exports and erasures": 0,
        "Mentions in any text": 24,
    }


def test_about_an_address_we_know_nothing_of_nothing_is_found(everything):
    assert [items for items in subject_requests.find("nobody@studio.example").values() if items] == []


def test_the_export_holds_what_was_said_and_chosen(everything, officer):
    content = json.loads(subject_requests.export(AMINA, by=officer))

    [enquiry] = content["held"]["Enquiries"]
    [subscription] = content["held"]["News by e-mail"]
    assert content["address"] == AMINA
    assert (enquiry["name"], enquiry["message"]) == ("Amina", f"Write to {AMINA.upper()}")
    assert [event["words"] for event in enquiry["what happened"]] == [f"Rang {AMINA}."]
    assert len(subscription["regions"]) == 1
    assert subscription["kinds"] == ["Opportunities"]


def test_the_export_is_audited_without_the_address(officer):
    make_subscriber(email=AMINA)

    subject_requests.export(AMINA, by=officer)

    entry = AuditEntry.objects.get()
    assert (entry.action, entry.by) == (AuditAction.PERSONAL_DATA_EXPORTED, officer)
    assert entry.about == f"Address {keyed_hash(AMINA)}"
    assert entry.details == {"News by e-mail": 1, "Mentions in any text": 1}
    assert mentions(AMINA) == ["members_subscriber.email"]


def test_after_erasing_the_address_stands_in_no_text_column_of_the_database(everything, officer):
    text_index.rebuild()
    before = mentions(AMINA)

    subject_requests.erase(AMINA, by=officer)

    assert len(before) == 22
    assert mentions(AMINA) == []
    assert mentions("Amina") == []


def test_erasing_is_audited_with_its_counts_and_without_the_address(everything, officer):
    erased = subject_requests.erase(AMINA, by=officer)

    entry = AuditEntry.objects.get(action=AuditAction.PERSONAL_DATA_ERASED)
    assert (entry.by, entry.about) == (officer, f"Address {keyed_hash(AMINA)}")
    assert entry.details == {name: count for name, count in erased.items() if count}
    assert erased["Enquiries"] == erased["News by e-mail"] == erased["Staff accounts"] == 1


def test_erasing_twice_erases_nothing_more(everything, officer):
    subject_requests.erase(AMINA, by=officer)

    assert set(subject_requests.erase(AMINA, by=officer).values()) == {0}


def test_an_earlier_request_is_found_by_its_address(officer):
    subject_requests.erase(AMINA.upper(), by=officer)

    [earlier] = subject_requests.find(AMINA)["Earlier exports and erasures"]

    assert earlier["action"] == AuditAction.PERSONAL_DATA_ERASED.label


def test_erasing_keeps_what_is_counted(everything, officer):
    subject_requests.erase(AMINA, by=officer)

    assert (Enquiry.objects.count(), OutgoingMail.objects.count()) == (2, 2)
    assert Subscriber.objects.count() == 0
    forgotten = Enquiry.objects.exclude(anonymised_at=None).get()
    assert (forgotten.name, forgotten.state) == ("", EnquiryState.CLOSED)
    assert [mail.state for mail in OutgoingMail.objects.all()] == [MailState.FAILED] * 2


@pytest.mark.parametrize(
    ("state", "outcome"),
    [
        (EnquiryState.NEW, EnquiryOutcome.ERASED),
        (EnquiryState.WAITING, EnquiryOutcome.ERASED),
        (EnquiryState.ANSWERED, EnquiryOutcome.ANSWERED),
    ],
)
def test_an_open_enquiry_is_closed_because_the_person_asked_and_not_as_one_nobody_could_help_with(
    officer, state, outcome
):
    make_enquiry(email=AMINA, state=state)

    subject_requests.erase(AMINA, by=officer)

    assert (Enquiry.objects.get().state, Enquiry.objects.get().outcome) == (EnquiryState.CLOSED, outcome)


@pytest.mark.django_db(transaction=True)
def test_mails_kept_as_files_are_erased_with_whatever_names_the_person_and_no_others(officer, settings, tmp_path):
    settings.MAIL_FOLDER = tmp_path
    settings.EMAIL_BACKEND = "partnerships.mail.file_backend.MailFiles"
    theirs, told = make_enquiry(email=AMINA), make_mail(to="desk@bridge.example", text=f"About {AMINA}")
    for mail in (make_mail(enquiry=theirs, to=AMINA), make_mail(enquiry=theirs, to="host@leeds.example"), told):
        deliver(mail.pk)
    deliver(make_mail(to="mary-amina@studio.example").pk)
    assert len([*tmp_path.iterdir()]) == 4

    erased = subject_requests.erase(AMINA, by=officer)

    [left] = tmp_path.iterdir()
    assert "mary-amina@studio.example" in left.read_text()
    assert erased["Mails kept as files"] == 2


def test_another_persons_words_lose_only_the_address(everything, officer):
    subject_requests.erase(AMINA, by=officer)

    assert Enquiry.objects.get(email="sam@school.example").message == "My colleague [address removed] says hello."


def test_an_address_that_is_part_of_another_leaves_the_other_alone(officer):
    other = make_enquiry(
        email="mary-amina@studio.example", message="Or amina@studio.example.net, or amina@studio.examples"
    )

    held = subject_requests.find(AMINA)
    subject_requests.erase(AMINA, by=officer)

    other.refresh_from_db()
    assert [items for items in held.values() if items] == []
    assert other.email == "mary-amina@studio.example"
    assert other.message == "Or amina@studio.example.net, or amina@studio.examples"


def test_a_partnership_whose_address_is_erased_takes_no_enquiries_until_it_has_another(everything, officer):
    subject_requests.erase(AMINA, by=officer)

    partnership = Partnership.objects.get(name__startswith="Partnership")
    assert (partnership.contact_email, partnership.takes_enquiries) == ("", False)
    assert partnership.how_to_join == "Write to [address removed]."


def test_an_address_in_another_script_is_found_in_json_too(officer):
    address = "amina@bücher.example"
    make_mail(headers={"X-For": address})

    held = subject_requests.find(address)
    subject_requests.erase(address, by=officer)

    assert len(held["Mentions in any text"]) == 1
    assert OutgoingMail.objects.get().headers == {"X-For": "[address removed]"}


def test_signs_that_searches_understand_are_taken_as_they_are(officer):
    make_enquiry(email="axb@studio.example")

    assert subject_requests.find("a_b@studio.example")["Enquiries"] == []
    assert subject_requests.find("a%b@studio.example")["Mentions in any text"] == []


def test_nobody_erases_their_own_account(officer):
    with pytest.raises(MayNotErase):
        subject_requests.erase("officer@bridge.example", by=officer)

    officer.refresh_from_db()
    assert officer.is_active


def test_only_a_superuser_erases_the_account_of_one(officer):
    with pytest.raises(MayNotErase):
        subject_requests.erase(officer.email, by=make_user(is_staff=True))

    subject_requests.erase(officer.email, by=make_superuser())

    officer.refresh_from_db()
    assert (officer.is_active, officer.is_superuser, officer.email) == (False, False, "")


def test_all_is_erased_or_nothing(everything, officer, monkeypatch):
    def crash(rows):
        raise RuntimeError

    monkeypatch.setitem(STORES, "Last", DataStore("Last", rows=lambda address: [[]], erase_rows=crash, order=99))
    before = mentions(AMINA)

    with pytest.raises(RuntimeError):
        subject_requests.erase(AMINA, by=officer)

    assert mentions(AMINA) == before


def test_the_sweep_looks_at_every_model_that_has_text():
    tables = {model._meta.db_table for model, columns in text_columns() if columns}

    assert {
        "partnerships_enquiryevent",
        "partnerships_outgoingmail",
        "members_subscriber",
        "auth_user",
        "django_admin_log",
    } <= tables
