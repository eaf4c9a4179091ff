"""What the directory publishes for programs: one shape of each sort of record, used wherever data leave the site.

Others import the names below, the kinds, what is told of taking_part, and the modules that write a form (sheets,
geojson, feeds, calendars, json_ld, embeds, dump).

Modules: shapes (kinds, whose fields are those of published_kinds), partnership_kinds, taking_part, place_kinds,
need_kinds, directory_kinds and support_kinds (what is published of what), registry (all of them, and those of the
listings of published_kinds), licence, sheets (CSV), geojson, feeds (Atom), calendars (iCalendar), json_ld (schema.org),
embeds (frames for other sites), dump (everything in one file). Another app registers its own kinds of record in its
AppConfig.ready().
"""

from partnerships.open_data.registry import every_kind, register
from partnerships.open_data.shapes import RecordKind
