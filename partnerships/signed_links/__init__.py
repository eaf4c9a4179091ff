"""Signed links and signed form values: what we hand out, and know for ours when it comes back.

Imports nothing of ours. Whoever hands something out declares it as a `SignedToken`, a `SignedLink`, or a `RowLink`,
with its salt, its page and its age; each is read again, or refused by `ExpiredLink` or `NotOurLink`.

Links in mails and open forms must go on working, so no salt and no shape of a token ever changes: tests/stored holds
one of each.
"""

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.core import signing
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

FOR_EVER = datetime.timedelta.max
Row = TypeVar("Row", bound=Model)
# The number of a row, when it was signed if the link has an age, and the signature.
_ROW_TOKEN = re.compile(r"(\d{1,18})(\.[0-9A-Za-z]{1,12})?\.[\w-]{10,64}", re.ASCII)


class ExpiredLink(Exception):
    """The link or form was ours, but is too old, was used, or was ended."""


class NotOurLink(Exception):
    """It was never made by this site, was made for something else, or lost something on its way."""


@dataclass(frozen=True, kw_only=True)
class SignedToken:
    """A kind of text we sign: `salt` sets it apart from all others; it is refused once it is older than `max_age`."""

    salt: str
    max_age: datetime.timedelta = FOR_EVER

    def token(self, content: Any) -> str:
        """Return `content`, of the types of JSON, as signed text. It can be read by anybody."""
        return signing.dumps(content, salt=self.salt)

    def read(self, token: str) -> Any:
        """Return what `token` was made of. Raises ExpiredLink, and NotOurLink for anything else that is wrong."""
        with _one_pair_of_errors():
            return signing.loads(token, salt=self.salt, max_age=self.max_age)

    def seal(self, text: str) -> str:
        """Return only the signature over `text`, for what comes back beside it; compare it in constant time."""
        return signing.Signer(salt=self.salt).signature(text)


@dataclass(frozen=True, kw_only=True)
class SignedLink(SignedToken):
    """A signed token as the last part of the address of a page; `page` is the name of its address."""

    page: str = ""

    def path(self, content: Any) -> str:
        """Return the address without the site's, for the site's own pages."""
        return reverse(self.page, args=[self.token(content)])

    def url(self, content: Any) -> str:
        """Return the whole address to put in a mail."""
        return settings.SITE_URL + self.path(content)


@dataclass(frozen=True, kw_only=True)
class RowLink(SignedLink, Generic[Row]):
    """A link that names one of `rows`, and works as long as what it is `bound_to` stays as it was.

    Its characters are such that no mail program takes one for the end of an address.
    """

    rows: QuerySet[Row] = field(repr=False)
    bound_to: Callable[[Row], str]

    def token(self, content: Row) -> str:
        """Return the token for a row."""
        return self._signer(content).sign(str(content.pk))

    def read(self, token: str) -> Row:
        """Return the row `token` is for. Raises ExpiredLink and NotOurLink, also when the row is gone.

        Nobody can tell then whether the link was ours: it is answered as one that was made up, so that nobody learns
        which rows there are.
        """
        shape = _ROW_TOKEN.fullmatch(token)
        if not shape:
            raise NotOurLink
        row = self.rows.filter(pk=int(shape[1])).first()
        if row is None:
            raise NotOurLink
        signer = self._signer(row)
        with _one_pair_of_errors():
            if isinstance(signer, signing.TimestampSigner):
                signer.unsign(token, max_age=self.max_age)
            else:
                signer.unsign(token)
        return row

    def _signer(self, row: Row) -> signing.Signer:
        salt = f"{self.salt} {self.bound_to(row)}"
        # Where the row itself says how long the link is good, nothing need be told by the link.
        kind = signing.Signer if self.max_age == FOR_EVER else signing.TimestampSigner
        return kind(sep=".", salt=salt)


def keyed_hashes(salt: str, text: str, length: int) -> list[str]:
    """Return what stands for `text` where it must not be told: by the key of today, then by each of those before it."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [salted_hmac(salt, text, secret=key, algorithm="sha256").hexdigest()[:length] for key in keys]


def is_one_of(known: str, hashes: Iterable[str]) -> bool:
    """Return whether `known` is one of `hashes`, in a time that tells nothing of what is in them."""
    return any(constant_time_compare(known, each) for each in hashes)


@contextmanager
def _one_pair_of_errors() -> Iterator[None]:
    """Turn what signers raise into ExpiredLink and NotOurLink."""
    try:
        yield
    except signing.SignatureExpired:
        raise ExpiredLink from None
    # Halves of characters cannot even be compared with a signature.
    except (signing.BadSignature, ValueError):
        raise NotOurLink from None
