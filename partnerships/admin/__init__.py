"""The directory's back office."""

from partnerships.admin import bridges, directory, places, slugs, themes

__all__ = ["bridges", "directory", "places", "slugs", "themes"]
