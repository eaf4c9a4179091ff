"""nginx gets the documented configuration, with nothing changed but where it listens and what it may write to."""

import pytest

from tests.topology import nginx

pytestmark = pytest.mark.no_database


@pytest.fixture
def written(monkeypatch, tmp_path):
    """Return a function that writes the configuration, and gives both files of it as text."""
    monkeypatch.setattr(nginx, "path_of", lambda: "/bin/true")

    def write(*, tls):
        nginx.command(tmp_path, 8443, [8001, 8002], tls=tls)
        return (tmp_path / "nginx.conf").read_text(), (tmp_path / "front.conf").read_text()

    return write


def test_every_value_of_the_template_is_filled_in(written, tmp_path):
    configuration, _ = written(tls=False)

    assert "${LCEP" not in configuration
    assert [f"server 127.0.0.1:{port} " in configuration for port in (8001, 8002)] == [True, True]
    assert f"include {tmp_path}/front.conf;" in configuration


def test_the_pages_nginx_answers_itself_are_made_for_phones_too(written):
    configuration, _ = written(tls=False)

    pages = [line for line in configuration.splitlines() if "<h1>" in line]
    assert len(pages) == 2 and all(line.split('"')[1].startswith("$head<title>") for line in pages)
    [head] = [line for line in configuration.splitlines() if "default" in line and "<!doctype html>" in line]
    assert "name=viewport content='width=device-width'" in head and "name=color-scheme" in head


@pytest.mark.parametrize(("tls", "listen"), [(False, "127.0.0.1:8443"), (True, "127.0.0.1:8443 ssl http2")])
def test_it_listens_on_this_machine_alone(written, tls, listen):
    _, front = written(tls=tls)

    assert [line for line in front.splitlines() if line.lstrip().startswith("listen")] == [f"listen {listen};"]


def test_its_certificate_is_its_own_and_its_key_nobody_elses(written, tmp_path):
    _, front = written(tls=True)

    assert f"ssl_certificate {tmp_path}/certificate.pem;" in front
    assert (tmp_path / "key.pem").stat().st_mode & 0o077 == 0
    assert "/etc/" not in front


def test_where_nginx_is_missing_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(nginx.shutil, "which", lambda *arguments, **options: None)

    with pytest.raises(nginx.NoNginx, match="sudo apt-get install nginx"):
        nginx.path_of()
