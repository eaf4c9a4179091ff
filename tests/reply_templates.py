"""Templates for replies, for tests of whatever uses them."""

import itertools

from partnerships.models import ReplyTemplate

_numbers = itertools.count(1)


def make_reply_template(**fields) -> ReplyTemplate:
    """Make a national template for replies; its name is numbered."""
    number = next(_numbers)
    return ReplyTemplate.objects.create(**{"name": f"Template {number}", "text": f"Text {number}"} | fields)
