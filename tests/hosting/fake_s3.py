"""A store that speaks as much of S3 as uploads need, in memory: buckets by path, no parts, any keys."""

import datetime
import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape


@dataclass
class Bucket:
    """What is kept, by its name, and what was asked, such as "PUT logos/a/1x1.webp"."""

    address: str = ""
    kept: dict[str, tuple[bytes, datetime.datetime]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    bucket: Bucket
    name: str

    protocol_version = "HTTP/1.1"

    def do_PUT(self):  # noqa: N802 - as the library calls it
        content = self.rfile.read(int(self.headers["Content-Length"]))
        assert "aws-chunked" not in self.headers.get("Content-Encoding", "")
        self.bucket.kept[self.key()] = (content, datetime.datetime.now(datetime.UTC))
        self.answer(200)

    def do_DELETE(self):  # noqa: N802
        self.bucket.kept.pop(self.key(), None)
        self.answer(204)

    def do_HEAD(self):  # noqa: N802
        self.do_GET()

    def do_GET(self):  # noqa: N802
        key = self.key()
        if not key:
            self.answer(200, self.listed().encode())
        elif key in self.bucket.kept:
            content, at = self.bucket.kept[key]
            self.answer(200, content, {"Last-Modified": format_datetime(at, usegmt=True)})
        else:
            self.answer(404, b"<Error><Code>NoSuchKey</Code></Error>")

    def key(self):
        """Return what is asked for, "" for the bucket itself. Raises for who has no key, or asks for another."""
        path = unquote(urlsplit(self.path).path).removeprefix(f"/{self.name}")
        assert path != unquote(urlsplit(self.path).path) and self.headers["Authorization"].startswith("AWS4-HMAC")
        self.bucket.asked.append(f"{self.command} {path.lstrip('/')}")
        return path.lstrip("/")

    def listed(self):
        prefix = parse_qs(urlsplit(self.path).query).get("prefix", [""])[0]
        below = sorted(key.removeprefix(prefix) for key in self.bucket.kept if key.startswith(prefix))
        folders = sorted({key.partition("/")[0] for key in below if "/" in key})
        found = [f"<CommonPrefixes><Prefix>{escape(prefix + each)}/</Prefix></CommonPrefixes>" for each in folders]
        found += [f"<Contents><Key>{escape(prefix + each)}</Key></Contents>" for each in below if "/" not in each]
        return f"<ListBucketResult><IsTruncated>false</IsTruncated>{''.join(found)}</ListBucketResult>"

    def answer(self, status, content=b"", headers=()):
        self.send_response(status)
        told = {"Content-Length": len(content), "ETag": f'"{hashlib.md5(content).hexdigest()}"', **dict(headers)}
        for header, value in told.items():
            self.send_header(header, str(value))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *arguments):
        pass


@contextmanager
def bucket_served(name: str) -> Iterator[Bucket]:
    """Give a bucket called `name` that is served while the context lasts."""
    bucket = Bucket()
    handler = type("Handler", (_Handler,), {"bucket": bucket, "name": name})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    bucket.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield bucket
    finally:
        server.shutdown()
        server.server_close()
