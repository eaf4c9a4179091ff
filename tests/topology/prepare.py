"""Make what the pages of a site need before it is served, in seconds: python -m tests.topology.prepare."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lcep_site.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 - the applications must be there first

from lcep_site.preparation import collect_static_files  # noqa: E402


def main() -> None:
    """Make tables, roles, the real directory and the static files; no postcodes and schools."""
    call_command("migrate", verbosity=0)
    call_command("sync_roles")
    call_command("load_directory")
    collect_static_files()


if __name__ == "__main__":
    main()
