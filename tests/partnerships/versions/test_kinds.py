"""What parts an entry has, as each app registered them."""

from types import MappingProxyType

from partnerships.models import Partnership, Sector
from partnerships.versions import kinds


def test_reading_the_parts_of_an_entry_writes_nothing(monkeypatch):
    monkeypatch.setattr(kinds, "_PARTS", MappingProxyType(kinds._PARTS.copy()))
    before = len(kinds._PARTS)

    assert kinds.parts_of(Sector) == []
    assert "Name" in {part.label for part in kinds.parts_of(Partnership)}
    assert len(kinds._PARTS) == before
