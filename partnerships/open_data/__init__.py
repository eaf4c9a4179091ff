"""What the directory publishes for programs: one shape of each sort of record, used wherever data leave the site.

Others import the names below, the kinds, and the modules that write a form (sheets, geojson, feeds, calendars, json_ld,
dump).

Modules: shapes (fields and kinds), partnership_kinds, place_kinds and bridge_kinds (what is published of what),
listing_kinds (what is published of the listings of published_kinds), registry (all of them), licence, sheets (CSV),
geojson, feeds (Atom), calendars (iCalendar), json_ld and editorial_json_ld (schema.org), dump (everything in one
file). Another app registers its own kinds of record in its AppConfig.ready().
"""

from partnerships.open_data.registry import every_kind, register
from partnerships.open_data.shapes import Field, ListField, RecordKind
