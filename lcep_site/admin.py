"""What the site itself adds to the back office."""

from lcep_site.accounts import admin as accounts

__all__ = ["accounts"]
