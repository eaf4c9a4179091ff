"""Who may see an uploaded picture: everybody once a row that the public sees has it, before that those who work on it.

Whoever holds a preview link sees what is in the entry it leads to.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model, Q, QuerySet

from partnerships.files.pictures import Picture
from partnerships.models import CaseStudy, CaseStudyPicture, NewsItem, Partnership, WorkingCopy
from partnerships.public_content.kept import Kept


@dataclass(frozen=True)
class PicturedRows:
    """A `field` of `model` that keeps the name of a picture. Its rows belong to entries of `entries` by `owner`."""

    model: type[Any]
    field: str
    entries: type[Any]
    owner: str = ""

    @property
    def rows_of_published(self) -> QuerySet[Any]:
        return self.model._default_manager.filter(**{f"{self.owner or 'pk'}__in": self.entries.objects.published()})

    def entries_with(self, path: str) -> Iterator[int]:
        """Yield the keys of the entries that have the picture a file at `path` is of, or had it in a version."""
        has_it = Q(**{self.field: path}) | Q(**{f"{self.field}__startswith": f"{path.rpartition('/')[0]}/"})
        key = f"{self.owner}_id" if self.owner else "id"
        for rows in (self.model._base_manager, self.model.versions):
            yield from rows.filter(has_it).order_by().values_list(key, flat=True).distinct()


PICTURES = (
    PicturedRows(Partnership, "logo", Partnership),
    PicturedRows(NewsItem, "picture", NewsItem),
    PicturedRows(CaseStudyPicture, "image", CaseStudy, "case_study"),
)
_public: Kept[str, frozenset[str]] = Kept(1)


def is_public(path: str) -> bool:
    """Whether the file at `path` is of a picture that the public sees. One query while nothing public changes."""
    return bool({path, path.rpartition("/")[0]} & _public.of("pictures", _all_public))


def may_see(user: User, path: str) -> bool:
    """Whether `user`, one of the staff, may see the picture a file at `path` is of.

    It is in an entry or a working copy that is theirs to work with; or in none, and so in a form they have not saved.
    """
    is_somewhere = False
    for each in PICTURES:
        keys = set(each.entries_with(path))
        is_somewhere = is_somewhere or bool(keys)
        if keys and each.entries.objects.editable_by(user).filter(pk__in=keys).exists():
            return True
    copies = [copy for copy in WorkingCopy.objects.all() if _is_held(copy, path)]
    theirs = WorkingCopy.objects.editable_by(user).filter(pk__in=[copy.pk for copy in copies])
    return theirs.exists() if copies else not is_somewhere


def is_in(entry: Model, path: str) -> bool:
    """Whether the file at `path` is of a picture of `entry`, which may be a working copy."""
    if isinstance(entry, WorkingCopy):
        return _is_held(entry, path) or (entry.entry is not None and is_in(entry.entry, path))
    return any(entry.pk in each.entries_with(path) for each in PICTURES if each.entries is type(entry))


def _is_held(copy: WorkingCopy, path: str) -> bool:
    return bool({path, path.rpartition("/")[0]} & {_place_of(name) for name in copy.held_files})


def _all_public() -> frozenset[str]:
    names: set[str] = set()
    for each in PICTURES:
        rows = each.rows_of_published.exclude(**{each.field: ""}).order_by()
        names.update(rows.values_list(each.field, flat=True))
    return frozenset(map(_place_of, names))


def _place_of(name: str) -> str:
    """Return the folder of the picture called `name`, in which it lies alone; its name if it is a single file."""
    picture = Picture.named(name)
    return picture.folder if picture else name
