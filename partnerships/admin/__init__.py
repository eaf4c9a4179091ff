"""The directory's back office."""

from partnerships.admin import audit, bridges, directory, enquiries, mail, places, slugs, themes

__all__ = ["audit", "bridges", "directory", "enquiries", "mail", "places", "slugs", "themes"]
