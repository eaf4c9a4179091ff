"""What tests of backups make, and look for afterwards."""

import io
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from lcep_site.backups import folder

NEW_NAME = "Castleford in the Round"


def backed_up():
    """Make a backup and return its path."""
    call_command("backup", stdout=io.StringIO())
    return max(folder.moments(Path(settings.BACKUP_FOLDER)).items())[1]
