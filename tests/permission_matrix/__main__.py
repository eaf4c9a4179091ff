"""Print what the committed tables lack or say otherwise; with --write, write them anew, to be read before a commit.

python -m tests.permission_matrix
python -m tests.permission_matrix --write
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.db import transaction  # noqa: E402  only now are there models
from django.test.utils import setup_databases, setup_test_environment, teardown_databases  # noqa: E402

from tests.permission_matrix import table  # noqa: E402
from tests.permission_matrix.asking import ask  # noqa: E402
from tests.permission_matrix.people import ROLES  # noqa: E402


def main(arguments: list[str]) -> None:
    """Send every request as every role and print, or write, the answers."""
    setup_test_environment()
    before = setup_databases(verbosity=0, interactive=False)
    tables = {name: {} for name in table.TABLES}
    for role in ROLES:
        with transaction.atomic():
            for name, answers in ask(role).answers.items():
                for key, answer in answers.items():
                    tables[name].setdefault(key, {})[role] = answer
            transaction.set_rollback(True)
    teardown_databases(before, verbosity=0)
    for name, rows in tables.items():
        lines = table.lines(name, rows)
        if "--write" in arguments:
            (table.FOLDER / f"{name}.tsv").write_text("\n".join(lines) + "\n")
        else:
            known = set(table.lines(name, table.read(name)))
            print(*(line for line in lines if line not in known), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
