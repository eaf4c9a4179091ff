"""Outgoing mail and the audit in the back office: who may look, and what can be done."""

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.models import AuditEntry, OutgoingMail
from partnerships.vocabulary import MailState
from tests.factories import make_mail, make_officer, make_superuser

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
RIGHTS = ["view_outgoingmail", "change_outgoingmail", "delete_outgoingmail", "view_auditentry", "view_enquiry"]
MAILS = "admin:partnerships_outgoingmail_changelist"
AUDIT = "admin:partnerships_auditentry_changelist"


@pytest.fixture
def people(desk):
    """An officer, somebody of the national desk and a superuser, the first two with every right to mail and audit."""
    return {
        "officer": make_officer(desk, permissions=RIGHTS),
        "national": make_officer(permissions=[*RIGHTS, "answer_for_national_desk"]),
        "superuser": make_superuser(),
    }


@pytest.mark.parametrize(
    ("who", "mails", "audit"), [("officer", 403, 403), ("national", 200, 403), ("superuser", 200, 200)]
)
def test_mail_is_for_the_national_desk_and_the_audit_for_superusers(client, people, who, mails, audit):
    client.force_login(people[who])

    assert [client.get(reverse(name)).status_code for name in (MAILS, AUDIT)] == [mails, audit]


def test_a_mail_is_shown_and_cannot_be_changed_or_deleted(client, people):
    mail = make_mail(subject="We have it", text="<b>Words</b>")
    client.force_login(people["superuser"])
    url = reverse("admin:partnerships_outgoingmail_change", args=[mail.pk])

    page = client.get(url).content.decode()
    changed = client.post(url, {"subject": "Other"})
    deleted = client.post(reverse("admin:partnerships_outgoingmail_delete", args=[mail.pk]), {"post": "yes"})

    assert ("We have it" in page, "&lt;b&gt;Words&lt;/b&gt;" in page, "_save" in page) == (True, True, False)
    assert (changed.status_code, deleted.status_code) == (403, 403)
    assert OutgoingMail.objects.get().subject == "We have it"


def test_what_was_given_up_is_tried_again_and_what_has_left_is_not(client, people):
    failed = make_mail(state=MailState.FAILED, tries=7)
    sent = make_mail(state=MailState.SENT, sent_at=timezone.now())
    client.force_login(people["national"])

    response = client.post(
        reverse(MAILS), {"action": "try_again", "_selected_action": [failed.pk, sent.pk]}, follow=True
    )

    failed.refresh_from_db()
    sent.refresh_from_db()
    assert (failed.state, failed.tries, sent.state) == (MailState.QUEUED, 0, MailState.SENT)
    assert [str(message) for message in response.context["messages"]] == [
        "1 will be tried again now.",
        "1 had left already, and were not sent again.",
    ]


def test_an_officer_cannot_have_mail_tried_again(client, people):
    failed = make_mail(state=MailState.FAILED)
    client.force_login(people["officer"])

    response = client.post(reverse(MAILS), {"action": "try_again", "_selected_action": [failed.pk]})

    failed.refresh_from_db()
    assert (response.status_code, failed.state) == (403, MailState.FAILED)


def test_an_entry_of_the_audit_is_shown_and_cannot_be_changed(client, people):
    entry = AuditEntry.objects.create(action="exported", about="LCEP-7K3M9Q")
    client.force_login(people["superuser"])
    url = reverse("admin:partnerships_auditentry_change", args=[entry.pk])

    assert "LCEP-7K3M9Q" in client.get(url).content.decode()
    assert client.post(url, {"about": "Other"}).status_code == 403
