"""The signed links about entries: bound to a row, an address and a time."""

import datetime

import pytest
from django.utils import timezone

from members.models import CheckRequest
from members.proposals.links import (
    BrokenLink,
    ExpiredLink,
    RevokedLink,
    check_link,
    check_request_of,
    check_token,
    correction_of,
    correction_token,
)
from members.vocabulary import CheckAnswer, ProposalState
from partnerships.vocabulary import PublicationState
from tests.factories import make_check_request, make_proposal

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)


def test_a_link_leads_to_its_request_as_often_as_it_is_opened():
    request = make_check_request()
    token = check_token(request)

    assert [check_request_of(token), check_request_of(token)] == [request, request]


def test_a_link_holds_nothing_of_the_address():
    assert "coordinator" not in check_link(make_check_request())


def test_a_link_works_for_six_weeks():
    request = make_check_request()

    assert request.expires_at - request.sent_at == pytest.approx(datetime.timedelta(weeks=6), abs=HOUR)


def test_an_old_link_has_expired():
    request = make_check_request(expires_at=timezone.now() - HOUR)

    with pytest.raises(ExpiredLink):
        check_request_of(check_token(request))


def test_an_answered_link_still_leads_to_its_answer_when_its_time_is_over():
    answered = {"answered_at": timezone.now() - 2 * HOUR, "answer": CheckAnswer.ALL_TRUE}
    request = make_check_request(expires_at=timezone.now() - HOUR, **answered)

    assert check_request_of(check_token(request)) == request


def test_a_link_taken_back_is_revoked():
    request = make_check_request(revoked_at=timezone.now())

    with pytest.raises(RevokedLink):
        check_request_of(check_token(request))


def test_a_link_dies_with_its_address_and_does_not_come_back_to_another():
    request = make_check_request()
    request.partnership.contact_email = "new@partnership.example"
    request.partnership.save()

    with pytest.raises(BrokenLink):
        check_request_of(check_token(request))


def test_a_link_to_an_entry_that_is_not_public_is_broken():
    request = make_check_request()
    request.partnership.publication = PublicationState.ARCHIVED
    request.partnership.save()

    with pytest.raises(BrokenLink):
        check_request_of(check_token(request))


def test_a_link_whose_row_names_another_address_is_broken():
    request = make_check_request()
    token = check_token(request)
    CheckRequest.objects.update(fingerprint="0" * 16)

    with pytest.raises(BrokenLink):
        check_request_of(token)


@pytest.mark.parametrize(
    "given", ["", "x", "1", "1.2", "\0.aaaaaaaaaaaa", "9" * 40 + ".aaaaaaaaaaaa", "٣.aaaaaaaaaaaa"]
)
def test_nonsense_is_a_broken_link(given):
    make_check_request()
    make_proposal()

    for read in (check_request_of, correction_of):
        with pytest.raises(BrokenLink):
            read(given)


def test_a_link_with_one_letter_changed_is_broken():
    token = check_token(make_check_request())

    with pytest.raises(BrokenLink):
        check_request_of(token[:-1] + ("A" if token[-1] != "A" else "B"))


def test_a_link_to_check_an_entry_confirms_no_correction_of_the_same_number():
    request, proposal = make_check_request(pk=7), make_proposal(pk=7, state=ProposalState.UNCONFIRMED)

    with pytest.raises(BrokenLink):
        correction_of(check_token(request))
    with pytest.raises(BrokenLink):
        check_request_of(correction_token(proposal))
