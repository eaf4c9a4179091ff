"""Everything held about an e-mail address: to show it to whom it belongs, and to erase it.

    subject_requests.find("jo@school.example")              what is held, by the store it is held in
    subject_requests.export("jo@school.example", by=user)   the same as JSON, audited
    subject_requests.erase("jo@school.example", by=user)    all of it gone, audited

Modules: registry (the stores, and the three questions above), stores (the directory's own), mentions (the address in
any other text of the database). Others import the names below; the last two modules are for when the site starts.
Another app registers its stores in its AppConfig.ready().
"""

from partnerships.privacy.subject_requests.registry import (
    DataStore,
    HeldItem,
    MayNotErase,
    accounts_of,
    erase,
    export,
    find,
    keyed_hash,
    register,
)

__all__ = [
    "DataStore",
    "HeldItem",
    "MayNotErase",
    "accounts_of",
    "erase",
    "export",
    "find",
    "keyed_hash",
    "register",
]
