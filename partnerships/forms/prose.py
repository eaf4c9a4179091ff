"""Long texts in Markdown: the field to write in, and the preview of what was typed."""

from typing import Any

from django import forms

MARKDOWN_HELP = (
    "Leave an empty line between paragraphs. **bold**, *italic*, [words](https://address) for a link, "
    "lines that begin with - for a list, ### for a heading."
)


class ProseInput(forms.Textarea):
    """A field for Markdown with a preview button. Without script the preview is a page of its own."""

    template_name = "admin/widgets/prose.html"

    class Media:
        js = ["js/prose-preview.js"]

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "vLargeTextField", "rows": 10} | (attrs or {}))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["markdown_help"] = MARKDOWN_HELP
        return context


class PreviewForm(forms.Form):
    """What the preview button sends: the whole form, and the name of the field to show."""

    preview_of = forms.RegexField(r"^[\w-]{1,100}$")

    @property
    def text(self) -> str:
        """The text of that field. The form must be valid."""
        return self.data.get(self.cleaned_data["preview_of"], "")
