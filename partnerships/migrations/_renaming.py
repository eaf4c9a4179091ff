"""Lets the permissions of a renamed model follow it: Django renames the model's content type, and leaves these."""

from django.db import migrations
from django.utils.text import camel_case_to_spaces

ACTIONS = ("add", "change", "delete", "view")


def rename_permissions(app_label, **renamed):
    """Return the operation after which permissions of the models `renamed`, old=new, are called after the new names.

    It comes after the models are renamed, and goes back before they are.
    """
    return migrations.RunPython(
        lambda apps, _: _rename(apps, app_label, renamed),
        lambda apps, _: _rename(apps, app_label, {new: old for old, new in renamed.items()}),
    )


def _rename(apps, app_label, renamed):
    permissions = apps.get_model("auth", "Permission").objects.filter(content_type__app_label=app_label)
    for old, new in renamed.items():
        for action in ACTIONS:
            permissions.filter(codename=f"{action}_{old.lower()}").update(
                codename=f"{action}_{new.lower()}", name=f"Can {action} {camel_case_to_spaces(new)}"
            )
