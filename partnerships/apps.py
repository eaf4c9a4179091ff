"""The directory: places, partnerships, what is published about them, and the enquiries they receive."""

from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = "Directory"

    def ready(self):
        """Make partnerships findable by words, and say where data about people lie. Models exist only now."""
        from partnerships import personal_data, text_search
        from partnerships.personal_data.holdings import HOLDINGS
        from partnerships.personal_data.mentions import MENTIONS
        from partnerships.text_search.partnership_documents import PARTNERSHIP

        text_search.register(PARTNERSHIP)
        personal_data.register(*HOLDINGS, MENTIONS)
