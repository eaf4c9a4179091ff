"""The people and organisations taking part."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = "Members"

    def ready(self):
        """Make members findable by words, and say what is held about subscribers. Models exist only now."""
        from members.data_protection import SUBSCRIPTIONS, UNCONFIRMED
        from members.organisation_search import MEMBER
        from partnerships import personal_data, retention, text_search

        text_search.register(MEMBER)
        personal_data.register(SUBSCRIPTIONS)
        retention.register(UNCONFIRMED)
