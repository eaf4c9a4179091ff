"""Forms of published items, as staff of a role fill them in."""

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lcep_site import roles
from partnerships.files import pictures
from partnerships.vocabulary import PublicationState, ResourceKind, ResourceSection
from tests.factories import (
    make_case_study,
    make_news,
    make_officer,
    make_question,
    make_resource,
)
from tests.filling import left_as_it_is, opened
from tests.partnerships.files.test_documents import PDF

MAKERS = {
    "casestudy": make_case_study,
    "newsitem": make_news,
    "question": make_question,
    "resource": make_resource,
}
EVERY_KIND = pytest.mark.parametrize("name", MAKERS)
DRAFT = {"publication": PublicationState.DRAFT}


NEWS = {"title": "Meeting", "summary": "We meet."}


def in_role(role, *bridges):
    """Return an officer of `bridges` in a role."""
    roles.sync()
    officer = make_officer(*bridges)
    officer.groups.add(Group.objects.get(name=role))
    return officer


def url_of(row_or_name, page="change", *more):
    """Return the address of a page of the back office about a row, or about all of the model of a name."""
    is_name = isinstance(row_or_name, str)
    name, keys = (row_or_name, []) if is_name else (row_or_name._meta.model_name, [row_or_name.pk])
    return reverse(f"admin:partnerships_{name}_{page}", args=[*keys, *more])


def send(client, address, **changes):
    """Open the form at `address` and send it with `changes`."""
    return client.post(address, left_as_it_is(opened(client, address)) | changes)


def of_copy(client, entry):
    """Return what a browser sends from the page of the working copy of `entry`, with all that is hidden in it."""
    response = opened(client, url_of(entry, "working_copy"))
    context = response.context_data
    forms = [context["adminform"].form, *(f for each in context["inline_admin_formsets"] for f in each.formset.forms)]
    hidden = {"seen": context["seen"], "edition": context["saving"]["edition"]}
    for form in forms:
        for name, field in form.fields.items():
            if stashed := getattr(field.widget, "stashed", ""):
                hidden[f"{form.add_prefix(name)}-held"] = pictures.stash(stashed)
            if token := getattr(field.widget, "held_token", ""):
                hidden[f"{form.add_prefix(name)}-held"] = token
    return left_as_it_is(response) | hidden


def send_copy(client, entry, **changes):
    """Save a working copy of `entry` with `changes` from its page."""
    return client.post(url_of(entry, "working_copy"), of_copy(client, entry) | changes)


def errors_of(response):
    """Return the messages beside the fields, by field."""
    form = response.context["adminform"].form
    return {name: [error["message"] for error in errors] for name, errors in form.errors.get_json_data().items()}


def pdf(name="Our plan.pdf", content=PDF):
    """Return a document as a browser sends it."""
    return SimpleUploadedFile(name, content)


def case_study_values(**more):
    """Return what is filled in for a case study."""
    return {"title": "Puppets", "summary": "A summer of puppets.", "what_was_done": "We **made** them."} | more


def resource_values(**more):
    """Return what is filled in for a resource."""
    values = {"title": "Plan", "description": "What we plan.", "section": ResourceSection.BUILD}
    return values | {"kind": ResourceKind.ACTION_PLAN} | more


def values_for(name):
    """Return what is filled in for an item of that kind, except its owner."""
    return {
        "casestudy": case_study_values(),
        "newsitem": NEWS,
        "question": {"title": "Who?", "answer": "You."},
        "resource": resource_values(url="https://a.example/"),
    }[name]


def make_resource_with_document(partnership, media, **fields):
    """Make a resource whose document is there."""
    (media / "documents").mkdir()
    (media / "documents/hidden.pdf").write_bytes(PDF)
    document = {"document": "documents/hidden.pdf", "document_type": "pdf", "size": len(PDF)}
    return make_resource(partnership=partnership, **document, **fields)
