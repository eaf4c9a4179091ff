"""One page of every type, by what it shows: the list that every test of all pages goes through.

The addresses are those of the committed directory data, and of the published
examples, so they are only there once those are loaded: see answer_all.
"""

from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partnerships.models import Postcode
from partnerships.search.snapshot import reading
from tests import published_examples, snapshots

PAGES = {
    "home": "/",
    "partnerships": "/partnerships/",
    "partnerships, filtered": "/partnerships/?region=london&stage=emerging&sort=name",
    "partnerships, searched": "/partnerships/?q=leeds",
    "partnerships, nearest first": "/partnerships/?near=LS1+3AB",
    "partnerships, nothing found": "/partnerships/?q=zzzzzz",
    "partnerships, nonsense asked": "/partnerships/?region=atlantis&page=two",
    "a partnership": "/partnerships/leeds33/",
    "a partnership with many members": "/partnerships/worcestershire-cultural-education-partnership/",
    "a proposed partnership": "/partnerships/halton-lcep/",
    "a sheet for a noticeboard": "/partnerships/leeds33/sheet/",
    "a preview, a broken link": "/preview/no-link/",
    "a document in a preview, a broken link": "/preview/no-link/document/",
    "a calendar of checks, a broken link": "/calendars/checks/no-link.ics",
    "proposed partnerships": "/proposed/",
    "find a place": "/find/",
    "find a place, a postcode": "/find/?q=LS1+3AB",
    "find a place, a partnership": "/find/?q=LeedsCEP",
    "find a place, nobody covers it": "/find/?q=adur",
    "find a place, several": "/find/?q=newcastle",
    "find a place, outside England": "/find/?q=CF10+1AA",
    "find a place, half a postcode": "/find/?q=LS1",
    "find a place, nothing found": "/find/?q=zzzzzz",
    "map": "/map/",
    "map of need": "/map/need/",
    "cold spots": "/cold-spots/",
    "regions": "/regions/",
    "a region": "/regions/yorkshire-and-the-humber/",
    "local authorities": "/authorities/",
    "a local authority with a partnership": "/authorities/leeds/",
    "a local authority with several": "/authorities/east-suffolk/",
    "a local authority nobody covers": "/authorities/adur/",
    "a local authority with a proposal": "/authorities/halton/",
    "Bridge Organisations": "/bridges/",
    "a Bridge Organisation": "/bridges/ive/",
    "priorities": "/priorities/",
    "a priority": "/priorities/youth-voice/",
    "programmes": "/programmes/",
    "a programme": "/programmes/challenge-london/",
    "case studies": "/case-studies/",
    "a case study": "/case-studies/case-study-for-tests/",
    "resource library": "/resources/",
    "a resource": "/resources/powerful-partnerships-library/",
    "a resource, a document": "/resources/plan-for-tests/",
    "published elsewhere": "/elsewhere/",
    "published elsewhere, one kind": "/elsewhere/?kind=action+plan&q=strategy",
    "something published elsewhere": "/elsewhere/about-leedscep-and-the-way-to-its-action-plan/",
    "questions": "/questions/",
    "questions, nothing found": "/questions/?q=zzzzzz",
    "news": "/news/",
    "a piece of news": "/news/news-for-tests/",
    "an event": "/news/event-for-tests/",
    "an opportunity": "/news/opportunity-for-tests/",
    "events": "/events/",
    "events, past": "/events/?when=past",
    "events, a month": "/events/calendar/?month=2027-03",
    "opportunities": "/opportunities/",
    "support": "/support/",
    "support today": "/support/today/",
    "what has changed since 2023": "/since-2023/",
    "what has changed since 2023, nothing found": "/since-2023/?q=zzzzzz",
    "search": "/search/",
    "search, found": "/search/?q=leeds",
    "search, nothing found": "/search/?q=zzzzzz",
    "members": "/members/",
    "members, filtered": "/members/?region=yorkshire-and-the-humber&q=museum",
    "members, nothing found": "/members/?q=zzzzzz",
    "a member": "/members/curious-minds/",
    "about": "/about/",
    "about the data": "/about/data/",
    "words we use": "/words/",
    "join": "/join/",
    "join, from a partnership": "/join/?partnership=leeds33&topic=join",
    "join, from a place": "/join/?authority=adur&topic=start",
    "join, from nonsense": "/join/?bridge=atlantis&topic=sail",
    "join, under 18": "/join/under-18/",
    "join, an enquiry we do not have": "/join/sent/LCEP-222222/",
    "join, a broken link to an enquiry": "/join/for-partnerships/no-link/",
    "news by e-mail": "/news-by-mail/",
    "news by e-mail, from a partnership": "/news-by-mail/?partnership=leeds33&region=london&kind=news",
    "news by e-mail, asked for": "/news-by-mail/asked/",
    "news by e-mail, a broken link to confirm": "/news-by-mail/confirm/no-link/",
    "news by e-mail, a broken link to the choices": "/news-by-mail/choices/no-link/",
    "news by e-mail, a broken link to stop": "/news-by-mail/stop/1.1aaaaa.aaaaaaaaaaaaaaaaaaaa/",
    "a correction": "/partnerships/leeds33/correct/",
    "a correction, asked for": "/corrections/asked/",
    "a correction, a broken link to confirm": "/corrections/no-link/",
    "check of an entry, a broken link": "/check/no-link/",
    "check of an entry, a broken link to the form": "/check/no-link/change/",
    "open data": "/open-data/",
    "open data for programs": "/open-data/programs/",
    "feeds and calendars": "/follow/",
    "feeds and calendars, events of a partnership": "/follow/events/?partnership=leeds33",
    "feeds and calendars, partnerships near a postcode": "/follow/partnerships/?near=LS1+3AB",
    "what changed": "/changes/",
    "what changed, in a region": "/changes/?region=london&since=2026-01-01",
    "what changed, nonsense asked": "/changes/?region=atlantis&since=soon",
    "embed": "/embed/",
    "embed, of a partnership": "/embed/?partnership=leeds33",
    "embed, nonsense asked": "/embed/?region=atlantis",
    "a frame, a partnership": "/embed/partnerships/leeds33/",
    "a frame, a region": "/embed/regions/london/map/",
    "a frame, England": "/embed/map/",
    "a frame, what is gone": "/embed/partnerships/no-such-partnership/",
    "accessibility": "/accessibility/",
    "privacy": "/privacy/",
    "not found": "/no-such-page/",
    "refused": "/on-purpose/403/",
    "broken down": "/on-purpose/500/",
    "sign in": "/accounts/sign-in/",
    "forgotten password": "/accounts/password/reset/",
    "forgotten password, a link is on its way": "/accounts/password/reset/sent/",
    "forgotten password, a broken link": "/accounts/password/reset/1-no-link/",
    "forgotten password, a new one is set": "/accounts/password/reset/done/",
    "an account that is closed": "/accounts/closed/",
    "an invitation, a broken link": "/accounts/invitation/no-link/",
    "a sign-in link that is broken": "/accounts/sign-in-link/no-link/",
}
# The postcodes asked for above, and the areas they lie in. The list of all of them would take long to load.
POSTCODES = {"LS13AB": "E08000035", "CF101AA": "W"}
STATUS = {
    "a frame, what is gone": 404,
    "join, an enquiry we do not have": 404,
    "join, a broken link to an enquiry": 404,
    "news by e-mail, a broken link to confirm": 404,
    "news by e-mail, a broken link to the choices": 404,
    "news by e-mail, a broken link to stop": 404,
    "a preview, a broken link": 404,
    "a document in a preview, a broken link": 404,
    "a calendar of checks, a broken link": 404,
    "a correction, a broken link to confirm": 404,
    "check of an entry, a broken link": 404,
    "check of an entry, a broken link to the form": 404,
    "an invitation, a broken link": 404,
    "a sign-in link that is broken": 404,
    "not found": 404,
    "refused": 403,
    "broken down": 500,
}
# Where staff come in, or come back: these look whether somebody is signed in, and may set the cookie of a form.
BEHIND_A_SIGN_IN = {name for name, path in PAGES.items() if path.startswith("/accounts/")}
PUBLIC = [name for name in PAGES if name not in BEHIND_A_SIGN_IN]
# What other sites may show in a frame, without anything around it.
FRAMES = {name for name in PAGES if name.startswith("a frame, ")}
# Pages for somebody who is signed in, or about to be: drawn by tests of their own (tests/lcep_site/accounts).
ACCOUNT_PAGES = {
    "your account": "/accounts/",
    "sign in, the code": "/accounts/sign-in/code/",
    "sign out": "/accounts/sign-out/",
    "the password once more": "/accounts/confirm/",
    "a code once more": "/accounts/confirm/code/",
    "a passkey once more": "/accounts/confirm/passkey/",
    "change password": "/accounts/password/",
    "first password": "/accounts/password/first/",
    "second factor": "/accounts/second-factor/",
    "set up an app": "/accounts/second-factor/app/",
    "remove the app": "/accounts/second-factor/app/remove/",
    "recovery codes": "/accounts/second-factor/codes/",
    "new recovery codes": "/accounts/second-factor/codes/new/",
    "passkeys": "/accounts/second-factor/passkeys/",
    "add a passkey": "/accounts/second-factor/passkeys/add/",
    "rename a passkey": "/accounts/second-factor/passkeys/1/",
    "remove a passkey": "/accounts/second-factor/passkeys/1/remove/",
    "sessions": "/accounts/sessions/",
}


def status_of(name: str) -> int:
    """Return the status the page called `name` is answered with."""
    return STATUS.get(name, 200)


def answer_all() -> dict[str, HttpResponse]:
    """Load the committed data and the postcodes the pages need, and return what every page answers, by its name.

    Each answer has `queries`, those that the page and the snapshot it is made of asked the database, and `query_count`,
    how many of them the page itself asked.
    """
    call_command("load_directory", verbosity=0)
    published_examples.make_all()
    for code, area in POSTCODES.items():
        Postcode.objects.create(code=code, area=area, easting=430_000, northing=434_000)
    client = Client(raise_request_exception=False)
    answers = {}
    with CaptureQueriesContext(connection) as for_every_page:
        snapshot = reading.whole()
    for name, path in PAGES.items():
        with snapshots.held(snapshot), CaptureQueriesContext(connection) as queries:
            answers[name] = client.get(path)
        answers[name].queries = [query["sql"] for query in (*for_every_page, *queries)]
        answers[name].query_count = len(queries)
    return answers
