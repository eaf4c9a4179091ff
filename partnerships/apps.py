"""The directory: places, partnerships, what is published about them, and the enquiries they receive."""

from django.apps import AppConfig
from django.core.signals import request_finished
from django.db.models.signals import post_migrate, pre_migrate
from django.utils import timezone


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = "Directory"

    def ready(self) -> None:
        """Fill the registries of search, schema.org, personal data and the worker. Models exist only now."""
        from partnerships.mail import delivery
        from partnerships.models import Partnership
        from partnerships.models.versions import register_look
        from partnerships.privacy import stores
        from partnerships.privacy.directory_stores import DIRECTORY_STORES
        from partnerships.privacy.mentions import MENTIONS
        from partnerships.public_content import declarations as watched_models
        from partnerships.public_content import triggers, upkeep
        from partnerships.published_kinds import declarations, table
        from partnerships.publishing import at_once, deleted_entries, due
        from partnerships.search import text_index
        from partnerships.search.text_index.partnership_documents import HELD, document
        from partnerships.sought import tally
        from partnerships.worker import lanes

        table.register(*declarations.KINDS)
        watched_models.register()
        register_look(at_once.refuse)
        pre_migrate.connect(triggers.remove, sender=self)
        post_migrate.connect(triggers.install, sender=self)
        text_index.register(Partnership, document)
        for model, fields in HELD.items():
            text_index.register_held(model, *fields)
        request_finished.connect(tally.write_if_due)
        deleted_entries.connect()
        stores.register(*DIRECTORY_STORES, MENTIONS)
        lanes.register(
            lanes.Lane("mail", delivery.deliver_next),
            lanes.Lane("publishing", lambda: bool(due.publish(timezone.now())), pause=5),
            lanes.Lane("public content", upkeep.tidy, pause=60),
        )
