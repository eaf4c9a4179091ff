"""Text as people type and paste it."""

import pytest
from django.core.exceptions import ValidationError

from partnerships.forms.base import AddressField, LineField, LinesField

SHAPE = "Enter an e-mail address in the correct format, like name@example.com"
LETTERS = (
    "We cannot send e-mail to an address with accents or letters of other scripts before the @ sign. Enter another "
    "address"
)


def refused(field, value):
    """Return why `field` refuses `value`."""
    with pytest.raises(ValidationError) as refusal:
        field.clean(value)
    return refusal.value.messages


def test_a_line_is_one_line_whatever_was_pasted():
    assert LineField().clean("Amina\r\nBcc: everybody@example.com") == "Amina Bcc: everybody@example.com"


def test_a_message_keeps_its_lines():
    assert LinesField(most=100).clean("One\r\ntwo\0") == "One\ntwo"


def test_a_message_may_be_as_long_as_it_may_be():
    assert len(LinesField(most=5000).clean("🎭" * 5000)) == 5000


def test_a_longer_message_is_refused_with_its_length():
    field = LinesField(most=5000, label="Your message")

    assert refused(field, "a" * 1_000_000) == ["Your message must be 5,000 characters or fewer. It has 1,000,000"]


@pytest.mark.parametrize(
    "address",
    [
        "amina@studio.example",
        "a.b+c@sub.studio.example",
        "amina@münchen.example",
        "amina@例子.example",
        "x@10minute.example",
    ],
)
def test_an_address_mail_can_be_sent_to_is_accepted(address):
    assert AddressField().clean(f" {address} ") == address


@pytest.mark.parametrize(
    "address",
    [
        "amina",
        "amina@",
        "@studio.example",
        "amina@studio",
        "amina@localhost",
        "amina@[127.0.0.1]",
        '"amina example"@studio.example',
        "amina@studio.example\r\nBcc: everybody@example.com",
        "amina@studio.example, other@studio.example",
        f"amina@{'ü' * 63}.example",
    ],
)
def test_another_address_is_refused_with_an_example(address):
    assert refused(AddressField(), address) == [SHAPE]


def test_what_stands_before_the_at_sign_is_as_long_as_mail_allows_and_no_longer():
    longest = f"{'a' * 64}@studio.example"

    assert AddressField().clean(longest) == longest
    assert refused(AddressField(), f"a{longest}") == [
        "The part of an e-mail address before the @ sign has 64 characters at most. Check it"
    ]


@pytest.mark.parametrize("address", ["用户@例子.example", "amína@studio.example"])
def test_an_address_in_another_script_is_refused_with_the_reason(address):
    assert refused(AddressField(), address) == [LETTERS]


@pytest.mark.parametrize("field", [LineField(max_length=120), AddressField(max_length=254)])
def test_a_browser_does_not_cut_anything_off(field):
    assert "maxlength" not in field.widget.attrs
