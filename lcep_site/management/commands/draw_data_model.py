"""Draw the data model: docs/data-model.md, from the models themselves."""

import inspect
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db.models import Field, ManyToManyField, Model
from simple_history.models import HistoricalChanges

DOCUMENT = Path(settings.BASE_DIR, "docs", "data-model.md")
OPENING = """# The data model

Drawn by `python manage.py draw_data_model` from the models; a test fails when it is not up to date.

A line ends in a fork where there may be many, in a ring where there may be none. Accounts are Django's own users and
are left out, and so are the versions: a model that says `versions = Versions()` has a table of its own for them, whose
rows belong to a Revision.
"""
HEADINGS = {"partnerships": "The directory", "members": "Those who take part"}


def document() -> str:
    """Return the whole document as Markdown, its diagrams as Mermaid."""
    parts = [OPENING]
    for label, heading in HEADINGS.items():
        every = apps.get_app_config(label).get_models()
        models = [model for model in every if not issubclass(model, HistoricalChanges)]
        parts.append(f"\n## {heading}\n\n```mermaid\nerDiagram\n")
        parts += [f"  {line}\n" for model in models for line in _relations(model)]
        parts.append("```\n\n| model | what a row is | where |\n|---|---|---|\n")
        for model in models:
            sentence = " ".join((inspect.getdoc(model) or "").partition("\n\n")[0].split())
            path = model.__module__.replace(".", "/")
            parts.append(f"| {model.__name__} | {sentence} | `{path}.py` |\n")
    return "".join(parts)


def _relations(model: type[Model]) -> Iterator[str]:
    fields: list[Field] = [*model._meta.local_fields, *model._meta.local_many_to_many]
    for field in fields:
        other = field.related_model
        if other is None or other._meta.app_label not in HEADINGS:
            continue
        # A list with a model of its own is drawn by that model’s references.
        through = field.remote_field.through if isinstance(field, ManyToManyField) else None
        if through and not through._meta.auto_created:
            continue
        ours = "|o" if field.one_to_one else "}o"
        theirs = "o{" if field.many_to_many else "o|" if field.null else "||"
        yield f"{model.__name__} {ours}--{theirs} {other.__name__} : {field.name}"


class Command(BaseCommand):
    help = "Draws docs/data-model.md from the models."

    def handle(self, *args: object, **options: object) -> None:
        DOCUMENT.write_text(document(), encoding="utf-8")
        self.stdout.write(f"Drawn: {DOCUMENT.relative_to(settings.BASE_DIR)}")
