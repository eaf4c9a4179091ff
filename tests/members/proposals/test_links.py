"""The signed links about entries: bound to a row, an address and a time."""

import datetime

import pytest
from django.utils import timezone

from members.models import CheckRequest
from members.proposals.links import CHECK_LINK, CORRECTION_LINK, RevokedLink, check_request_of
from members.vocabulary import CheckAnswer, ProposalState
from partnerships.signed_links import ExpiredLink, NotOurLink
from partnerships.vocabulary import PublicationState
from tests.factories import make_check_request, make_proposal

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)


def test_a_link_leads_to_its_request_as_often_as_it_is_opened():
    request = make_check_request()
    token = CHECK_LINK.token(request)

    assert [check_request_of(token), check_request_of(token)] == [request, request]


def test_a_link_holds_nothing_of_the_address():
    assert "coordinator" not in CHECK_LINK.url(make_check_request())


def test_a_link_works_for_six_weeks():
    request = make_check_request()

    assert request.expires_at - request.sent_at == pytest.approx(datetime.timedelta(weeks=6), abs=HOUR)


def test_an_old_link_has_expired():
    request = make_check_request(expires_at=timezone.now() - HOUR)

    with pytest.raises(ExpiredLink):
        check_request_of(CHECK_LINK.token(request))


def test_an_answered_link_still_leads_to_its_answer_when_its_time_is_over():
    answered = {"answered_at": timezone.now() - 2 * HOUR, "answer": CheckAnswer.ALL_TRUE}
    request = make_check_request(expires_at=timezone.now() - HOUR, **answered)

    assert check_request_of(CHECK_LINK.token(request)) == request


def test_a_link_taken_back_is_revoked():
    request = make_check_request(revoked_at=timezone.now())

    with pytest.raises(RevokedLink):
        check_request_of(CHECK_LINK.token(request))


def test_a_link_dies_with_its_address_and_does_not_come_back_to_another():
    request = make_check_request()
    request.partnership.contact_email = "new@partnership.example"
    request.partnership.save()

    with pytest.raises(NotOurLink):
        check_request_of(CHECK_LINK.token(request))


def test_a_link_to_an_entry_that_is_not_public_is_broken():
    request = make_check_request()
    request.partnership.publication = PublicationState.ARCHIVED
    request.partnership.save()

    with pytest.raises(NotOurLink):
        check_request_of(CHECK_LINK.token(request))


def test_a_link_whose_row_names_another_address_is_broken():
    request = make_check_request()
    token = CHECK_LINK.token(request)
    CheckRequest.objects.update(fingerprint="0" * 16)

    with pytest.raises(NotOurLink):
        check_request_of(token)


def test_a_link_to_check_an_entry_confirms_no_correction_of_the_same_number():
    request, proposal = make_check_request(pk=7), make_proposal(pk=7, state=ProposalState.UNCONFIRMED)

    with pytest.raises(NotOurLink):
        CORRECTION_LINK.read(CHECK_LINK.token(request))
    with pytest.raises(NotOurLink):
        check_request_of(CORRECTION_LINK.token(proposal))
