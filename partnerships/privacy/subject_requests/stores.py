"""The directory's own stores: enquiries, mails, contact addresses, staff accounts and what staff did."""

from django.contrib.admin.models import LogEntry
from django.db.models import Q, QuerySet
from django_tasks_db.models import DBTaskResult

from partnerships.models import AuditEntry, BridgeOrganisation, Enquiry, OutgoingMail, Partnership
from partnerships.privacy import anonymise
from partnerships.privacy.subject_requests.registry import DataStore, HeldItem, accounts_of, keyed_hash


def _enquiries(address: str) -> QuerySet[Enquiry]:
    return Enquiry.objects.filter(email__iexact=address)


def _find_enquiries(address: str) -> list[HeldItem]:
    enquiries = _enquiries(address).select_related("partnership", "authority").prefetch_related("events")
    return [
        {
            "reference": enquiry.reference,
            "received_at": enquiry.received_at,
            "who is asking": enquiry.get_enquirer_display(),
            "topic": enquiry.get_topic_display(),
            "about": enquiry.about_what,
            "name": enquiry.name,
            "email": enquiry.email,
            "organisation": enquiry.organisation,
            "message": enquiry.message,
            "consent": enquiry.consent_version,
            "state": enquiry.get_state_display(),
            "held back because": enquiry.suspicions,
            "went to": enquiry.route_reason,
            "what happened": [
                {"at": event.at, "what": event.get_kind_display(), "words": event.text}
                for event in enquiry.events.all()
            ],
        }
        for enquiry in enquiries
    ]


def _mails(address: str) -> QuerySet[OutgoingMail]:
    return OutgoingMail.objects.filter(Q(to__iexact=address) | Q(reply_to__iexact=address))


def _find_mails(address: str) -> list[HeldItem]:
    fields = ("subject", "to", "reply_to", "text", "state", "written_at", "sent_at")
    return list(_mails(address).values(*fields))


def _find_contacts(address: str) -> list[HeldItem]:
    partnerships = Partnership.objects.filter(contact_email__iexact=address)
    bridges = BridgeOrganisation.objects.filter(enquiries_email__iexact=address)
    return [{"enquiries go to this address": str(entry)} for entry in (*partnerships, *bridges)]


def _erase_contacts(address: str) -> int:
    # A partnership takes enquiries only while there is an address for them; they then go to the next on the way.
    partnerships = Partnership.objects.filter(contact_email__iexact=address)
    bridges = BridgeOrganisation.objects.filter(enquiries_email__iexact=address)
    return partnerships.update(contact_email="", takes_enquiries=False) + bridges.update(enquiries_email="")


def _find_accounts(address: str) -> list[HeldItem]:
    fields = ("username", "first_name", "last_name", "email", "is_active", "date_joined", "last_login")
    return list(accounts_of(address).values(*fields))


def _find_what_they_did(address: str) -> list[HeldItem]:
    history = LogEntry.objects.filter(user__in=accounts_of(address)).values(
        "action_time", "object_repr", "change_message"
    )
    audited = AuditEntry.objects.filter(by__in=accounts_of(address))
    return [
        *history,
        *({"at": entry.at, "action": entry.get_action_display(), "about": entry.about} for entry in audited),
    ]


def _find_earlier_requests(address: str) -> list[HeldItem]:
    return [
        {"at": entry.at, "action": entry.get_action_display(), "details": entry.details}
        for entry in AuditEntry.objects.filter(about__endswith=keyed_hash(address))
    ]


def _tasks(address: str) -> QuerySet[DBTaskResult]:
    return DBTaskResult.objects.filter(traceback__icontains=address)


STORES = (
    DataStore("Mails", _find_mails, lambda address: anonymise.empty_mails(_mails(address)), order=10),
    DataStore(
        "Enquiries", _find_enquiries, lambda address: anonymise.anonymise_enquiries(_enquiries(address)), order=20
    ),
    DataStore("Contact addresses", _find_contacts, _erase_contacts, order=30),
    # By number these stay, so that others' work can still be followed; the account below loses the person.
    DataStore("What they did as staff", _find_what_they_did, lambda address: 0, order=35),
    DataStore(
        "Staff accounts", _find_accounts, lambda address: anonymise.anonymise_accounts(accounts_of(address)), order=40
    ),
    DataStore("Earlier exports and erasures", _find_earlier_requests, lambda address: 0, order=45),
    DataStore(
        "Failed tasks",
        lambda address: list(_tasks(address).values("enqueued_at", "traceback")),
        lambda address: _tasks(address).delete()[0],
        order=48,
    ),
)
