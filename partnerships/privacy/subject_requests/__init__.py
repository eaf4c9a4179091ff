"""Everything held about an e-mail address: to show it to whom it belongs, and to erase it.

    personal_data.find("jo@school.example")              what is held, by the place it is held in
    personal_data.export("jo@school.example", by=user)   the same as JSON, audited
    personal_data.erase("jo@school.example", by=user)    all of it gone, audited

Modules: registry (the places, and the three questions above), holdings (the directory's own places), mentions (the
address in any other text of the database). Another app registers its places in its AppConfig.ready().
"""

from partnerships.privacy.subject_requests.registry import (
    ERASED,
    EXPORTED,
    DataStore,
    MayNotErase,
    erase,
    export,
    find,
    keyed_hash,
    register,
    stores,
)

__all__ = [
    "ERASED",
    "EXPORTED",
    "DataStore",
    "MayNotErase",
    "erase",
    "export",
    "find",
    "keyed_hash",
    "stores",
    "register",
]
