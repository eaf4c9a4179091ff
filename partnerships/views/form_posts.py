"""Reading what was posted to a public page: by anybody, without a cookie, whatever it is."""

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from partnerships.abuse import adverts, networks, spam, too_often
from partnerships.abuse.learnt import Words
from partnerships.abuse.spam import OpenedForm
from partnerships.abuse.too_often import Sending, Wait

UTF_8 = "utf-8"
# In bytes.
MAX_DISCARDED = 64 * 1024 * 1024
_CHUNK = 64 * 1024


class UnreadablePost(Exception):
    """What was posted cannot be read; `status` is the status to answer with."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def form_post(request: HttpRequest) -> QueryDict:
    """Return what was posted, as UTF-8 whatever the sender calls it. Raises UnreadablePost, never anything else."""
    # It has what was read before read anew, of which nothing is left where a form came in parts.
    if (request.encoding or UTF_8).lower() != UTF_8:
        request.encoding = UTF_8
    try:
        return _post_of(request)
    # The last: who sent it has gone, or sends too slowly.
    except (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError):
        raise UnreadablePost(400) from None


def is_from_elsewhere(request: HttpRequest) -> bool:
    """Return whether another site's page made the browser send this.

    Browsers say so themselves, and no page can make them lie. Old ones say nothing: they are believed.
    """
    if site := request.headers.get("Sec-Fetch-Site"):
        return site not in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return bool(origin) and origin != f"{request.scheme}://{request.get_host()}"


def suspicions_about(request: HttpRequest, form: str, opened: OpenedForm, email: str, words: Words) -> list[str]:
    """Return, in sentences for staff, what makes a `form` look like spam: how it came, and the `words` in it.

    `email` is the address its sender gave.
    """
    suspicions = spam.suspicions(form, opened, email=email, network=networks.network_of(request.META))
    suspicions += adverts.suspicions(words)
    if too_often.is_ceiling_reached():
        suspicions.append(too_often.VERY_MANY)
    if is_from_elsewhere(request):
        suspicions.append("It was sent by the page of another website.")
    return suspicions


def sending(request: HttpRequest, form: str, email: str, opened: OpenedForm, enquiries: int = 1) -> Sending:
    """Return that `form` is sent by `request`, for its limits; `opened` is the form as it was opened."""
    return Sending(form, email, networks.network_of(request.META), opened.id.hex, enquiries)


def waiting(response: HttpResponse, wait: Wait) -> HttpResponse:
    """Return `response`, which says so, as the answer to a form that has to wait."""
    response.status_code = 429
    response["Retry-After"] = str(wait.minutes * 60)
    return response


def _post_of(request: HttpRequest) -> QueryDict:
    try:
        return request.POST
    except RequestDataTooBig:
        _discard(request)
        raise UnreadablePost(413) from None


def _discard(request: HttpRequest) -> None:
    """Read what is too much and forget it: a browser shows no answer while it is still sending."""
    bytes_left = MAX_DISCARDED
    while bytes_left > 0 and (chunk := request.read(_CHUNK)):
        bytes_left -= len(chunk)
