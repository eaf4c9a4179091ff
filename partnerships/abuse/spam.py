"""What in the way it came makes a sent form look like spam; `adverts` looks at its words.

A suspicion never refuses or drops anything: it holds it back for staff. Three signs, none of which asks
anything of people: a field nobody sees was filled in, the form came back faster than anybody types, or the same address
or network sent very many. A form's token carries when it was opened, signed, so that nothing of it need be stored and a
restart of the site changes nothing.
"""

import datetime
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.crypto import salted_hmac

from partnerships.abuse.rate_limit import Limit, are_reached
from partnerships.signed_links import FOR_EVER, ExpiredLink, NotOurLink, SignedToken

OPENED_FORM = SignedToken(salt="partnerships.spam.opened-form", max_age=datetime.timedelta(days=1))
QUICKEST_SECONDS = 5
# What is beyond is only held back.
PER_NETWORK = Limit(60, datetime.timedelta(hours=1))
PER_ADDRESS = Limit(6, datetime.timedelta(days=1))


@dataclass(frozen=True)
class OpenedForm:
    """A form as it was given to somebody: which one, when (in seconds since 1970), and whether its honeypot is filled.

    `is_stale` says that the token was too old or not ours, so that the form should be shown once more.
    """

    id: uuid.UUID
    at: float
    is_honeypot_filled: bool = False
    is_stale: bool = False

    @classmethod
    def now(cls, *, is_stale: bool = False) -> "OpenedForm":
        """Return a new form, opened now."""
        return cls(uuid.uuid4(), time.time(), is_stale=is_stale)

    @classmethod
    def read(cls, token: str) -> "OpenedForm":
        """Return the form of `token`. Never raises: a new one stands in for what is not ours."""
        try:
            return cls._of(OPENED_FORM.read(token))
        except ExpiredLink:
            return cls._of(replace(OPENED_FORM, max_age=FOR_EVER).read(token), is_stale=True)
        except NotOurLink:
            return cls.now(is_stale=True)

    @classmethod
    def _of(cls, content: dict[str, Any], *, is_stale: bool = False) -> "OpenedForm":
        return cls(uuid.UUID(content["id"]), content["at"], content["caught"], is_stale)

    def anew(self) -> "OpenedForm":
        """Return another form in its place, for what stands in it: opened when it was, its honeypot as it was."""
        return replace(self, id=uuid.uuid4())

    @property
    def token(self) -> str:
        """The form as signed text, good for another day."""
        return OPENED_FORM.token({"id": self.id.hex, "at": self.at, "caught": self.is_honeypot_filled})

    @property
    def honeypot_name(self) -> str:
        """The name of the field nobody sees. It means nothing, so that no browser fills it in by itself."""
        return f"f{salted_hmac('partnerships.spam.trap', self.id.hex, algorithm='sha1').hexdigest()[:10]}"

    def check_honeypot(self, values: Mapping[str, object]) -> "OpenedForm":
        """Return the form with `is_honeypot_filled` set if `values`, as posted, fill in the field nobody sees."""
        return replace(self, is_honeypot_filled=self.is_honeypot_filled or bool(values.get(self.honeypot_name)))


def suspicions(form: str, opened: OpenedForm, *, email: str, network: str) -> list[str]:
    """Return, in sentences for staff, what makes a `form` sent now look like spam; empty for nearly everybody.

    `email` and `network` may be "" when they are not known. One query.
    """
    by_address, by_network = are_reached(form, (PER_ADDRESS, email), (PER_NETWORK, network))
    signs = {
        "A field that people do not see was filled in.": opened.is_honeypot_filled,
        f"It was sent less than {QUICKEST_SECONDS} seconds after the form was opened.": (
            time.time() - opened.at < QUICKEST_SECONDS
        ),
        f"This address sent {PER_ADDRESS.most} or more within a day.": by_address,
        f"Its network sent {PER_NETWORK.most} or more within an hour.": by_network,
    }
    return [sentence for sentence, is_seen in signs.items() if is_seen]
