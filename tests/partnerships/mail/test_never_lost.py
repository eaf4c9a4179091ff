"""Server and workers are killed in the middle of a burst: whoever was shown a reference is heard, once."""

import pytest

from tests.never_lost.story import VISITORS, tell

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("any_database")]


def test_every_enquiry_shown_as_sent_is_kept_and_each_of_its_mails_leaves_once(tmp_path):
    outcome = tell(tmp_path)

    # The kill came in the middle, or it would prove nothing.
    assert 0 < outcome.confirmed_at_kill < VISITORS
    assert outcome.waiting_at_kill > 0
    assert outcome.lost == set()
    assert (len(outcome.kept), set(outcome.kept.values())) == (VISITORS, {1})
    assert outcome.wrong_mails == {}
    assert outcome.not_sent == 0
