"""The directory's back office. Other apps build their admin classes on `base`, `entries`, `inlines` and `pages`.

Django imports this package alone, so it imports each module that registers an admin class.
"""

from partnerships.admin import (
    audit,
    bridges,
    copy_list,
    directory,
    editorial,
    enquiries,
    finder_counts,
    mail,
    places,
    reply_templates,
    support,
    themes,
)

__all__ = [
    "audit",
    "bridges",
    "copy_list",
    "directory",
    "editorial",
    "enquiries",
    "finder_counts",
    "mail",
    "places",
    "reply_templates",
    "support",
    "themes",
]
