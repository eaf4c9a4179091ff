"""Rows that stand in the dumps, to be read by today's models: from which commit on, what, and with which values."""

from django.apps import apps

from tests.upgrades.dumps import PATHS
from tests.upgrades.rows import todays_label

KNOWN_ROWS = {
    "5564120": [
        ("partnerships.partnership", {"name": "Test partnership three", "stage": "ended", "established": "2015"}),
        ("partnerships.partnershipname", {"name": "Test other name 3", "slug": "test-other-name-3", "kind": "former"}),
        ("partnerships.formerslug", {"slug": "test-partnership-two"}),
        ("partnerships.supportoffer", {"name": "Test offer 3", "provider": "Test provider"}),
        ("members.memberorganisation", {"name": "Test organisation 2", "slug": "test-organisation-2"}),
        ("members.membership", {"since": "2015", "until": "2019"}),
        ("auth.user", {"username": "test-officer", "groups__name": "Test group"}),
        ("auth.user", {"username": "test-editor", "user_permissions__codename": "view_region"}),
    ],
    "438c81e": [("partnerships.loadedrecord", {"key": "test-2", "object_id": 2})],
    "c860e30": [
        ("partnerships.postcode", {"code": "TE11AB", "area": "E07000002", "terminated": "2020-01"}),
        ("partnerships.searchdocument", {"kind": "partnership", "names__contains": "testpartnership"}),
    ],
    "c4f1c4c": [
        ("partnerships.enquiry", {"reference": "LCEP-TEST02", "state": "closed", "outcome": "answered"}),
        ("partnerships.enquiry", {"reference": "LCEP-TEST01", "recipient_name": "Test partnership"}),
        ("partnerships.enquiryevent", {"text": "Test words 3"}),
        ("partnerships.outgoingmail", {"key": "test:mail:1", "state": "sent"}),
        ("partnerships.auditentry", {"action": "personal_data_exported", "by__username": "test-editor"}),
        ("members.subscriber", {"email": "subscriber-1@example.org"}),
    ],
    "84a64f7": [
        ("partnerships.revision", {"reason": "Test end of a Partnership", "by__username": "test-editor"}),
        ("partnerships.historicalpartnership", {"summary": "Test words after a change", "history_type": "~"}),
        ("partnerships.historicalpartnership", {"name": "Test partnership 4", "history_type": "-"}),
        ("members.historicalmembership", {"since": "2015", "history_type": "-"}),
    ],
    "e811ad7": [
        ("members.changeproposal", {"state": "declined", "reason": "Test reason"}),
        ("members.sheetrow", {"number": 2, "cells": {"name": "Test"}}),
        ("partnerships.auditentry", {"action": "rights_changed", "about": "Group 1"}),
        ("partnerships.linkcheck", {"url": "https://example.org/link/2", "status": 404}),
    ],
    "1671102": [("partnerships.publicchange", {"parts": ["summary"], "is_new": True})],
    "03c8503": [
        ("partnerships.newsitem", {"title": "Test news 2", "place": "Test hall"}),
        ("partnerships.historicalcasestudy", {"title": "Test case study 4", "history_type": "-"}),
        ("partnerships.programmeround", {"name": "Test round 3", "closes": "2016"}),
    ],
}


def missing(dump: str) -> list[tuple]:
    """Return what today's models do not find of the rows that are known to stand in the dump."""
    commits = list(dict.fromkeys(made_by(name) for name in PATHS))
    known = [row for commit in commits[: commits.index(made_by(dump)) + 1] for row in KNOWN_ROWS.get(commit, [])]
    return [(label, values) for label, values in known if not _rows(label).filter(**values).exists()]


def made_by(dump: str) -> str:
    """Return which commit made and filled the database."""
    return dump.split("-")[1]


def _rows(label):
    return apps.get_model(todays_label(*label.split("."))).objects
