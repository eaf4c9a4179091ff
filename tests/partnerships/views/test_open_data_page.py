"""The page of open data: what a researcher looks for first is near its beginning."""

import pytest

pytestmark = pytest.mark.django_db


def test_the_page_names_its_licence_and_the_interface_for_programs_among_its_first_links(client):
    content = client.get("/open-data/").content.decode()

    contents = content[content.index('aria-label="On this page"') :].partition("</nav>")[0]
    assert 'href="#programs">For programs (API)' in contents
    assert content.index('href="#licence">what to write beside it') < content.index('id="lists"')
    assert 'href="/open-data/programs/"' in content[content.index('id="programs"') :].partition("</section>")[0]
