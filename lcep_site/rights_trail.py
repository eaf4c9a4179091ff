"""Every change of somebody's rights is written to the audit log, whichever page, command or shell made it.

Our rules would record only the changes they make themselves, and a change made elsewhere would go unseen. So we listen
to signals here.
"""

from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import receiver

from partnerships import audit
from partnerships.models import BridgeOrganisation, Partnership
from partnerships.vocabulary import AuditAction

# The relations that give rights, as the log calls them.
RELATIONS: dict[type[Model], str] = {
    User.groups.through: "groups",
    User.user_permissions.through: "permissions",
    Group.permissions.through: "permissions",
    BridgeOrganisation.officers.through: "officers",
    Partnership.editors.through: "coordinators",
}
FLAGS = ("is_active", "is_staff", "is_superuser")
# The signal's action → what the log calls it.
DONE = {"post_add": "added", "post_remove": "removed", "pre_clear": "removed"}


@receiver(m2m_changed)
def relation_changed(
    sender: type[Model], instance: Model, action: str, model: type[Model], pk_set: set[int] | None, **kwargs: object
) -> None:
    """Record which rows of `model` were added to `instance` or removed from it. `sender` is the table between them."""
    if sender not in RELATIONS or action not in DONE:
        return
    keys = _related_keys(sender, instance, model) if action == "pre_clear" else pk_set
    if keys:
        labels = [_label_of(row) for row in model._default_manager.filter(pk__in=keys).order_by("pk")]
        _record(instance, {"what": RELATIONS[sender], DONE[action]: labels})


def _related_keys(through: type[Model], instance: Model, model: type[Model]) -> set[int]:
    here = next(field.name for field in through._meta.fields if isinstance(instance, field.related_model or ()))
    there = next(field.attname for field in through._meta.fields if field.related_model is model)
    return set(through._default_manager.filter(**{here: instance}).values_list(there, flat=True))


def _label_of(row: Model) -> str:
    """Return what the log calls `row`: never a person's name."""
    if isinstance(row, Permission):
        return f"{ContentType.objects.get_for_id(row.content_type_id).app_label}.{row.codename}"
    return row.name if isinstance(row, Group) else f"{row._meta.verbose_name} {row.pk}".capitalize()


def _record(row: Model, details: dict[str, object]) -> None:
    about = f"{row._meta.verbose_name} {row.pk}".capitalize()
    audit.record(AuditAction.RIGHTS_CHANGED, by=audit.current_user(), about=about, details=details)


@receiver(pre_save, sender=User)
def remember_flags(instance: User, update_fields: frozenset[str] | None, raw: bool, **kwargs: object) -> None:
    """Remember the flags of an account before it is saved, if saving could change one."""
    may_change = not raw and (update_fields is None or set(FLAGS) & set(update_fields))
    before = User.objects.filter(pk=instance.pk).values(*FLAGS).first() if may_change and instance.pk else None
    vars(instance)["_flags_before"] = before or ({} if may_change and instance.pk is None else None)


@receiver(post_save, sender=User)
def flags_changed(instance: User, update_fields: frozenset[str] | None, **kwargs: object) -> None:
    """Record which flags of an account were changed, and that an owner was made."""
    before = vars(instance).pop("_flags_before", None)
    if before is None:
        return
    after = {name: getattr(instance, name) for name in FLAGS if update_fields is None or name in update_fields}
    changed = {name: value for name, value in after.items() if name in before and before[name] != value}
    if not before and instance.is_superuser:
        changed = {"is_superuser": True}
    if changed:
        _record(instance, {"what": "account"} | changed)


@receiver(post_delete, sender=User)
def account_deleted(instance: User, **kwargs: object) -> None:
    """Record that an account was deleted. What it did stays in the log, without a link to it."""
    audit.record(AuditAction.ACCOUNT_DELETED, by=audit.current_user(), about=f"User {instance.pk}")
