"""The directory: places, partnerships, what is published about them, and the enquiries they receive."""

from django.apps import AppConfig
from django.core.signals import got_request_exception, request_finished, request_started
from django.db.models.signals import post_migrate, pre_migrate
from django.utils import timezone


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = "Directory"

    def ready(self) -> None:
        """Fill the registries of search, schema.org, personal data and the worker. Models exist only now."""
        from partnerships.files import unsaved
        from partnerships.models import Partnership
        from partnerships.models.versions import register_look
        from partnerships.privacy import stores
        from partnerships.privacy.directory_stores import DIRECTORY_STORES
        from partnerships.privacy.mentions import MENTIONS
        from partnerships.public_content import declarations as watched_models
        from partnerships.public_content import triggers
        from partnerships.published_kinds import declarations, table
        from partnerships.publishing import at_once, deleted_entries
        from partnerships.search import text_index
        from partnerships.search.text_index.partnership_documents import HELD, document
        from partnerships.sought import tally

        table.register(*declarations.KINDS)
        watched_models.register()
        register_look(at_once.refuse)
        pre_migrate.connect(triggers.remove, sender=self)
        post_migrate.connect(triggers.install, sender=self)
        text_index.register(Partnership, document)
        for model, fields in HELD.items():
            text_index.register_held(model, *fields)
        request_finished.connect(tally.write_if_due)
        request_started.connect(unsaved.forget)
        got_request_exception.connect(unsaved.remove)
        deleted_entries.connect()
        stores.register(*DIRECTORY_STORES, MENTIONS)
        self.register_work()

    def register_work(self) -> None:
        """Say what the worker does after a response, and what is done once a day."""
        from partnerships.mail import delivery
        from partnerships.public_content import upkeep
        from partnerships.publishing import due
        from partnerships.worker import daily, lanes

        lanes.register(
            lanes.Lane("mail", delivery.deliver_next),
            lanes.Lane("publishing", lambda: bool(due.publish(timezone.now())), pause=5),
            lanes.Lane("public content", upkeep.tidy, pause=60),
        )
        daily.register(
            daily.DailyJob("retention", 2, "apply_retention", ("--verbosity", "0")),
            daily.DailyJob("unused pictures", 3, "remove_unused_pictures"),
            daily.DailyJob("links", 4, "check_links", asks_others=True),
            daily.DailyJob("open data", 5, "export_open_data"),
        )
