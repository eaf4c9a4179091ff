"""The directory: places, partnerships, what is published about them, and the enquiries they receive."""

from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = "Directory"

    def ready(self):
        """Make partnerships findable by words. Models exist only now, hence the late imports."""
        from partnerships import text_search
        from partnerships.text_search.partnership_documents import PARTNERSHIP

        text_search.register(PARTNERSHIP)
