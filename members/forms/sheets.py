"""What staff fill in to import and export sheets."""

from django import forms
from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile

from members.models.sheets import RowOutcome, SheetImport, SheetKind
from members.sheets import cells, exporting, lifecycle, reading
from partnerships.forms.query_strings import QueryStringForm


class UploadForm(forms.Form):
    """A file to import. `column_problems` say in sentences what is wrong with its columns, after `receive`."""

    use_required_attribute = False
    column_problems: list[str] = []

    file = forms.FileField(
        label="The sheet",
        help_text="CSV or XLSX, up to 5 MB. Nothing is changed before you have seen what it would do.",
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages=dict.fromkeys(["required", "missing", "invalid"], "Choose the file to upload")
        | {"empty": "The file is empty", "max_length": "The name of the file is too long"},
    )

    def clean_file(self) -> UploadedFile:
        """Return the file. Raises ValidationError for one that is too large to be read."""
        file = self.cleaned_data["file"]
        if file.size > reading.MAX_BYTES:
            raise forms.ValidationError("The file is larger than 5 MB. Share its rows out over several files")
        return file

    def receive(self, kind: SheetKind, by: User) -> SheetImport | None:
        """Begin to read the file and return the import; None, with an error added to the form, if it cannot be read."""
        file = self.cleaned_data["file"]
        try:
            return lifecycle.receive(kind=kind, file_name=file.name, content=file.read(), by=by)
        except lifecycle.WrongColumns as error:
            self.column_problems = error.problems
            self.add_error("file", "Nothing was read. Change the headings in its first row, as said above")
        except cells.UnreadableSheet as error:
            self.add_error("file", str(error))
        return None

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Every error for the summary, with the id of the field to go to."""
        messages = self.column_problems or self.errors.get("file", [])
        return [(str(message), self["file"].id_for_label) for message in messages]


class ConfirmForm(forms.Form):
    takes_doubtful = forms.BooleanField(required=False)
    publishes = forms.BooleanField(required=False)


class FormatForm(forms.Form):
    written_as = forms.TypedChoiceField(label="File", choices=exporting.SheetFormat, coerce=exporting.SheetFormat)


class RowsForm(QueryStringForm):
    """The query string of the rows of an import."""

    reasons = {"outcome": "“{}” is no kind of row", "page": "“{}” is no page"}

    outcome = forms.ChoiceField(choices=RowOutcome, required=False)
