"""Make the database: a list, and 145 pages below it."""

import django
from django.conf import settings

# Its one migration needs those of whichever Wagtail is there.
MIGRATIONS = settings.HOME / settings.MIGRATION_MODULES["entries"]
MIGRATIONS.mkdir(exist_ok=True)
(MIGRATIONS / "__init__.py").touch()
django.setup()

from django.core.management import call_command  # noqa: E402 - the applications must be there first
from wagtail.models import Page, Site  # noqa: E402

from project.entries.models import EntryList, EntryPage  # noqa: E402

NUMBER = 145
call_command("makemigrations", "entries", verbosity=0)
call_command("migrate", verbosity=0)
home = Site.objects.get().root_page
entries = home.add_child(instance=EntryList(title="Entries", slug="entries"))
for number in range(NUMBER):
    summary = f"What entry {number} is about, in a sentence of the usual length or thereabouts."
    entries.add_child(instance=EntryPage(title=f"Entry {number}", slug=f"entry-{number}", summary=summary))
Page.fix_tree()
