"""The one declaration by which walks are published."""

from django.apps import AppConfig


class PublishedAppConfig(AppConfig):
    name = "tests.published_app"
    label = "published_app"

    def ready(self):
        from partnerships.published_kinds import table
        from partnerships.published_kinds.declarations import PRIORITIES, SUMMARY
        from partnerships.published_kinds.table import Listing, PublishedKind
        from tests.published_app.models import Walk

        table.register(
            PublishedKind(
                name="walk",
                model=Walk,
                needs={"a summary": "summary"},
                link="map_link",
                texts=("summary",),
                shown_as="item",
                is_news=True,
                listings=(
                    Listing(
                        name="walks",
                        heading="Walks",
                        page="partnerships:walk-list",
                        rows=lambda: Walk.objects.published().latest_first(),
                        singular="walk",
                        description="Walks from one place of art to the next.",
                        fields=(SUMMARY, PRIORITIES),
                    ),
                ),
            )
        )
