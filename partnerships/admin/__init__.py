"""The directory's back office."""

from partnerships.admin import audit, bridges, directory, editorial, enquiries, mail, places, slugs, themes

__all__ = ["audit", "bridges", "directory", "editorial", "enquiries", "mail", "places", "slugs", "themes"]
