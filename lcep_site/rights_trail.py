"""Every change of who may do what is written to the audit log, whichever page, command or shell made it.

A rule of ours would only know of the changes made by itself: these are the places in which a forgotten one would go
unseen, so here we listen to signals instead.
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import receiver

from partnerships import audit
from partnerships.models import BridgeOrganisation, Partnership
from partnerships.vocabulary import AuditAction

User = get_user_model()
# Each kind of right that is given by naming one row in another, as the log calls it.
GIVEN_BY_NAMING = {
    User.groups.through: "groups",
    User.user_permissions.through: "permissions",
    Group.permissions.through: "permissions",
    BridgeOrganisation.officers.through: "officers",
    Partnership.editors.through: "coordinators",
}
SWITCHES = ("is_active", "is_staff", "is_superuser")
ADDED, REMOVED = "added", "removed"
DONE = {"post_add": ADDED, "post_remove": REMOVED, "pre_clear": REMOVED}


def listen() -> None:
    """Listen to each kind of right that is given by naming."""
    for through in GIVEN_BY_NAMING:
        m2m_changed.connect(rights_named, sender=through, dispatch_uid=f"rights:{through._meta.label}")


def rights_named(sender, instance, action, model, pk_set, **kwargs):
    """Keep that rows were named beside `instance`, or are no more: not yet which stay, but which came and went."""
    if action not in DONE:
        return
    keys = _keys_beside(sender, instance, model) if action == "pre_clear" else pk_set
    if keys:
        named = [_called(row) for row in model._default_manager.filter(pk__in=keys).order_by("pk")]
        _record(instance, {"what": GIVEN_BY_NAMING[sender], DONE[action]: named})


def _keys_beside(through, instance, model) -> set:
    here = next(field.name for field in through._meta.fields if isinstance(instance, field.related_model or ()))
    there = next(field.attname for field in through._meta.fields if field.related_model is model)
    return set(through._default_manager.filter(**{here: instance}).values_list(there, flat=True))


def _called(row) -> str:
    """Return what the log calls `row`: never a person's name."""
    if isinstance(row, Permission):
        return f"{ContentType.objects.get_for_id(row.content_type_id).app_label}.{row.codename}"
    return row.name if isinstance(row, Group) else f"{row._meta.verbose_name} {row.pk}".capitalize()


def _record(row, details: dict) -> None:
    about = f"{row._meta.verbose_name} {row.pk}".capitalize()
    audit.record(AuditAction.RIGHTS_CHANGED, by=audit.current_user(), about=about, details=details)


@receiver(pre_save, sender=User)
def remember_switches(instance, update_fields=None, raw=False, **kwargs):
    """Look how the account's switches stand before it is saved, if the saving could turn one."""
    may_turn = not raw and (update_fields is None or set(SWITCHES) & set(update_fields))
    before = User.objects.filter(pk=instance.pk).values(*SWITCHES).first() if may_turn and instance.pk else None
    instance._switches_before = before or ({} if may_turn and instance.pk is None else None)


@receiver(post_save, sender=User)
def switches_turned(instance, update_fields=None, **kwargs):
    """Keep which switches of an account were turned, and that an owner was made."""
    before = instance.__dict__.pop("_switches_before", None)
    if before is None:
        return
    after = {name: getattr(instance, name) for name in SWITCHES if update_fields is None or name in update_fields}
    turned = {name: now for name, now in after.items() if name in before and before[name] != now}
    if not before and instance.is_superuser:
        turned = {"is_superuser": True}
    if turned:
        _record(instance, {"what": "account"} | turned)


@receiver(post_delete, sender=User)
def account_deleted(instance, **kwargs):
    """Keep that an account was deleted: what it did stays in the log, under nobody's number."""
    audit.record(AuditAction.ACCOUNT_DELETED, by=audit.current_user(), about=f"User {instance.pk}")
