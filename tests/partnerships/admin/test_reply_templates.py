"""Reply templates: who writes which, placeholders, and that nothing of one leaves unseen."""

import html

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from partnerships.enquiries import placeholders
from partnerships.models import OutgoingMail, ReplyTemplate
from partnerships.vocabulary import EnquiryState
from tests.factories import make_bridge, make_enquiry, make_officer, make_partnership
from tests.partnerships.conftest import CHANGE
from tests.reading import words_of
from tests.reply_templates import make_reply_template

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
ADD = reverse("admin:partnerships_replytemplate_add")
RIGHTS = [*CHANGE, *(f"{verb}_replytemplate" for verb in ("view", "add", "change", "delete"))]


@pytest.fixture
def signed_in(client, desk):
    client.force_login(make_officer(desk, permissions=RIGHTS))
    return client


def send(client, enquiry, step="reply", **fields):
    """Press a button of the reply form."""
    latest = max((event.pk for event in enquiry.events.all()), default=0)
    return client.post(reverse(f"admin:partnerships_enquiry_{step}", args=[enquiry.pk]), {"seen": latest} | fields)


def offered(response):
    """Return the names of the templates that a page of an enquiry offers."""
    return [template.name for template in response.context["forms"]["reply"].fields["template"].queryset]


# Writing them.


def test_an_officer_writes_one_for_their_bridge_and_finds_it_from_the_front_page(signed_in, desk):
    signed_in.post(ADD, {"bridge": desk.pk, "name": "Welcome", "text": "Dear {name},\r\n{due date}"})

    template = ReplyTemplate.objects.get()
    assert (template.bridge, template.name, template.text) == (desk, "Welcome", "Dear {name},\n{due date}")
    assert LogEntry.objects.get().object_repr == "Welcome"
    assert 'href="/back-office/partnerships/replytemplate/"' in signed_in.get(reverse("admin:index")).text
    assert "Welcome" in signed_in.get(reverse("admin:partnerships_replytemplate_changelist")).text
    assert f'value="{desk.pk}" selected' in signed_in.get(ADD).text


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"text": "Dear {nmae}"}, "{nmae} is no placeholder. You can use {name}, {organisation}"),
        ({"text": "{a} {b} {a}"}, "{a} and {b} are no placeholders."),
        ({"bridge": ""}, "Select your Bridge Organisation"),
        ({"text": " "}, "This field is required"),
    ],
)
def test_what_cannot_be_kept_is_refused_beside_its_field(signed_in, desk, fields, message):
    response = signed_in.post(ADD, {"bridge": desk.pk, "name": "Welcome", "text": "Hello"} | fields)

    assert (message in words_of(response), ReplyTemplate.objects.count()) == (True, 0)


def test_two_of_one_name_are_told_apart_by_their_bridge_alone(client, desk):
    client.force_login(make_officer(permissions=[*RIGHTS, "see_every_bridge"]))
    make_reply_template(name="Welcome", bridge=None)
    make_reply_template(name="Welcome", bridge=desk)

    for bridge in ("", desk.pk):
        response = client.post(ADD, {"bridge": bridge, "name": "Welcome", "text": "Hello"})
        assert "There is a template of that name already" in words_of(response)


def test_another_bridges_and_national_ones_cannot_be_changed(signed_in, desk):
    for bridge in (make_bridge(), None):
        template = make_reply_template(bridge=bridge, name="Not theirs")
        address = reverse("admin:partnerships_replytemplate_change", args=[template.pk])
        assert signed_in.post(address, {"bridge": desk.pk, "name": "Theirs", "text": "x"}).status_code in {302, 404}

    assert set(ReplyTemplate.objects.values_list("name", flat=True)) == {"Not theirs"}


# Using them.


def test_a_reply_offers_those_of_the_desk_and_the_national_ones(signed_in, desk):
    for bridge, name in ((desk, "Ours"), (None, "National"), (make_bridge(), "Theirs")):
        make_reply_template(bridge=bridge, name=name)

    assert offered(signed_in.get(make_enquiry(desk=desk).get_admin_url())) == ["National", "Ours"]


