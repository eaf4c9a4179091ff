"""Tell the story as often as asked for, and stop at the first time something is lost or doubled."""

import os
import sys
import tempfile
from pathlib import Path

import django


def main(times: int) -> int:
    """Run it `times` times; return 0 if nothing was ever lost or doubled."""
    # What the story imports can be read only once Django knows its settings.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from tests.never_lost.story import tell

    for number in range(1, times + 1):
        with tempfile.TemporaryDirectory(prefix="never-lost-") as folder:
            outcome = tell(Path(folder))
        print(f"{number} of {times}: {outcome}", flush=True)
        if not outcome.is_as_it_should_be:
            print(outcome.lost, outcome.kept, outcome.wrong_mails, outcome.not_sent)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1))
