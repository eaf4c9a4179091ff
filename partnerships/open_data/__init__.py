"""What the directory publishes for programs: one shape of each sort of record, used wherever data leave the site.

Others import the names below, the kinds, and the modules that write a form (sheets, geojson, feeds, calendars, json_ld,
dump).

Modules: shapes (fields and kinds), partnership_kinds, place_kinds, bridge_kinds and editorial_kinds (what is published
of what), licence, sheets (CSV), geojson, feeds (Atom), calendars (iCalendar), json_ld and editorial_json_ld
(schema.org), dump (everything in one file). To publish a new sort of record, declare a RecordKind and register it in
the app's AppConfig.ready().
"""

from partnerships.open_data.shapes import Field, ListField, RecordKind, every_kind, register

__all__ = ["Field", "RecordKind", "ListField", "every_kind", "register"]
