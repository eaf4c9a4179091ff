"""Without a mail server mail is kept as files: whole, one for each, readable."""

from email import message_from_bytes, policy

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection

BACKEND = "partnerships.mail.file_backend.MailFiles"


@pytest.fixture
def folder(settings, tmp_path):
    """The folder mail is kept in; it does not exist yet."""
    settings.MAIL_FOLDER = tmp_path / "mail"
    return settings.MAIL_FOLDER


def keep(*messages, **options):
    """Send `messages` through the backend and return how many it says it took."""
    return get_connection(BACKEND, **options).send_messages(messages)


def message(message_id="<enquiry.LCEP-7K3M9Q.receipt.1@lcep.example>", text="Grüße aus Łódź"):
    """Return a mail with this Message-ID."""
    mail = EmailMultiAlternatives("Café", text, "a@b.example", ["c@d.example"], headers={"Message-ID": message_id})
    mail.attach_alternative(f"<p>{text}</p>", "text/html")
    return mail


def test_a_mail_becomes_a_file_that_mail_programs_read(folder):
    taken = keep(message())

    [path] = folder.iterdir()
    read = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert taken == 1
    assert path.name == "enquiry.LCEP-7K3M9Q.receipt.1.eml"
    assert (read["Subject"], read["To"]) == ("Café", "c@d.example")
    assert read.get_body(("plain",)).get_content().strip() == "Grüße aus Łódź"


def test_the_same_mail_again_replaces_its_file(folder):
    keep(message(text="first"))
    keep(message(text="again"))

    [path] = folder.iterdir()
    assert b"again" in path.read_bytes()


def test_mails_without_a_message_id_of_their_own_are_kept_apart(folder):
    taken = keep(*(EmailMessage("Subject", "Text", "a@b.example", ["c@d.example"]) for _ in range(2)))

    assert taken == len(list(folder.glob("*.eml"))) == 2


def test_no_message_id_leads_out_of_the_folder(folder):
    keep(message(message_id="<../../escaped@lcep.example>"))

    assert [path.name for path in folder.iterdir()] == ["_.._escaped.eml"]


def test_a_folder_that_cannot_be_written_to_is_an_error(folder):
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("in the way")

    with pytest.raises(OSError, match="mail"):
        keep(message())

    assert keep(message(), fail_silently=True) == 0
