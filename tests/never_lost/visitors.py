"""Visitors who fill in the form as people do: open it, check their answers, send them, and read the reference."""

import http.client
from dataclasses import dataclass
from urllib.parse import urlencode

from partnerships.enquiries.consent import CURRENT
from tests.enquiry_forms import hidden_fields

PATIENCE_SECONDS = 30
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
NOT_ANSWERED = (OSError, http.client.HTTPException)


@dataclass
class Visitor:
    """Somebody with an enquiry: what they typed, and the reference they were shown, if they were."""

    number: int
    port: int
    link: str
    place: str
    topic: str
    form: dict | None = None
    reference: str = ""

    @property
    def email(self) -> str:
        """Where the receipt goes."""
        return f"visitor-{self.number}@enquirer.example"

    def open_form(self) -> None:
        """Open the form and fill it in."""
        self.form = hidden_fields(self._ask("GET", self.link)[1]) | {
            "topic": self.topic,
            "place": self.place,
            "enquirer": "arts",
            "message": f"Enquiry number {self.number}",
            "name": f"Visitor {self.number}",
            "email": self.email,
            "organisation": "",
            "consent": CURRENT.version,
        }

    def send(self) -> None:
        """Check the answers and send them. What nobody answers is tried by pressing the button once more, later."""
        try:
            if "seal" not in self.form:
                self.form = hidden_fields(self._ask("POST", "/join/", self.form | {"step": "check"})[1])
            location, _ = self._ask("POST", "/join/", self.form | {"step": "send"})
        except NOT_ANSWERED:
            return
        self.reference = location.partition("?")[0].strip("/").rpartition("/")[2]

    def _ask(self, method: str, path: str, values: dict | None = None) -> tuple[str, str]:
        """Return where the site sends us, and its page. Raises one of NOT_ANSWERED when it does not answer."""
        response, page = ask_as(self.number, self.port, method, path, values)
        assert response.status in {200, 302}, f"{method} {path} was answered {response.status}."
        return response.headers.get("Location", ""), page


def ask_as(
    number: int, port: int, method: str, path: str, values: dict | None = None
) -> tuple[http.client.HTTPResponse, str]:
    """Return what the site on `port` answers visitor `number`, each of whom has an address of their own, and its page.

    Raises one of NOT_ANSWERED when it does not answer.
    """
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    headers = {"X-Forwarded-For": f"10.0.{number // 250}.{number % 250 + 1}"}
    try:
        body = urlencode(values) if values else None
        connection.request(method, path, body, headers | FORM if values else headers)
        response = connection.getresponse()
        return response, response.read().decode()
    finally:
        connection.close()
