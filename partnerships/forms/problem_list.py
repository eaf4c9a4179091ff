"""Forms whose pages list what is wrong above them."""

from django import forms


class ProblemListForm(forms.Form):
    """A form that our own templates draw; browsers check nothing in it, so that every message is ours.

    `element_ids` says where to go for fields that are drawn unlike others, and for what is about no field that is
    shown ("__all__"), if that is not the first one shown.
    """

    use_required_attribute = False
    element_ids: dict[str, str] = {}

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What is wrong, in the order of the questions, each with the id of the element to go to."""
        names = [*self.fields, "__all__"]
        return [(str(message), self._element_of(name)) for name in names for message in self.errors.get(name, [])]

    def _element_of(self, name: str) -> str:
        if name in self.element_ids:
            return self.element_ids[name]
        if name not in self.fields or self[name].is_hidden:
            return next((self._element_of(field.name) for field in self if not field.is_hidden), "main")
        first_choice = "_0" if isinstance(self.fields[name].widget, forms.RadioSelect) else ""
        return f"{self[name].auto_id}{first_choice}"
