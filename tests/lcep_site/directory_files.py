"""A small directory in files, for tests that change what is loaded, and a copy of all rows to compare."""

from django.apps import apps

from lcep_site.loading.kinds import KINDS
from lcep_site.loading.merging import load
from partnerships.models import SearchDocument


class Files:
    """A folder of small files: two authorities, a Bridge Organisation and a partnership with one of each thing."""

    def __init__(self, folder):
        self.folder = folder
        sourced = {"source": "leeds33.com", "confidence": "page"}
        self.rows = {kind.name: [] for kind in KINDS} | {
            "regions": [{"key": "yorkshire", "gss_code": "E12000003", "name": "Yorkshire", "position": "3"}],
            "bridges": [{"key": "ive", "name": "IVE", **sourced}],
            "authorities": [self.authority("leeds", "E08000035"), self.authority("york", "E06000014")],
            "sectors": [{"key": "culture", "name": "Culture", "plural": "Arts", "is_usual": "yes", "position": "1"}],
            "priorities": [{"key": "youth-voice", "name": "Youth voice"}],
            "partnerships": [self.partnership("leeds33", "Leeds33")],
            "partnership_authorities": [{"partnership": "leeds33", "localauthority": "leeds"}],
            "partnership_names": [{"partnership": "leeds33", "name": "LeedsCEP", "kind": "former"}],
            "partnership_sources": [{"partnership": "leeds33", "title": "leeds33.com"}],
            "partnership_priorities": [
                {"partnership": "leeds33", "priority": "youth-voice", "wording": "Listen", **sourced}
            ],
            "support_offers": [{"bridge": "ive", "name": "Visits", "kind": "advice", **sourced}],
            "organisations": [{"key": "opera-north", "name": "Opera North", "sector": "culture"}],
            "memberships": [{"partnership": "leeds33", "organisation": "opera-north", "role": "member", **sourced}],
        }

    def authority(self, key, gss_code):
        more = {"type": "unitary authority", "region": "yorkshire", "bridge": "ive"}
        return {"key": key, "gss_code": gss_code, "name": key.capitalize(), **more}

    def partnership(self, key, name):
        return {"key": key, "name": name, "summary": "As loaded.", "is_pilot": "no", "bridge": "ive"}

    def change(self, kind, number=0, **cells):
        self.rows[kind][number] |= cells

    def load(self) -> dict[str, str]:
        """Write the files, load them, and return the reported outcome of each kind in which anything happened.

        What is kept as staff left it is in `kept`.
        """
        self.write()
        tallies = []
        load(self.folder, tallies.append)
        self.kept = [line for tally in tallies for line in tally.kept]
        outcomes = {tally.kind.name: str(tally).split(": ")[1] for tally in tallies}
        return {
            name: outcome
            for name, outcome in outcomes.items()
            if "," in outcome or not outcome.endswith(("unchanged", "load"))
        }

    def write(self):
        for kind in KINDS:
            lines = [[row.get(column, "") for column in kind.columns] for row in self.rows[kind.name]]
            text = "".join("\t".join(cells) + "\n" for cells in [kind.columns, *lines])
            (self.folder / kind.file).write_text(text, encoding="utf-8")


def every_row():
    """Return all rows of partnerships and members, by model; of the search documents all but their keys."""
    models = [
        model
        for label in ("partnerships", "members")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if model is not SearchDocument
    ]
    rows = {model._meta.label: list(model.objects.order_by("pk").values()) for model in models}
    documents = SearchDocument.objects.order_by("kind", "object_id").values_list("kind", "object_id", "names", "rest")
    return rows | {"search": list(documents)}
