"""How many steps the commonest journeys take on a phone: taps, fields, pages, and screens to scroll until the goal.

    python -m tests.journeys.steps http://127.0.0.1:8000 [another address, of an earlier version]

It walks on the sites that are served there, which must hold the committed data, and writes the table of docs/design.md.
Enquiries are written but not sent. Where an earlier version has another way, a step names both: the first that is there
is taken.
"""

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from tests.journeys.conftest import ARGUMENTS, BROWSERS, WITHOUT_WINDOWS

PHONE = {"width": 375, "height": 812}
BELOW = "box => (y => y > 0 ? y : 0)(box.getBoundingClientRect().bottom - innerHeight) / innerHeight"


@dataclass
class Walk:
    """A visitor on the way, from the home page on, with what they had to do so far."""

    page: Page
    taps: int = 0
    fields: int = 0
    pages: int = 1
    screens: float = 0.0

    def tap(self, *names: str) -> None:
        """Tap the first link, button or menu that is called one of `names`; the menu is opened first if it hides it."""
        found = self._shown(names)
        if found is None:
            self.tap("Menu")
            found = self._shown(names)
        assert found, f"{self.page.url}: {names}"
        self.screens += found.evaluate(BELOW)
        before = self.page.url
        found.click()
        self.page.wait_for_load_state()
        self.taps += 1
        self.pages += before.partition("#")[0] != self.page.url.partition("#")[0]

    def fill(self, box: str, text: str) -> None:
        """Type `text` into what the selector `box` finds."""
        self.screens += self.page.locator(box).evaluate(BELOW)
        self.page.locator(box).fill(text)
        self.fields += 1

    def choose(self, box: str) -> None:
        """Tap the first choice that `box` finds."""
        self.screens += self.page.locator(box).first.evaluate(BELOW)
        self.page.locator(box).first.check()
        self.taps += 1

    def find(self, text: str) -> None:
        """Type `text` into the box of the home page and look for it."""
        self.fill("#home-q", text)
        self.tap("Find")

    def write(self) -> None:
        """Answer the questions of the enquiry form up to the last button."""
        self.choose("[name=enquirer]")
        self.fill("#id_message", "We would like to take part.")
        self.fill("#id_name", "Amina Example")
        self.fill("#id_email", "amina@studio.example")
        self.choose("[name=consent]")
        self.tap("Continue")
        assert self.page.get_by_role("heading", name="Check your answers").count(), self.page.url

    def is_at(self, path: str) -> None:
        assert path in self.page.url, f"{self.page.url} is not {path}"

    def _shown(self, names: tuple[str, ...]) -> Locator | None:
        for name in names:
            for role in ("link", "button"):
                for found in self.page.get_by_role(role, name=name).all():  # type: ignore[arg-type]
                    if found.is_visible():
                        return found
        found = self.page.locator("summary").get_by_text("Menu")
        return found.first if names == ("Menu",) and found.count() else None


def teacher(walk: Walk) -> None:
    walk.find("LS1 3AB")
    walk.tap("Ask to join")
    walk.write()


def theatre(walk: Walk) -> None:
    walk.tap("We are a cultural organisation", "I make or run arts and culture")
    if "/partnerships/" in walk.page.url:
        walk.tap("Ask to join several in one go")
    walk.fill("#id_place", "Leeds, York, Sunderland")
    walk.write()


def parent(walk: Walk) -> None:
    walk.find("LS1 3AB")
    if not walk.page.get_by_role("link", name="Visit its website").count():
        walk.tap("See who is in it")
    names = ("Visit its website", "leeds33.com")
    website = next(link for name in names for link in walk.page.get_by_role("link", name=name).all())
    walk.screens += website.evaluate(BELOW)
    # What it does is told on its own site, which is another.
    walk.taps += 1


def sixteen(walk: Walk) -> None:
    if walk.page.get_by_role("link", name="I am under 18").count():
        walk.tap("I am under 18")
    else:
        walk.tap("Join")
        walk.tap("If you are under 18")
    walk.is_at("/join/under-18/")


def freelancer(walk: Walk) -> None:
    walk.tap("I am an artist or freelancer", "How freelancers and organisations take part")


def officer(walk: Walk) -> None:
    walk.find("Bromley")
    walk.tap("Ask about a partnership for Bromley")
    walk.is_at("topic=start")


def funder(walk: Walk) -> None:
    walk.tap("I work for a council or a funder", "I fund or plan provision")
    walk.is_at("/cold-spots/")


def coordinator(walk: Walk) -> None:
    walk.find("Leeds33")
    walk.tap("See all we know of it", "Open its entry")
    walk.tap("Tell us what is wrong or missing", "Suggest a correction")
    walk.is_at("/correct/")


def journalist(walk: Walk) -> None:
    walk.tap("What we count", "Where the facts come from")
    walk.is_at("/about/data/")


def researcher(walk: Walk) -> None:
    walk.tap("I write or do research", "Open data")
    walk.is_at("/open-data/")


JOURNEYS: dict[str, Callable[[Walk], None]] = {
    "A teacher with a postcode asks to join": teacher,
    "A theatre asks to join three": theatre,
    "A parent goes to who knows what is on nearby": parent,
    "A sixteen-year-old finds out how to ask": sixteen,
    "A freelancer finds where to go": freelancer,
    "A council officer with no partnership asks how to start": officer,
    "A funder looks for need": funder,
    "A coordinator corrects the entry": coordinator,
    "A journalist learns what a figure counts": journalist,
    "A researcher comes to the data": researcher,
}


def walked(browser: Browser, site: str) -> dict[str, Walk]:
    """Return each journey of JOURNEYS as it was walked on `site`."""
    walks = {}
    for name, journey in JOURNEYS.items():
        context = browser.new_context(base_url=site, viewport=PHONE, reduced_motion="reduce", is_mobile=True)  # type: ignore[arg-type]
        walks[name] = Walk(context.new_page())
        walks[name].page.goto("/")
        journey(walks[name])
        context.close()
    return walks


def table(after: dict[str, Walk], before: dict[str, Walk] | None = None) -> str:
    """Return the table of the journeys, in Markdown: now, and before if that was walked too."""
    lines = ["| Journey | Taps | Fields | Pages | Screens scrolled |", "|---|---|---|---|---|"]
    for name, walk in after.items():
        cells = [f"{walk.taps}", f"{walk.fields}", f"{walk.pages}", f"{walk.screens:.1f}"]
        if before:
            old = before[name]
            olds = [f"{old.taps}", f"{old.fields}", f"{old.pages}", f"{old.screens:.1f}"]
            cells = [f"{was} → {now}" for was, now in zip(olds, cells, strict=True)]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main(site: str, earlier: str = "") -> None:
    with sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, (WITHOUT_WINDOWS, *BROWSERS))))
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        print(table(walked(browser, site), walked(browser, earlier) if earlier else None))


if __name__ == "__main__":
    main(*sys.argv[1:])
