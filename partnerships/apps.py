"""The directory: places, partnerships, what is published about them, and the enquiries they receive."""

from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = "Directory"

    def ready(self) -> None:
        """Fill the registries of search, schema.org and subject requests. Models exist only now."""
        from partnerships.mail import task_paths, tasks
        from partnerships.open_data import editorial_json_ld  # noqa: F401  describes what is published
        from partnerships.privacy import subject_requests
        from partnerships.privacy.subject_requests.mentions import MENTIONS
        from partnerships.privacy.subject_requests.stores import STORES
        from partnerships.published_kinds import declarations, table
        from partnerships.search import text_index
        from partnerships.search.text_index.partnership_documents import PARTNERSHIP

        table.register(*declarations.KINDS)
        task_paths.keep_path(tasks, "partnerships.tasks")
        text_index.register(PARTNERSHIP)
        subject_requests.register(*STORES, MENTIONS)
