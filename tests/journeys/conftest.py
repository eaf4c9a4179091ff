"""One site and one browser for all journeys; a fresh visitor for each."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.journeys.served_site import prepare, served_site, told

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# The same without windows, which takes a third less time. It knows no passkeys.
WITHOUT_WINDOWS = "chromium-headless-shell"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NO_BROWSER = "The journeys need Chromium. Install it once, on Debian or Ubuntu with: sudo apt-get install chromium"
SCREEN = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 700}
# Some mails are made only when they leave.
MAIL = (
    "from partnerships.mail.delivery import message_of; from partnerships.models import OutgoingMail; "
    "print(message_of(OutgoingMail.objects.filter(to='{to}').latest('pk')).body)"
)
# For a machine that is busy with other tests too.
TIMEOUT_MILLISECONDS = 30_000
NOTHING = "/on-purpose/nothing/"
expect.set_options(timeout=TIMEOUT_MILLISECONDS)


def pytest_collection_modifyitems(items):
    """Mark what lies in this folder as a journey, so that nobody forgets to."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def site_folder(django_db_blocker):
    """The folder of the served site. Its data take much room, so they are not kept to be looked at afterwards."""
    with TemporaryDirectory(prefix="lcep-site-") as folder:
        with django_db_blocker.unblock():
            prepare(Path(folder))
        yield Path(folder)


@pytest.fixture(scope="session")
def site(site_folder):
    """The address of the served site."""
    with served_site(site_folder) as address:
        yield address


@pytest.fixture
def link_mailed(site_folder):
    """A function that returns the link in the latest mail the served site wrote to an address, as it would leave."""

    def link(to):
        made = told(site_folder, MAIL.format(to=to))
        return next(line for line in made.splitlines() if line.startswith("http"))

    return link


@pytest.fixture(scope="session")
def launch(site_folder):
    """A function that starts the first browser there is of some names, headless and calling nobody of its own accord.

    It comes after the data of the site, for no database may be asked in a thread that waits for a browser.
    """
    with sync_playwright() as playwright:

        def launch(*names):
            path = next(filter(None, map(shutil.which, names)), None)
            if path is None:
                pytest.fail(NO_BROWSER, pytrace=False)
            return playwright.chromium.launch(executable_path=path, args=ARGUMENTS)

        yield launch


@pytest.fixture(scope="session")
def browser(launch):
    """The browser of nearly all journeys."""
    browser = launch(WITHOUT_WINDOWS, *BROWSERS)
    yield browser
    browser.close()


def new_context(browser, site, **options):
    """Return the context of a new visitor of `site` with nothing remembered."""
    context = browser.new_context(base_url=site, viewport=SCREEN, reduced_motion="reduce", **options)
    context.set_default_timeout(TIMEOUT_MILLISECONDS)
    return context


@pytest.fixture(scope="session")
def contexts(browser, site):
    """The contexts of visitors with and without script, who keep the style sheets and fonts they have read once."""
    return {script: new_context(browser, site, java_script_enabled=script) for script in (True, False)}


def fresh_page(context):
    """Return the page of somebody with no cookies, of the usual size and light.

    It is as good as new, which takes longer than what most do on it.
    """
    context.clear_cookies()
    page = context.pages[0] if context.pages else context.new_page()
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(SCREEN)
    # A form that was left unsaved asks first.
    page.on("dialog", _leave)
    page.goto(NOTHING)
    page.remove_listener("dialog", _leave)
    return page


def _leave(dialog):
    dialog.accept()


@pytest.fixture
def page(contexts):
    """A visitor's page."""
    return fresh_page(contexts[True])


@pytest.fixture
def touch_page(browser, site):
    """The page of a visitor with a phone, who has no keyboard but that on the screen."""
    context = new_context(browser, site, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.set_viewport_size(PHONE)
    yield page
    context.close()


@pytest.fixture
def plain_page(contexts):
    """The page of a visitor whose browser runs no script."""
    return fresh_page(contexts[False])
