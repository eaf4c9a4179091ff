"""A database in which what is committed stays."""

from tests.partnerships.public_content.conftest import committed

__all__ = ["committed"]
