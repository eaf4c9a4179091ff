"""Write docs/licences.md anew from the metadata of the packages in the locks.

    python -m tests.licences [FOLDER …]

Those that are not installed here are looked for in the folders, such as the site-packages of .venv-wapiti, or wheels;
what is at hand nowhere keeps the line it has, or is named.
"""

import sys
from pathlib import Path

from tests.licences.page import PAGE, page, told
from tests.licences.reading import at_hand, locked


def main(folders: list[Path]) -> int:
    """Return 0 if the licence of each locked package is known."""
    packages = locked()
    licences = told() | at_hand(folders)
    if missing := [name for name in packages if name not in licences]:
        print("Not known:", *missing)
        return 1
    PAGE.write_text(page(packages, licences))
    return 0


if __name__ == "__main__":
    sys.exit(main([Path(argument) for argument in sys.argv[1:]]))
