"""The directory: places, partnerships, what is published about them, and the enquiries they receive."""

from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = "Directory"

    def ready(self) -> None:
        """Fill the registries of search, open data, lists and subject requests. Models exist only now."""
        from partnerships import open_data
        from partnerships.forms import editorial_lists, lists
        from partnerships.mail import task_paths, tasks
        from partnerships.open_data import (
            bridge_kinds,
            editorial_json_ld,
            editorial_kinds,
            json_ld,
            partnership_kinds,
            place_kinds,
        )
        from partnerships.privacy import subject_requests
        from partnerships.privacy.subject_requests.mentions import MENTIONS
        from partnerships.privacy.subject_requests.stores import STORES
        from partnerships.search import text_index
        from partnerships.search.text_index.editorial_documents import EDITORIAL
        from partnerships.search.text_index.partnership_documents import PARTNERSHIP

        task_paths.keep_path(tasks, "partnerships.tasks")
        for kind in (PARTNERSHIP, *EDITORIAL):
            text_index.register(kind)
        open_data.register(
            partnership_kinds.PARTNERSHIPS,
            partnership_kinds.PROPOSED,
            place_kinds.REGIONS,
            place_kinds.AUTHORITIES,
            place_kinds.PRIORITIES,
            place_kinds.SECTORS,
            bridge_kinds.BRIDGES,
            bridge_kinds.PROGRAMMES,
            bridge_kinds.SUPPORT_OFFERS,
            partnership_kinds.CHANGES,
            *editorial_kinds.EDITORIAL,
        )
        lists.register(*lists.LISTS, *editorial_lists.LISTS)
        for model, describe in editorial_json_ld.DESCRIPTIONS.items():
            json_ld.register(model, describe)
        subject_requests.register(*STORES, MENTIONS)
