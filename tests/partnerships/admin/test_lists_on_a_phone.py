"""Lists on a phone, where a row is a card: each of its cells knows what it is about."""

import pytest
from django.urls import reverse

from partnerships.templatetags.change_lists import with_headings
from tests.factories import make_bridge, make_partnership, make_superuser

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


def test_a_cell_has_the_heading_of_its_column_unless_it_is_the_name_a_box_or_a_button():
    headers = [
        {"text": '<input type="checkbox" id="action-toggle">', "class_attrib": ' class="action-checkbox-column"'},
        {"text": "name"},
        {"text": "said & done?"},
        {"text": "all true?", "class_attrib": ' class="column-all_true"'},
        {"text": "bridge"},
    ]
    cells = ["<td>box</td>", "<th>Aire</th>", '<td class="a">yes</td>', "<td>press</td>", "<td>-</td>", "<td>one</td>"]

    assert list(with_headings(cells, headers)) == [
        *("<td>box</td>", "<th>Aire</th>", '<td data-heading="Said &amp; done" class="a">yes</td>'),
        *("<td>press</td>", "<td data-nothing>-</td>", "<td>one</td>"),
    ]


def test_every_list_is_drawn_so(client):
    make_partnership(name="Aire", bridge=make_bridge(name="Arch"))
    client.force_login(make_superuser())

    page = client.get(reverse("admin:partnerships_partnership_changelist")).content.decode()

    assert '<td data-heading="Bridge" class="field-bridge nowrap">Arch</td>' in page
