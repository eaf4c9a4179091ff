"""Make what a site needs before it is served, as docs/hosting.md says: python -m tests.topology.prepare [--whole]."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lcep_site.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 - the applications must be there first

from lcep_site.preparation import COMING, collect_static_files  # noqa: E402


def main(*, whole: bool) -> None:
    """Make tables, roles, the real directory and the static files; the `whole` has postcodes and schools too."""
    call_command("migrate", verbosity=0)
    call_command("sync_roles")
    call_command("load_directory")
    collect_static_files()
    for command in COMING if whole else ():
        call_command(command)


if __name__ == "__main__":
    main(whole="--whole" in sys.argv)
