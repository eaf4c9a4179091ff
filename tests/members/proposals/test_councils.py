"""What is proposed goes on meaning the same place when its council changes."""

import pytest

from tests.area_parts import make_part
from tests.councils import change_councils, make_surrey
from tests.factories import make_partnership, make_proposal
from tests.proposals import make_declined

pytestmark = pytest.mark.django_db
KT11 = {"authority": "elmbridge", "kind": "district", "name": "KT11"}
IN_EAST_SURREY = KT11 | {"authority": "east-surrey"}


def test_what_waits_names_the_council_that_follows():
    partnership = make_partnership(make_surrey())
    row = make_part(partnership, name="KT11")
    changes = {"summary": ["", "elmbridge"], f"part:{row.pk}": [KT11, None], "part:+1": [None, KT11]}
    proposal = make_proposal(partnership=partnership, changes=changes)
    decided = make_declined(partnership=partnership, changes=changes)

    change_councils()

    proposal.refresh_from_db()
    decided.refresh_from_db()
    assert proposal.changes == {
        "summary": ["", "elmbridge"],
        f"part:{row.pk}": [IN_EAST_SURREY, None],
        "part:+1": [None, IN_EAST_SURREY],
    }
    assert decided.changes == changes
