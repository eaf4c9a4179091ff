"""Records as GeoJSON (RFC 7946): the area of each from the outlines of its local authorities, in WGS84."""

import json
from collections.abc import Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet

from partnerships.geography.outline_geometry import geojson_of
from partnerships.open_data import licence
from partnerships.open_data.shapes import RecordKind

CONTENT_TYPE = "application/geo+json"
ACCURACY = (
    "Outlines are drawn from the nearest postcodes: right to some hundred metres, in empty country to a kilometre or "
    "two. Where we know the part of a local authority that a partnership works in, its area is that part."
)


def feature_collection(kind: RecordKind, rows: QuerySet[Any]) -> Iterator[str]:
    """Yield the text of a FeatureCollection with `rows` of `kind`, which must be one with areas."""
    head = {"licence": licence.URL, "attribution": licence.attribution(), "accuracy": ACCURACY}
    yield f'{{"type": "FeatureCollection", {json.dumps(head, ensure_ascii=False)[1:-1]}, "features": ['
    for number, row in enumerate(kind.read(rows)):
        yield (",\n" if number else "\n") + json.dumps(feature(kind, row), cls=DjangoJSONEncoder, ensure_ascii=False)
    yield "\n]}\n"


def feature(kind: RecordKind, row: Any) -> dict[str, Any]:
    """Return `row`, complete, as a Feature; its geometry is null where no outline is at hand."""
    assert kind.area, "only kinds with a place have an area"
    return {
        "type": "Feature",
        "id": row.pk,
        "geometry": geojson_of(frozenset(kind.area(row))),
        "properties": kind.record(row),
    }
