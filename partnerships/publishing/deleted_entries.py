"""What goes with an entry that is deleted: its working copy, and what colleagues said of it before it was public."""

from functools import partial
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete

from partnerships.files import documents
from partnerships.models import BridgeOrganisation, DraftComment, WorkingCopy
from partnerships.models.publishable import Publishable


def connect() -> None:
    """Be called whenever an entry of any app is deleted, by itself or with what it belongs to."""
    for model in apps.get_models():
        if issubclass(model, Publishable | BridgeOrganisation):
            post_delete.connect(_forget, sender=model)


def _forget(instance: Model, **signal: Any) -> None:
    for copy in WorkingCopy.objects.about(instance):
        delete_copy(copy)
    DraftComment.objects.about(instance).delete()


def delete_copy(copy: WorkingCopy) -> None:
    """Delete `copy`, and the documents that were kept for it alone."""
    files = [name for name in copy.held_files if name.startswith(documents.FOLDER)]
    copy.delete()
    for name in files:
        transaction.on_commit(partial(documents.remove_unused, name))
