"""The paper on the data model says what the models say."""

from django.core.management import call_command

from lcep_site.management.commands import draw_data_model


def test_the_paper_is_drawn_from_the_models_as_they_are():
    assert draw_data_model.PAPER.read_text(encoding="utf-8") == draw_data_model.paper()


def test_it_tells_relations_as_they_are():
    paper = draw_data_model.paper()

    assert "  Membership }o--|| Partnership : partnership\n" in paper
    assert "  Partnership }o--o{ LocalAuthority : authorities\n" in paper
    assert "  PublishedSnapshot |o--|| Partnership : partnership\n" in paper
    assert "Historical" not in paper


def test_drawing_writes_the_paper(tmp_path, settings, monkeypatch):
    settings.BASE_DIR = tmp_path
    monkeypatch.setattr(draw_data_model, "PAPER", tmp_path / "data-model.md")

    call_command("draw_data_model")

    assert (tmp_path / "data-model.md").read_text(encoding="utf-8") == draw_data_model.paper()
