"""Who looks after member organisations of tests."""


def adopted(membership):
    """Return `membership`; the partnership's Bridge looks after its organisation if nobody does."""
    organisation, bridge = membership.organisation, membership.partnership.bridge
    if organisation.looked_after_by is None:
        organisation.looked_after_by = bridge
        for rows in (type(organisation).objects.filter(pk=organisation.pk), organisation.versions.all()):
            rows.update(looked_after_by=bridge)
    return membership


def leave_to_national_staff(organisation):
    """Let no Bridge Organisation look after `organisation`, and return it."""
    organisation.looked_after_by = None
    organisation.save()
    return organisation
