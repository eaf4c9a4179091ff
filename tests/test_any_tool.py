"""A file of SQLite can be checked and copied by any tool, one that knows nothing of Django and its functions."""

import shutil
import sqlite3
from contextlib import closing

import pytest
from django.db import IntegrityError, transaction

from partnerships.models import DeprivationFigures, LocalAuthority, Region
from partnerships.models.successions import CouncilSuccession
from tests import databases
from tests.councils import make_succession
from tests.factories import make_authority
from tests.figures import make_figures


@pytest.mark.sqlite
def test_a_bare_tool_checks_and_dumps_the_whole_file(tmp_path):
    path = shutil.copy(databases.empty_file(), tmp_path / "copied.sqlite3")
    with closing(sqlite3.connect(path)) as bare:
        a_region = "(name, slug, gss_code, position) VALUES ('North East', 'north-east', 'E12000001', 1)"
        bare.execute(f"INSERT INTO partnerships_region {a_region}")
        bare.commit()
        assert bare.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert any("E12000001" in line for line in bare.iterdump())


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["E1234567", "X12345678", "e12345678", "E1234567a", "E1234567\n", ""])
@pytest.mark.parametrize("model", [Region, LocalAuthority, CouncilSuccession, DeprivationFigures])
def test_the_database_takes_nothing_else_for_a_gss_code(code, model):
    make_authority(), make_succession(), make_figures("E06000001")
    row = model.objects.all()[:1].get()
    with pytest.raises(IntegrityError, match="gss_code"), transaction.atomic():
        model.objects.filter(pk=row.pk).update(gss_code=code)
