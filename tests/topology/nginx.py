"""nginx of Debian's package with the configuration of docs/hosting/, as whoever we are and on a port of ours."""

import datetime
import os
import shutil
import subprocess
from pathlib import Path
from string import Template

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from lcep_site.settings import BASE_DIR

DOCUMENTED = BASE_DIR / "docs" / "hosting"
MISSING = "nginx is missing. Install it with: sudo apt-get install nginx-light"


class NoNginx(RuntimeError):
    """nginx is not installed."""


def path_of(program: str = "nginx") -> str:
    """Return where nginx lies. Raises NoNginx, which says how to install it."""
    # Debian keeps it where only root looks.
    found = shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if found is None:
        raise NoNginx(MISSING)
    return found


def command(folder: Path, port: int, webs: list[int], *, tls: bool) -> list[str]:
    """Return the command that runs nginx in `folder`, on `port`, in front of the web servers on the ports `webs`.

    With `tls` it speaks HTTPS, by a certificate of nobody; else it is asked as by a load balancer that does so: whoever
    asks says in X-Forwarded-For who they are and in X-Forwarded-Proto how they came. Raises NoNginx.
    """
    folder.mkdir(parents=True, exist_ok=True)
    front = folder / "front.conf"
    front.write_text(_by_https(folder, port) if tls else _by_http(port))
    values = {"LCEP_RUN": folder, "LCEP_TEMP": folder, "LCEP_LOG": "/dev/stdout", "LCEP_FRONT": front}
    values |= {f"LCEP_WEB_{number}": f"127.0.0.1:{webs[number % len(webs) - 1]}" for number in (1, 2)}
    configuration = folder / "nginx.conf"
    configuration.write_text(Template((DOCUMENTED / "nginx.conf").read_text()).safe_substitute(values))
    # Started by root it would become somebody who may not read a folder of ours.
    directives = "daemon off;" + (" user root;" if os.geteuid() == 0 else "")
    start = [path_of(), "-p", str(folder), "-e", "stderr", "-c", str(configuration), "-g", directives]
    subprocess.run([*start, "-q", "-t"], check=True)
    return start


def _by_http(port: int) -> str:
    return _listening_here((DOCUMENTED / "front-plain.conf").read_text(), f"listen 127.0.0.1:{port};")


def _by_https(folder: Path, port: int) -> str:
    certificate, key = _certificate(folder)
    text = (DOCUMENTED / "front-tls.conf").read_text()
    text = text.replace("/etc/nginx/tls/fullchain.pem", str(certificate))
    text = text.replace("/etc/nginx/tls/privkey.pem", str(key))
    return _listening_here(text, f"listen 127.0.0.1:{port} ssl http2;")


def _listening_here(text: str, listen: str) -> str:
    """Return a front that listens where we say in place of where it is to on a machine of its own."""
    kept = [line for line in text.splitlines() if not line.lstrip().startswith("listen ")]
    return "\n".join([listen, *kept, ""])


def _certificate(folder: Path) -> tuple[Path, Path]:
    """Return the files of a certificate for this machine, signed by nobody, and of its key; made if not there."""
    certificate, private = folder / "certificate.pem", folder / "key.pem"
    if not certificate.exists():
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
        today = datetime.datetime.now(datetime.UTC)
        made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        made = made.serial_number(x509.random_serial_number()).not_valid_before(today)
        made = made.not_valid_after(today + datetime.timedelta(days=365))
        made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        certificate.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        form, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        private.touch(mode=0o600)
        private.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, plain))
    return certificate, private
