"""What staff fill in to import and export sheets."""

from django import forms

from members.models.sheets import RowOutcome, SheetImport, SheetKind
from members.sheets.exporting import SheetFormat
from members.sheets.lifecycle import WrongColumns, receive
from members.sheets.reading import MAX_BYTES, UnreadableSheet
from partnerships.forms.query_strings import QueryStringForm

NO_FILE = "Choose the file to upload"


class UploadForm(forms.Form):
    """A sheet to be read. `receive` takes it in; what is wrong with its columns becomes `column_problems`."""

    use_required_attribute = False

    file = forms.FileField(
        label="The sheet",
        help_text="CSV or XLSX, up to 5 MB. Nothing is changed before you have seen what it would do.",
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={
            "required": NO_FILE,
            "missing": NO_FILE,
            "invalid": NO_FILE,
            "empty": "The file is empty",
            "max_length": "The name of the file is too long",
        },
    )

    def __init__(self, *args, kind: SheetKind, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.column_problems: list[str] = []

    def clean_file(self):
        """Return the file. Raises ValidationError for one that is too large to look at."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError("The file is larger than 5 MB. Share its rows out over several files")
        return file

    def receive(self, by) -> SheetImport | None:
        """Return the import that was begun with the file, None if it cannot be read: then the form says why."""
        file = self.cleaned_data["file"]
        try:
            return receive(kind=self.kind, file_name=file.name, content=file.read(), by=by)
        except WrongColumns as error:
            self.column_problems = error.problems
            self.add_error("file", "Nothing was read. Change the headings in its first row, as said above")
        except UnreadableSheet as error:
            self.add_error("file", str(error))
        return None

    @property
    def problems(self) -> list[tuple[str, str]]:
        """The mistakes for the summary, each with the id of the place where it is put right."""
        words = self.column_problems or self.errors.get("file", [])
        return [(one, self["file"].id_for_label) for one in words]


class ConfirmForm(forms.Form):
    """What else is decided when an import is confirmed."""

    takes_doubtful = forms.BooleanField(required=False)
    publishes = forms.BooleanField(required=False)


class FormatForm(forms.Form):
    """How an export is written."""

    written_as = forms.TypedChoiceField(
        choices=[(one.value, one.name) for one in SheetFormat], coerce=SheetFormat, label="File"
    )


class RowsForm(QueryStringForm):
    """Which rows of an import are looked at."""

    reasons = {"outcome": "“{}” is no kind of row", "page": "“{}” is no page"}

    outcome = forms.ChoiceField(choices=RowOutcome, required=False)
