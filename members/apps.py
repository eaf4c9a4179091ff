"""The people and organisations taking part."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = "Members"

    def ready(self):
        """Make member organisations findable by words. Models exist only now, hence the late imports."""
        from members.organisation_search import MEMBER
        from partnerships import text_search

        text_search.register(MEMBER)
