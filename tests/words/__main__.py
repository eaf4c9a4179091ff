"""Print how hard each public page is to read, the hardest first, and of the hardest their hardest sentences.

python -m tests.words                        the pages of this code, drawn over the committed data
python -m tests.words http://127.0.0.1:8000  those of a site that is being served
python -m tests.words … "about"              only pages whose names have that in them
"""

import os
import sys
from urllib.error import HTTPError
from urllib.request import urlopen

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.db import transaction  # noqa: E402  only now are there models
from django.test.utils import setup_databases, setup_test_environment, teardown_databases  # noqa: E402

from tests import pages  # noqa: E402
from tests.words.own_words import own_words  # noqa: E402
from tests.words.reading_age import measured  # noqa: E402

SENTENCES_SHOWN = 8


def drawn() -> dict[str, str]:
    """Return the HTML of every page by its name, drawn in a database of its own."""
    setup_test_environment()
    before = setup_databases(verbosity=0, interactive=False)
    with transaction.atomic():
        answers = {name: answer.content.decode() for name, answer in pages.answer_all().items()}
        transaction.set_rollback(True)
    teardown_databases(before, verbosity=0)
    return answers


def served(site: str) -> dict[str, str]:
    """Return the HTML of every page of the site at `site` by its name."""
    return {name: _read(site.rstrip("/") + path) for name, path in pages.PAGES.items()}


def _read(address: str) -> str:
    try:
        with urlopen(address) as answer:
            return answer.read().decode()
    except HTTPError as error:
        return error.read().decode()


def main(arguments: list[str]) -> None:
    sites = [each for each in arguments if "://" in each]
    wanted = [each for each in arguments if "://" not in each]
    found = served(sites[0]) if sites else drawn()
    results = [measured(name, own_words(html)) for name, html in found.items() if all(part in name for part in wanted)]
    results.sort(key=lambda page: page.age, reverse=True)
    for page in results:
        print(f"{page.age:5.1f} years  {page.word_count:5} words  {page.name}")
        if wanted:
            for age, sentence in page.sentences[:SENTENCES_SHOWN]:
                print(f"          {age:5.1f}  {sentence}")


if __name__ == "__main__":
    main(sys.argv[1:])
