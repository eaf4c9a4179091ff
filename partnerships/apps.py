"""The directory: places, partnerships, what is published about them, and the enquiries they receive."""

from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = "Directory"

    def ready(self) -> None:
        """Fill the registries of search, schema.org and personal data. Models exist only now."""
        from partnerships.mail import task_paths, tasks
        from partnerships.open_data import editorial_json_ld  # noqa: F401  describes what is published
        from partnerships.privacy import stores
        from partnerships.privacy.directory_stores import DIRECTORY_STORES
        from partnerships.privacy.mentions import MENTIONS
        from partnerships.published_kinds import declarations, table
        from partnerships.search import text_index
        from partnerships.search.text_index.partnership_documents import PARTNERSHIP

        table.register(*declarations.KINDS)
        task_paths.keep_path(tasks, "partnerships.tasks")
        text_index.register(PARTNERSHIP)
        stores.register(*DIRECTORY_STORES, MENTIONS)
