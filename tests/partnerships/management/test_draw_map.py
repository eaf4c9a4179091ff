"""The maintainer's command that draws the outlines: what it says when something is missing."""

import sys
from types import ModuleType

import pytest
from django.core.management import CommandError, call_command

DRAWING = "partnerships.management.outline_drawing"


def test_without_the_packages_for_maps_the_command_names_their_group(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, DRAWING, None)
    monkeypatch.delattr("partnerships.management.outline_drawing", raising=False)

    with pytest.raises(CommandError, match='Install the dependency group "maps" first'):
        call_command("draw_map", tmp_path)


def test_without_the_coastline_the_command_says_where_it_is(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, DRAWING, ModuleType(DRAWING))
    monkeypatch.setattr("partnerships.management.outline_drawing", sys.modules[DRAWING], raising=False)

    with pytest.raises(CommandError, match="countries-10m.json. It is in the npm package world-atlas."):
        call_command("draw_map", tmp_path)
