"""The house rules a linter does not know: lengths, names, no inline anything, nothing unused."""

import ast
import re
import socket
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.contrib import admin
from django.template.loaders.app_directories import get_app_template_dirs
from django.urls import URLPattern, get_resolver, resolve
from simple_history.models import HistoricalChanges

from members.models import CaseStudyMember, CheckRequest, Membership, SheetRow
from partnerships.models import (
    CaseStudyPicture,
    ContentChange,
    ContentStamp,
    DailyRun,
    DeprivationFigures,
    DraftComment,
    EnquiryEvent,
    FormSubmission,
    Heartbeat,
    KnownTrouble,
    LinkCheck,
    LoadedRecord,
    MailServerTrouble,
    PartnershipLink,
    PartnershipName,
    PartnershipPart,
    PartnershipSource,
    Postcode,
    PostcodeEdition,
    ProgrammeParticipation,
    ProgrammeRound,
    PublicChange,
    PublishedSnapshot,
    RequestCount,
    Revision,
    SchoolEdition,
    SearchDocument,
    StoryFact,
)
from partnerships.models.figures import MonthlyFigures
from partnerships.models.staff import ChecksCalendar, SavedFilter
from partnerships.published_kinds import table
from partnerships.published_kinds.table import template_of
from tests.pages import ACCOUNT_PAGES, PAGES

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("lcep_site", "members", "partnerships", "tests")
PYTHON_FILES = [
    path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py")) if "migrations" not in path.parts
]
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())
NAMES = {str(path.relative_to(ROOT / "templates")) for path in TEMPLATES}
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))  # Those in vendor are others' work.
VAGUE_NAMES = {"utils", "helpers", "common", "core", "services", "managers", "signals", "misc"}
# Django, its admin and django-allauth ask for these by name.
ASKED_FOR_BY_PACKAGES = {"403.html", "404.html", "500.html", "400.html", "403_csrf.html", "429.html"}
INLINE = {
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "a style element": r"<style\b",
    "an on… attribute": r"<[^>]*\son[a-z]+\s*=",
    "a script without a file": r"<script\b(?![^>]*\ssrc=)(?![^>]*type=\"application/(ld\+)?json\")",
    "a javascript: address": r"=\s*[\"']?javascript:",
}
PARTS_OF_MAILS = {"emails/base.html", "emails/base.txt", "emails/button.html"}
# Kept by another model's page or by the loading, so that nobody edits them by themselves.
EDITED_ELSEWHERE = {
    CaseStudyMember,
    CaseStudyPicture,
    *(PartnershipLink, PartnershipName, PartnershipPart, PartnershipSource),
    ProgrammeParticipation,
    ProgrammeRound,
    StoryFact,
}
MADE_BY_THE_SITE = {
    *(ChecksCalendar, DraftComment, MonthlyFigures, SavedFilter),
    CheckRequest,
    *(ContentChange, ContentStamp),
    *(DailyRun, Heartbeat, KnownTrouble),
    DeprivationFigures,
    *(EnquiryEvent, FormSubmission),
    *(LinkCheck, LoadedRecord, MailServerTrouble),
    *(PublishedSnapshot, Postcode, PostcodeEdition, PublicChange),
    RequestCount,
    Revision,
    SchoolEdition,
    SearchDocument,
    SheetRow,
}
# What django-allauth calls its own pages, and looks for.
ALLAUTHS_OWN = re.compile(r"(account|mfa|usersessions)_[a-z_]+$")
# Files and answers to machines.
NO_PAGES = {"health", "health-live", "health-ready", "media", "resource-document", "in-events", "in-opportunities"} | {
    "api-find",
    "api-index",
    "api-list",
    "api-single",
    "changes-atom",
    "event-ics",
    "finder-counts",
    *("events-ics", "events-ics-of", "favicon", "manifest"),
    "list-atom",
    "list-atom-of",
    "list-csv",
    "list-geojson",
    "oembed",
    "open-data-dump",
    "openapi",
    "partnership-atom",
    "partnership-picture",
    "region-atom",
    "robots",
    "security",
    "sitemap",
    "sitemap-part",
    "suggestions",
}


def short(path):
    """Return `path` relative to the project's folder."""
    return str(path.relative_to(ROOT))


def line_count(path):
    return len(path.read_text().splitlines())


