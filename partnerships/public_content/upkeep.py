"""Keeps stamps and the log of changes small: work for a worker."""

from partnerships.public_content import changes, stamp


def tidy() -> bool:
    """Shorten both if they are long, which changes no stamp. Return False: there is no more to do now."""
    stamp.fold()
    changes.prune()
    return False
