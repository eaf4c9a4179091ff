"""Staff who import, and those who may not."""

from tests.factories import make_officer

MODELS = ("partnership", "memberorganisation", "membership")
IMPORTING = ("import_partnership", *(f"{action}_{model}" for action in ("view", "add", "change") for model in MODELS))
READING = tuple(f"view_{model}" for model in MODELS)


def make_importer(*bridges, publishes=False):
    """Make an officer of `bridges` who may import and, with `publishes`, publish."""
    return make_officer(*bridges, permissions=[*IMPORTING, *(["publish_partnership"] if publishes else [])])


def make_reader(*bridges):
    """Make somebody who sees what `bridges` curate, and changes nothing."""
    return make_officer(*bridges, permissions=READING)
