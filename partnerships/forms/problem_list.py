"""Forms whose pages list what is wrong above them."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS


class ProblemListForm(forms.Form):
    """A form that our own templates draw; browsers check nothing in it, so that every message is ours.

    `element_ids` says where to go for what is about no field, and for fields that are drawn unlike others.
    """

    use_required_attribute = False
    element_ids: dict[str, str] = {}

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What is wrong, in the order of the questions, each with the id of the element to go to."""
        first_choices = {name for name, field in self.fields.items() if isinstance(field.widget, forms.RadioSelect)}
        ids = {name: f"id_{name}_0" if name in first_choices else f"id_{name}" for name in self.fields}
        ids = ids | {NON_FIELD_ERRORS: ""} | self.element_ids
        return [(str(message), element) for name, element in ids.items() for message in self.errors.get(name, [])]
