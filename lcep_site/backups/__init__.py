"""Backups: the database and the media of one moment in one file, made while the site runs, and brought back from it.

Modules: refusals (why one is not made or brought back, in words), sealing (encryption), archive (the parts of the file,
and its manifest), folder (where they lie, and how long), rows (of tables), media (files that rows name), making,
places (a database beside that of the site), restoring, afterwards (what must not come back alive).
docs/backup.md says how it is used, docs/decisions/backups.md why it is so. The status page asks `newest`, the privacy
notice `kept_for`.
"""

from lcep_site.backups.folder import kept_for, newest
