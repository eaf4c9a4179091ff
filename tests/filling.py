"""The values a browser would send from a form of the back office."""

from django.db.models.fields.files import FieldFile

from tests.drawing import undrawn


def opened(client, address):
    """Return the page of the form at `address`, to be filled in: what it looks like is not wanted, and not drawn."""
    with undrawn():
        return client.get(address)


def left_as_it_is(response) -> dict:
    """Return what the change or add page in `response` would send if nobody touched its fields."""
    context = response.context_data
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    values = {field.html_name: _as_sent(field.value()) for form in forms for field in form}
    return {name: value for name, value in values.items() if value is not None}


def _as_sent(value):
    """Return the value of a field as a browser sends it: a row is its key; None for what it does not send."""
    if isinstance(value, list):
        return [getattr(row, "pk", row) for row in value]
    return None if isinstance(value, FieldFile) else value
