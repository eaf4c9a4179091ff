"""Why a backup is not made or not brought back. The message says it to the operator, and what to do."""


class BackupRefused(Exception):
    """Nothing was done."""


class BackupDamaged(BackupRefused):
    """The file is not as it was made, or the password is not the one it was made with."""
