"""What was stored or handed out before the modules moved is still understood; literals here never change.

Here: the words by which the site finds its own rows and files again.
"""

import hashlib
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from lcep_site.accounts import invitations
from lcep_site.environment import local_secret_key
from members.mailing_list import consent as members_consent
from members.models import MemberOrganisation
from partnerships.enquiries import consent, partnership_replies
from partnerships.files import pictures
from partnerships.models import (
    CaseStudy,
    EnquiryEvent,
    NewsItem,
    Partnership,
    Programme,
    Question,
    Resource,
    SearchDocument,
    SupportOffer,
)
from partnerships.privacy import anonymise
from partnerships.search import text_index
from tests.factories import (
    make_case_study,
    make_news,
    make_organisation,
    make_partnership,
    make_programme,
    make_question,
    make_resource,
    make_support_offer,
)
from tests.lcep_site.accounts.people import CODE, code_of, give_app, give_password, make_person
from tests.stored.entries import OTHER, make_asked
from tests.stored.literals import LITERALS

pytestmark = pytest.mark.django_db
# The migration by which rows of then became those of today.
STABLE_KEYS = import_module("partnerships.migrations.0011_stable_keys")
NAMES = LITERALS["names"]
FOUND = {
    "case study": (CaseStudy, make_case_study),
    "member": (MemberOrganisation, make_organisation),
    "news": (NewsItem, make_news),
    "partnership": (Partnership, make_partnership),
    "programme": (Programme, make_programme),
    "question": (Question, make_question),
    "resource": (Resource, make_resource),
    "support offer": (SupportOffer, make_support_offer),
}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Keep uploads in a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path


def content_of(answer):
    """Return the file in `answer`, which is closed once it is read."""
    return answer.getvalue()


@pytest.mark.parametrize("kind", FOUND)
def test_an_entry_is_found_by_the_words_that_were_indexed_before(kind):
    model, make = FOUND[kind]
    row = make(pk=OTHER)
    SearchDocument.objects.create(kind=kind, object_id=OTHER, **LITERALS["document"])

    assert list(text_index.find(model.objects.all(), "museums of the wolds")) == [row]
    assert list(text_index.find(model.objects.all(), "harbour")) == []


def test_an_entry_indexed_before_is_not_indexed_a_second_time():
    for kind, (_, make) in FOUND.items():
        row = make(pk=OTHER)
        SearchDocument.objects.create(kind=kind, object_id=OTHER, **LITERALS["document"])
        text_index.refresh(row)

    assert SearchDocument.objects.filter(object_id=OTHER).count() == len(FOUND)


@pytest.mark.parametrize("statement", NAMES["statements"])
def test_what_a_partnership_said_by_its_link_before_is_not_said_twice(client, statement):
    enquiry = make_asked()
    EnquiryEvent.objects.create(enquiry=enquiry, kind="opened", text=NAMES["statements"][statement])
    STABLE_KEYS.name_replies(apps, None)

    recorded = partnership_replies.recorded(enquiry)

    assert {reply.value: sentence for reply, sentence in recorded.items()} == {
        statement: NAMES["statements"][statement]
    }


def test_an_account_that_lost_its_person_before_counts_as_nobodys():
    person = make_person(username=f"former-{OTHER}", email="")

    assert anonymise.anonymise_accounts(get_user_model().objects.filter(pk=person.pk)) == 0


@pytest.mark.parametrize("role", NAMES["roles"])
def test_a_role_given_before_is_still_a_role(role):
    person = make_person()
    person.groups.add(Group.objects.create(name=role))

    assert invitations.role_of(person) == role


@pytest.mark.parametrize("version", NAMES["consents"])
def test_what_somebody_agreed_to_before_can_be_read_word_for_word(version):
    texts = consent.CONSENTS | members_consent.CONSENTS | members_consent.CORRECTION_CONSENTS

    digest = hashlib.sha256(texts[version].text.encode()).hexdigest()

    assert digest == NAMES["consents"][version]


@pytest.mark.parametrize("name", NAMES["pictures"])
def test_a_picture_kept_before_is_handed_out_in_all_its_sizes(client, name):
    sizes = [size for _, size in pictures.Picture.named(name).sizes]
    for size in sizes:
        default_storage.save(size, ContentFile(b"webp"))
    if name.startswith("logos/"):
        make_partnership(logo=name, logo_alt="A leaf")
    else:
        make_case_study().pictures.create(image=name, alternative="A leaf")

    assert sizes == NAMES["pictures"][name]
    assert {content_of(client.get(f"/media/{size}")) for size in sizes} == {b"webp"}


def test_a_document_kept_before_is_handed_out(client):
    default_storage.save(NAMES["document"], ContentFile(b"%PDF-1.7"))
    make_resource(slug="guide", document=NAMES["document"], document_type="pdf", size=8)

    answer = client.get("/resources/guide/document/")

    assert content_of(answer) == b"%PDF-1.7"


def test_the_key_a_machine_made_for_itself_before_is_the_key_it_uses(tmp_path):
    (tmp_path / "secret_key").write_text("made before\n")

    assert local_secret_key(tmp_path) == "made before"


def test_a_code_typed_before_is_not_taken_again():
    cache.clear()
    secret = give_app(person := make_person())
    code = code_of(secret)
    cache.set(f"accounts:code:{person.pk}:{code}", True, 60)
    give_password(browser := Client())

    browser.post(CODE, {"code": code})

    assert browser.get("/back-office/").status_code == 302
