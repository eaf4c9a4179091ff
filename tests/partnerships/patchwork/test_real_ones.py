"""The patchworks of the real directory, in which hardly anything else tells one entry from another at a glance."""

from collections import Counter

import pytest
from django.conf import settings

from lcep_site.loading.merging import load
from partnerships.models import Partnership
from partnerships.patchwork.tiles import emblem_of
from partnerships.search.patchworks import patchwork_of
from partnerships.search.snapshot import reading

pytestmark = pytest.mark.django_db


def test_no_two_real_partnerships_share_one():
    load(settings.BASE_DIR / "fixtures" / "directory", lambda tally: None)
    snapshot = reading.whole()

    emblems = Counter(
        str(emblem_of(patchwork_of(snapshot, key))) for key in Partnership.objects.values_list("pk", flat=True)
    )

    assert emblems.total() > 120
    assert [number for number in emblems.values() if number > 1] == []
