"""The whole directory in one file."""

import csv
import datetime
import io
import json
import re
import zipfile

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.management import call_command
from django.db.models import EmailField

from partnerships.open_data import dump, every_kind
from tests.factories import (
    make_bridge,
    make_enquiry,
    make_mail,
    make_partnership,
    make_proposal,
    make_subscriber,
    make_user,
)
from tests.partnerships.open_data.test_kinds import make_one_of_each

pytestmark = pytest.mark.django_db

MARK = "marked.example"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """A folder of its own for what is kept."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def dump_files():
    """Return the texts of all files in the dump by their names."""
    with dump.write().open() as file, zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_every_sheet_is_as_the_package_describes_it():
    make_one_of_each()
    files = dump_files()
    package = json.loads(files["datapackage.json"])

    for resource in package["resources"]:
        rows = list(csv.reader(io.StringIO(files[resource["path"]])))
        fields = resource["schema"]["fields"]
        assert rows[0] == [field["name"] for field in fields]
        for row in rows[1:]:
            assert [field["name"] for field, cell in zip(fields, row, strict=True) if not fits(cell, field)] == []
    assert {resource["path"] for resource in package["resources"]} == set(files) - {"datapackage.json", "README.txt"}


TYPES = {
    "integer": int,
    "number": float,
    "date": datetime.date.fromisoformat,
    "datetime": lambda cell: datetime.datetime.strptime(cell, "%Y-%m-%dT%H:%M:%SZ"),
    "boolean": {"true": True, "false": False}.__getitem__,
    "string": str,
}


def fits(cell, field):
    """Return whether a cell is as the package describes its column."""
    rules = field.get("constraints", {})
    if cell == "":
        return not rules.get("required")
    TYPES[field["type"]](cell)
    return cell in rules.get("enum", [cell]) and bool(re.fullmatch(rules.get("pattern", ".*"), cell, re.DOTALL))


def test_a_description_that_does_not_fit_would_be_noticed():
    assert not fits("", {"type": "string", "constraints": {"required": True}})
    assert not fits("sailing", {"type": "string", "constraints": {"enum": ["emerging"]}})
    with pytest.raises(ValueError):
        fits("soon", {"type": "date"})


def test_there_is_a_sheet_for_every_kind_and_one_for_its_parts():
    names = set(dump_files())

    assert {f"{kind.name}.csv" for kind in every_kind()} < names
    assert {"partnerships-authorities.csv", "partnerships-members.csv", "changes-parts.csv"} < names


def test_sheets_of_parts_refer_to_records_that_are_there():
    make_one_of_each()
    files = dump_files()
    package = json.loads(files["datapackage.json"])
    sheets = {
        resource["name"]: list(csv.DictReader(io.StringIO(files[resource["path"]])))
        for resource in package["resources"]
    }
    lost = []
    for resource in package["resources"]:
        for key in resource["schema"].get("foreignKeys", []):
            known = {row["id"] for row in sheets[key["reference"]["resource"]]}
            lost += [row for row in sheets[resource["name"]] if row[key["fields"][0]] not in known]

    assert lost == []
    assert len(sheets["partnerships-members"]) == 1


def test_it_comes_with_licence_and_attribution_in_both_descriptions():
    files = dump_files()

    assert json.loads(files["datapackage.json"])["licenses"][0]["name"] == "CC-BY-4.0"
    assert "https://creativecommons.org/licenses/by/4.0/" in files["README.txt"]
    assert "Office for National Statistics" in files["README.txt"]
    assert "&" not in files["README.txt"].replace(" & ", "")


def test_nobody_s_address_is_in_it():
    filled = mark_every_address()
    files = dump_files()

    assert {f"{model}.{field}" for model, field in filled} == every_address_column()
    assert [name for name, text in files.items() if MARK in text] == []
    assert "Leeds33" in files["partnerships.csv"]


def mark_every_address():
    """Fill every column that holds an e-mail address, in rows that are public as far as they can be."""
    partnership = make_partnership(name="Leeds33", bridge=make_bridge(enquiries_email=f"a@{MARK}"))
    type(partnership).objects.update(contact_email=f"b@{MARK}", takes_enquiries=True)
    partnership.editors.add(make_user(email=f"c@{MARK}", first_name="Amina"))
    make_enquiry(partnership=partnership, email=f"d@{MARK}")
    make_mail(to=f"e@{MARK}", reply_to=f"f@{MARK}")
    make_subscriber(email=f"g@{MARK}", partnerships=[partnership])
    make_proposal(partnership=partnership, email=f"h@{MARK}")
    EmailAddress.objects.create(user=make_user(), email=f"i@{MARK}")
    make_one_of_each()
    return [
        (model._meta.label, field.name)
        for model in apps.get_models()
        for field in model._meta.fields
        if isinstance(field, EmailField) and model.objects.filter(**{f"{field.name}__endswith": MARK}).exists()
    ]


def every_address_column():
    """Return every column that is made for an e-mail address."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.fields
        if isinstance(field, EmailField)
    }


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(media, monkeypatch):
    before = dump.write()
    monkeypatch.setattr(dump, "package", None)

    with pytest.raises(TypeError):
        dump.write()

    assert (dump.latest(), [path.name for path in (media / "open-data").iterdir()]) == (before, [dump.NAME])


def test_the_command_writes_it(capsys):
    call_command("export_open_data")

    assert re.fullmatch(r"lcep-directory.zip: \d+ kB\n", capsys.readouterr().out)
    assert dump.latest() is not None


def test_writing_asks_the_database_the_same_for_any_number(django_assert_max_num_queries):
    make_one_of_each()
    with django_assert_max_num_queries(400) as first:
        dump.write()
    type(make_partnership()).objects.filter(name="Before").update(name="Long before")
    make_one_of_each()

    with django_assert_max_num_queries(400) as second:
        dump.write()

    assert len(second) == len(first)