def test_a_template_is_put_below_what_was_typed_filled_in_and_shown_as_the_mail(signed_in, desk):
    enquiry = make_enquiry(
        desk=desk, name="Ada Byron", reference="LCEP-7K3M9Q", partnership=make_partnership(name="Leeds33")
    )
    template = make_reply_template(bridge=desk, text="Dear {Name}, {reference} is about {partnership}")

    response = send(signed_in, enquiry, "preview_reply", template=template.pk, words="Hello.")

    form = response.context["forms"]["reply"]
    assert form["words"].value() == "Hello.\n\nDear Ada Byron, LCEP-7K3M9Q is about Leeds33"
    assert "Dear Ada Byron, LCEP-7K3M9Q is about Leeds33\n\n" in form.preview
    assert "So it will be sent to" in words_of(response)
    assert (OutgoingMail.objects.count(), enquiry.events.count()) == (0, 0)


@pytest.mark.parametrize("fields", [{"words": "Dear {name}"}, {"template": True, "words": ""}])
def test_what_was_not_read_as_it_will_be_sent_is_shown_before_it_leaves(signed_in, desk, fields):
    enquiry = make_enquiry(desk=desk, name="Ada Byron")
    template = make_reply_template(bridge=None, text="Dear {name}")
    fields = fields | ({"template": template.pk} if "template" in fields else {})

    shown = send(signed_in, enquiry, **fields)
    assert "Nothing is sent yet" in words_of(shown)
    assert OutgoingMail.objects.count() == 0

    send(signed_in, enquiry, words=shown.context["forms"]["reply"]["words"].value())
    assert "Dear Ada Byron" in OutgoingMail.objects.get().text
    enquiry.refresh_from_db()
    assert enquiry.state == EnquiryState.ANSWERED


def test_the_mail_is_what_was_shown(signed_in, desk):
    enquiry = make_enquiry(desk=desk)

    shown = send(signed_in, enquiry, "preview_reply", words="We meet in May.")
    send(signed_in, enquiry, words="We meet in May.")

    assert OutgoingMail.objects.get().text == shown.context["forms"]["reply"].preview


@pytest.mark.parametrize("step", ["reply", "preview_reply"])
@pytest.mark.parametrize(
    ("words", "message"),
    [("Dear {nmae}", "{nmae} is no placeholder"), ("", "Enter your reply"), (" ", "Enter your reply")],
)
def test_no_words_and_an_unknown_placeholder_are_refused_beside_the_field(signed_in, desk, step, words, message):
    enquiry = make_enquiry(desk=desk)

    response = send(signed_in, enquiry, step, words=words)

    assert message in response.context["forms"]["reply"].errors["words"][0]
    assert response.context["forms"]["reply"]["words"].value().strip() == words.strip()
    assert OutgoingMail.objects.count() == 0


@pytest.mark.parametrize("template", ["0", "x", "9" * 30, "%00"])
def test_a_template_that_is_not_offered_is_refused_or_left_out(signed_in, desk, template):
    enquiry = make_enquiry(desk=desk)

    assert "Select another" in words_of(send(signed_in, enquiry, template=template, words="Hello"))
    assert send(signed_in, enquiry, "preview_reply", template=template, words="Hello").status_code == 200


def test_what_an_enquirer_calls_themselves_is_not_filled_in_again(desk, officer):
    enquiry = make_enquiry(desk=desk, name="{reference}")

    assert placeholders.filled_in("Dear {name}", enquiry=enquiry, by=officer) == "Dear {reference}"


def test_every_placeholder_has_words_for_every_enquiry(desk, officer):
    text = " ".join(f"{{{name}}}" for name in placeholders.PLACEHOLDERS)
    for enquiry in (
        make_enquiry(desk=desk),
        make_enquiry(desk=None, organisation="Hall", partnership=make_partnership()),
    ):
        filled = placeholders.filled_in(text, enquiry=enquiry, by=officer)
        assert "{" not in filled
        assert "None" not in filled
    assert html.escape(placeholders.IN_WORDS).count("{") == len(placeholders.PLACEHOLDERS)
