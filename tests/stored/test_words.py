"""What was stored or handed out before the modules moved is still understood; literals here never change.

Here: the fixed words that stand in columns.
"""

import pytest

from members.models import ChangeProposal, CheckRequest, Membership, SheetImport, SheetRow
from partnerships.models import (
    BridgeOrganisation,
    CaseStudy,
    Enquiry,
    EnquiryEvent,
    LocalAuthority,
    NewsItem,
    OutgoingMail,
    Partnership,
    PartnershipLink,
    PartnershipName,
    PartnershipPriority,
    Programme,
    ProgrammeParticipation,
    ProgrammeRound,
    Question,
    Resource,
    Revision,
    SupportOffer,
)
from tests.stored.literals import LITERALS

WORDS = LITERALS["words"]
# The columns that hold each set of words.
COLUMNS = {
    "how well a fact is supported": [
        (model, "confidence")
        for model in (
            *(BridgeOrganisation, Membership, Partnership, PartnershipPriority, Programme),
            *(ProgrammeParticipation, ProgrammeRound, Resource, SupportOffer),
        )
    ],
    "whether the public sees it": [
        (model, "publication")
        for model in (CaseStudy, NewsItem, Partnership, Programme, Question, Resource, SupportOffer)
    ],
    "whether it can be had": [(Programme, "state"), (SupportOffer, "state")],
    "role of a member": [(Membership, "role")],
    "answer to a check": [(CheckRequest, "answer")],
    "source of a proposal": [(ChangeProposal, "source")],
    "state of a proposal": [(ChangeProposal, "state")],
    "kind of sheet": [(SheetImport, "kind")],
    "state of a sheet": [(SheetImport, "state")],
    "outcome of a row": [(SheetRow, "outcome")],
    "type of authority": [(LocalAuthority, "type")],
    "kind of revision": [(Revision, "kind")],
    "kind of offer": [(SupportOffer, "kind")],
    "kind of name": [(PartnershipName, "kind")],
    "kind of link": [(PartnershipLink, "kind")],
    "kind of programme": [(Programme, "kind")],
    "stage": [(Partnership, "stage")],
    "size of area": [(Partnership, "scope")],
    "who is asking": [(Enquiry, "enquirer")],
    "topic": [(Enquiry, "topic")],
    "way of an enquiry": [(Enquiry, "route")],
    "state of an enquiry": [(Enquiry, "state")],
    "outcome of an enquiry": [(Enquiry, "outcome")],
    "line of a timeline": [(EnquiryEvent, "kind")],
    "state of a mail": [(OutgoingMail, "state")],
    "kind of news": [(NewsItem, "kind")],
    "who asks a question": [(Question, "audience")],
    "section of the library": [(Resource, "section")],
    "kind of resource": [(Resource, "kind")],
    "type of document": [(Resource, "document_type")],
}


@pytest.mark.parametrize("what", COLUMNS)
def test_every_word_kept_in_a_column_before_is_one_of_its_words(what):
    for model, column in COLUMNS[what]:
        known = [value for value, _ in model._meta.get_field(column).flatchoices]

        assert set(WORDS[what]) <= set(known), (model, column)


def test_every_set_of_words_is_looked_at():
    assert set(COLUMNS) == set(WORDS)
