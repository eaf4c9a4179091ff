"""The document on the data model agrees with the models."""

from django.core.management import call_command

from lcep_site.management.commands import draw_data_model


def test_the_document_is_drawn_from_the_models_as_they_are():
    assert draw_data_model.DOCUMENT.read_text(encoding="utf-8") == draw_data_model.document()


def test_it_tells_relations_as_they_are():
    document = draw_data_model.document()

    assert "  Membership }o--|| Partnership : partnership\n" in document
    assert "  Partnership }o--o{ LocalAuthority : authorities\n" in document
    assert "  PublishedSnapshot |o--|| Partnership : partnership\n" in document
    assert "Historical" not in document


def test_drawing_writes_the_document(tmp_path, settings, monkeypatch):
    settings.BASE_DIR = tmp_path
    monkeypatch.setattr(draw_data_model, "DOCUMENT", tmp_path / "data-model.md")

    call_command("draw_data_model")

    assert (tmp_path / "data-model.md").read_text(encoding="utf-8") == draw_data_model.document()
