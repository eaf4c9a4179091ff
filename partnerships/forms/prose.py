"""Long texts in Markdown: a box to write in, and how what was typed would look."""

from django import forms

MARKDOWN_HELP = (
    "Leave an empty line between paragraphs. **bold**, *italic*, [words](https://address) for a link, "
    "lines that begin with - for a list, ### for a heading."
)


class ProseInput(forms.Textarea):
    """A box for Markdown with a button that shows what it will look like: on a page of its own without script."""

    template_name = "admin/widgets/prose.html"

    class Media:
        js = ["js/prose-preview.js"]

    def __init__(self, attrs=None):
        super().__init__({"class": "vLargeTextField", "rows": 10} | (attrs or {}))

    def get_context(self, name, value, attrs):
        """Add the short help on Markdown."""
        context = super().get_context(name, value, attrs)
        context["widget"]["markdown_help"] = MARKDOWN_HELP
        return context


class PreviewForm(forms.Form):
    """What the button sends: the whole form, and which box of it is to be shown."""

    preview_of = forms.RegexField(r"^[\w-]{1,100}$")

    @property
    def text(self) -> str:
        """What stands in that box. The form must be valid."""
        return self.data.get(self.cleaned_data["preview_of"], "")