def functions_of(path):
    """Return every function and method in the file at `path` as (name, first line, last line)."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    tree = ast.parse(path.read_text())
    return [(node.name, node.lineno, node.end_lineno) for node in ast.walk(tree) if isinstance(node, kinds)]


def url_patterns(patterns=None):
    """Return every pattern of the site that leads to a page of ours."""
    pages = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            pages.append(pattern)
        elif pattern.app_name != "admin":
            pages += url_patterns(pattern.url_patterns)
    return pages


def test_no_python_file_passes_300_lines():
    assert {short(path): line_count(path) for path in PYTHON_FILES if line_count(path) > 300} == {}


def test_no_function_passes_40_lines_and_no_view_25():
    too_long = {}
    for path in PYTHON_FILES:
        limit = 25 if "views" in path.parts and "tests" not in path.parts else 40
        for name, first, last in functions_of(path):
            if last - first + 1 > limit:
                too_long[f"{short(path)}:{first} {name}"] = last - first + 1

    assert too_long == {}


def test_no_template_passes_150_lines_and_no_script_80():
    too_long = {short(path): line_count(path) for path in TEMPLATES if line_count(path) > 150 and path.suffix != ".svg"}
    too_long |= {short(path): line_count(path) for path in SCRIPTS if line_count(path) > 80}

    assert too_long == {}


def test_no_module_has_a_name_that_says_nothing():
    assert [short(path) for path in PYTHON_FILES if path.stem in VAGUE_NAMES] == []


@pytest.mark.parametrize("kind", INLINE)
def test_no_template_has_anything_inline(kind):
    pattern = re.compile(INLINE[kind], re.IGNORECASE)
    found = [path for path in TEMPLATES if path.parent.name != "emails" and pattern.search(path.read_text())]

    assert found == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("a style attribute", '<p class="a"\n style = "color: red">'),
        ("a style element", "<style>"),
        ("an on… attribute", '<button type="button" onclick="go()">'),
        ("a script without a file", "<script>go()</script>"),
        ("a javascript: address", '<a href="javascript:go()">'),
    ],
)
def test_what_is_forbidden_would_be_noticed(kind, text):
    assert re.search(INLINE[kind], text, re.IGNORECASE)


def test_no_stylesheet_or_script_takes_anything_from_elsewhere():
    files = [*SCRIPTS, *sorted((ROOT / "static" / "css").rglob("*.css"))]

    assert [short(path) for path in files if re.search(r"(?:https?:)?//[a-z0-9-]+\.[a-z]", path.read_text())] == []


def test_every_template_is_used():
    sources = [path.read_text() for path in [*PYTHON_FILES, *TEMPLATES] if path.relative_to(ROOT).parts[0] != "tests"]
    unused = {name for name in NAMES if not any(f'"{name_in_code(name)}"' in source for source in sources)}

    assert unused - templates_of_packages() - templates_of_published_kinds() - ASKED_FOR_BY_PACKAGES == set()


def name_in_code(name):
    """Return how the code names the template `name`: a mail's three are one name, without folder and ending."""
    mail = re.fullmatch(r"emails/(.+?)(_subject)?\.(?:txt|html)", name)
    return mail[1] if mail and name not in PARTS_OF_MAILS else name


def templates_of_published_kinds():
    """Return the names of the templates that are named like the addresses of what is published."""
    pages = {kind.page for kind in table.kinds()} | {listing.page for _, listing in table.listings()}
    return {template_of(page) for page in pages}


def templates_of_packages():
    """Return the names of the templates of Django and other packages: ours of the same name stand in for them."""
    folders = [Path(forms.__file__).parent / "templates", *get_app_template_dirs("templates")]
    return {str(path.relative_to(folder)) for folder in folders for path in folder.rglob("*.html")}


def test_every_mail_has_its_text_its_html_and_its_subject():
    mails = {name_in_code(name) for name in NAMES if name.startswith("emails/")} - PARTS_OF_MAILS
    assert {f"emails/{mail}{ending}" for mail in mails for ending in (".txt", ".html", "_subject.txt")} <= NAMES


def test_every_static_file_is_used():
    texts = [path.read_text() for path in [*TEMPLATES, *PYTHON_FILES, *sorted((ROOT / "static").rglob("*.css"))]]
    # A licence lies beside the font it is for, and how that was made.
    files = [path for path in (ROOT / "static").rglob("*") if path.is_file() and path.suffix not in {".txt", ".md"}]

    assert [short(path) for path in files if not any(path.name in text for text in texts)] == []


def test_a_part_of_a_page_is_included_only_by_its_neighbours():
    strays = []
    for path in TEMPLATES:
        for included in re.findall(r"{% include \"([^\"]+)\"", path.read_text()):
            folder, _, name = included.rpartition("/")
            if name.startswith("_") and path.parent != ROOT / "templates" / folder:
                strays.append(f"{short(path)} includes {included}")

    assert strays == []


def test_what_is_included_is_given_its_variables_by_name():
    loose = []
    for path in TEMPLATES:
        loose += [
            f"{short(path)}: {tag}"
            for tag in re.findall(r"{% include .*?%}", path.read_text())
            if " only %}" not in tag
        ]

    assert loose == []


def test_every_model_has_a_place_in_the_back_office():
    models = {model for label in ("partnerships", "members") for model in apps.get_app_config(label).get_models()}
    # Versions are looked at through the entry they are versions of.
    models = {model for model in models if not issubclass(model, HistoricalChanges)}
    inlines = {inline.model for site_admin in admin.site._registry.values() for inline in site_admin.inlines}

    assert models - set(admin.site._registry) - MADE_BY_THE_SITE == EDITED_ELSEWHERE
    assert inlines >= EDITED_ELSEWHERE | {Membership}


def test_every_address_has_a_name():
    unnamed = [str(pattern.pattern) for pattern in url_patterns() if not pattern.name]

    assert unnamed == ["on-purpose/403/", "on-purpose/500/", "on-purpose/nothing/", "on-purpose/axe.js"]


def test_every_name_of_an_address_is_spelt_with_hyphens():
    names = [pattern.name or "" for pattern in url_patterns()]

    assert [name for name in names if not re.fullmatch(r"[a-z-]*", name) and not ALLAUTHS_OWN.match(name)] == []


def test_every_kind_of_page_is_among_those_all_tests_look_at():
    paths = [path for name, path in PAGES.items() if name != "not found"] + list(ACCOUNT_PAGES.values())
    looked_at = {resolve(path.partition("?")[0]).url_name for path in paths}

    assert {pattern.name for pattern in url_patterns() if pattern.name} - NO_PAGES - looked_at == set()


def test_a_test_that_reached_for_another_machine_would_fail():
    with socket.socket() as connection, pytest.raises(AssertionError, match="tests stay on this machine"):
        connection.connect(("192.0.2.1", 80))
