"""Staff come into the back office: invited, with a password and a second factor, in a real browser."""

from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.journeys.looking import Listener, follow
from tests.journeys.people import EDITOR, EDITORS, OFFICER, PASSWORD
from tests.journeys.signing_in import code_of, give_code, give_password, sign_in_anew
from tests.journeys.test_finding_a_partnership import heading
from tests.journeys.test_sending_an_enquiry import problems_of
from tests.pages import ACCOUNT_PAGES

# For somebody who is half way in, or has a passkey, or is about to have none: looked at on the way there.
NEEDS_MORE = {"sign in, the code", "a passkey once more", "rename a passkey", "remove a passkey", "set up an app"}
SEEN_BY_ALL = [name for name in ACCOUNT_PAGES if name not in NEEDS_MORE | {"first password", "recovery codes"}]


def invite(page, email, role, bridge, problems=None):
    """Invite somebody from the back office, which is open; put what looks wrong into `problems`."""
    page.goto("/back-office/auth/user/add/")
    if problems is not None:
        problems["inviting"] = problems_of(page)
    page.get_by_label("Email address").fill(email)
    page.get_by_label("First name").fill("Carys")
    page.get_by_label("Last name").fill("Example")
    page.get_by_label(role).check()
    page.get_by_label(bridge, exact=True).check()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text(f"A mail is on its way to {email}.")).to_be_visible()


def set_up_app(page) -> tuple[str, list[str]]:
    """Set up an app, from the page for the second factor on; return its key and the recovery codes."""
    follow(page, page.get_by_role("link", name="Set up an app"))
    key = page.locator(".account-key").inner_text().replace(" ", "")
    give_code(page, code_of(key))
    expect(heading(page)).to_have_text("Recovery codes")
    return key, page.locator(".account-codes code").all_inner_texts()


def test_an_invited_officer_sets_a_password_and_an_app_and_comes_back_with_both(page, plain_page, link_mailed):
    sign_in_anew(page, EDITOR)
    invite(page, "carys@ive.example", "Bridge officer", "IVE")

    plain_page.goto(urlsplit(link_mailed("carys@ive.example")).path)
    plain_page.get_by_label("Password", exact=True).fill(PASSWORD)
    plain_page.get_by_label("Password again").fill(PASSWORD)
    plain_page.get_by_role("button", name="Set password and continue").click()
    expect(heading(plain_page)).to_have_text("Set up a second factor")
    key, codes = set_up_app(plain_page)
    plain_page.get_by_role("link", name="I have kept them, go on").click()
    expect(plain_page.get_by_role("heading", name="Your directory")).to_be_visible()

    follow(plain_page, plain_page.get_by_role("button", name="Sign out"))
    for code in (code_of(key), codes[0]):
        plain_page.goto("/back-office/")
        give_password(plain_page, "carys@ive.example")
        give_code(plain_page, code)
        expect(plain_page.get_by_role("heading", name="Your directory")).to_be_visible()
        plain_page.get_by_role("button", name="Sign out").click()
    plain_page.goto("/back-office/")
    give_password(plain_page, "carys@ive.example")
    give_code(plain_page, codes[0])
    expect(plain_page.get_by_role("alert")).to_contain_text("That code is not right")


def test_recovery_codes_are_kept_as_a_file(page, link_mailed):
    sign_in_anew(page, OFFICER)
    page.goto("/accounts/second-factor/codes/new/")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    follow(page, page.get_by_role("button", name="Make new codes"))

    codes = page.locator(".account-codes code").all_inner_texts()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save them as a file").click()

    assert len(codes) == 10
    assert saved.value.suggested_filename == "recovery-codes.txt"
    assert saved.value.path().read_text().split() == codes


def test_no_page_of_ones_account_has_a_barrier_and_all_fit_a_phone(page, site):
    sign_in_anew(page, EDITORS[0])
    page.goto("/accounts/confirm/?next=/accounts/")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    follow(page, page.get_by_role("button", name="Continue"))
    listener = Listener(page, site)
    problems = {}

    for name in SEEN_BY_ALL:
        page.goto(ACCOUNT_PAGES[name])
        problems[name] = problems_of(page)

    assert problems == dict.fromkeys(SEEN_BY_ALL, [])
    assert (listener.messages, listener.requests_elsewhere) == ([], [])


def test_no_page_on_the_way_in_or_about_staff_has_a_barrier_and_all_fit_a_phone(page, site, link_mailed):
    problems = {}
    sign_in_anew(page, EDITORS[1], "/back-office/auth/user/")
    problems["staff"] = problems_of(page)
    page.goto("/back-office/auth/user/?q=officer%40ive")
    follow(page, page.locator("#result_list tbody a").first)
    problems["an officer"] = problems_of(page)
    invite(page, "dilys@ive.example", "Bridge viewer", "IVE", problems)
    follow(page, page.get_by_role("button", name="Sign out"))

    page.goto(urlsplit(link_mailed("dilys@ive.example")).path)
    problems["invitation"] = problems_of(page)
    follow(page, page.get_by_role("button", name="Set password and continue"))
    problems["invitation, nothing typed"] = problems_of(page)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password again").fill(PASSWORD)
    follow(page, page.get_by_role("button", name="Set password and continue"))
    problems["second factor"] = problems_of(page)
    follow(page, page.get_by_role("link", name="Set up an app"))
    problems["app"] = problems_of(page)
    follow(page, page.get_by_role("button", name="Continue"))
    problems["app, nothing typed"] = problems_of(page)
    give_code(page, code_of(page.locator(".account-key").inner_text().replace(" ", "")))
    problems["codes"] = problems_of(page)
    page.get_by_role("link", name="Your account").click()
    follow(page, page.get_by_role("button", name="Sign out"))
    problems["signed out"] = problems_of(page)
    give_password(page, "dilys@ive.example", "wrong-password")
    problems["wrong password"] = problems_of(page)
    give_password(page, "dilys@ive.example")
    problems["code"] = problems_of(page)
    give_code(page, "000000")
    problems["wrong code"] = problems_of(page)

    assert problems == dict.fromkeys(problems, [])
