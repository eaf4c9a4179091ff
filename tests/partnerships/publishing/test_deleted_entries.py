"""A working copy and the comments of colleagues go with the entry they are about, however it is deleted."""

import pytest

from partnerships.curation.references import references_to
from partnerships.models import BridgeOrganisation, DraftComment, Partnership, WorkingCopy
from partnerships.publishing import working_copies
from tests.factories import make_bridge, make_case_study, make_partnership

pytestmark = pytest.mark.django_db


def prepare(entry, **data):
    """Give `entry` a working copy, with `data`, and a comment."""
    WorkingCopy.objects.create(entry=entry, content={"fields": [], "data": data}, began_from=0)
    DraftComment.objects.create(entry=entry, text="Look at this")
    return entry


def left():
    return [list(rows.objects.values_list("object_id", flat=True)) for rows in (WorkingCopy, DraftComment)]


@pytest.mark.parametrize("delete", ["by itself", "with others"])
def test_they_go_with_the_entry_and_with_what_it_belongs_to(delete):
    gone, stays = prepare(make_partnership()), prepare(make_partnership())
    prepare(make_case_study(partnership=gone))

    if delete == "by itself":
        gone.delete()
    else:
        Partnership.objects.filter(pk=gone.pk).delete()

    assert left() == [[stays.pk], [stays.pk]]


def test_whatever_may_have_a_working_copy_takes_it_along():
    """Each model of them is told apart: a Bridge Organisation is no entry of a state."""
    prepare(make_bridge()).delete()

    assert left() == [[], []]
    assert BridgeOrganisation in working_copies.models()


def test_a_document_that_was_kept_for_the_copy_alone_goes_too(settings, tmp_path, django_capture_on_commit_callbacks):
    settings.MEDIA_ROOT = tmp_path
    document = tmp_path / "documents" / "new.pdf"
    document.parent.mkdir()
    document.write_bytes(b"%PDF")
    partnership = prepare(make_partnership(), **{"document-held": ["documents/new.pdf"]})

    with django_capture_on_commit_callbacks(execute=True):
        partnership.delete()

    assert not document.exists()


def test_who_deletes_is_told_of_them_before():
    partnership = prepare(make_partnership())

    assert [str(reference) for reference in references_to(partnership)] == [
        "1 draft comment would be deleted with it",
        "1 working copy would be deleted with it",
    ]
