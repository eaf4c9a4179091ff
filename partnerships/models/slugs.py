"""Stable addresses: a slug an entry once had keeps leading to it."""

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any, ClassVar, Self, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import get_script_prefix, reverse
from django.utils.text import slugify


class FormerSlug(models.Model):
    """An address an entry used to have. Rows are written when a slug changes, and never for a slug in use."""

    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    slug = models.SlugField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_type", "slug"], name="former_slug_leads_to_one_entry")]

    def __str__(self) -> str:
        return f"{self.slug} → {self.content_type.model} {self.object_id}"


class Sluggable(models.Model):
    """A row with a name, and a part of an address made from it.

    Former slugs are kept in `save`, because every way of editing passes through it.
    """

    slug = models.SlugField(
        "page address",
        max_length=120,
        unique=True,
        blank=True,
        help_text="The last part of the web address of its page here. Leave it empty: it is made of the name.",
    )

    name: "models.CharField[str, str]"
    # What else a row is known by in addresses, as paths of lookups: other codes, or the slugs of its other names.
    also_found_by: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:  # Django's own arguments, passed on
        """Give a new row a free slug; keep the former slug of one whose slug changes."""
        if not self.slug:
            self.slug = self.free_slug(str(self))
        super().save(*args, **kwargs)
        former, self._loaded_slug = getattr(self, "_loaded_slug", ""), self.slug
        if former and former != self.slug:
            content_type = ContentType.objects.get_for_model(type(self))
            FormerSlug.objects.filter(content_type=content_type, slug=self.slug).delete()
            FormerSlug.objects.update_or_create(content_type=content_type, slug=former, defaults={"object_id": self.pk})

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **options: Any) -> Self:
        """Remember the slug as loaded, to see whether it changes."""
        row = super().from_db(db, field_names, values, **options)
        row._loaded_slug = row.__dict__.get("slug", "")
        return row

    def free_slug(self, text: str, *, taken: set[str] | None = None) -> str:
        """Return a slug for `text` that no row of this model has, numbered from 2 when the plain one is taken.

        `taken` holds all slugs in use, for work on many rows at once; without it the database is asked.
        """
        base = slugify(text)[:110] or "entry"
        slug, number = base, 2
        others = type(self)._default_manager.exclude(pk=self.pk)
        while slug in taken if taken is not None else others.filter(slug=slug).exists():
            slug, number = f"{base}-{number}", number + 1
        return slug


class HasOwnPage(Sluggable):
    """A row with a public page, at the address that is called `page`."""

    page: str

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        return self.address_of(self.slug)

    @classmethod
    def address_of(cls, slug: str) -> str:
        """Return the address of the page of the row at `slug`, which need not be at hand."""
        return _prefix_of(cls.page, get_script_prefix()) + f"{slug}/"


@lru_cache
def _prefix_of(page: str, script_prefix: str) -> str:
    """Return the address of any row's `page` up to its slug: asking Django for each of hundreds takes long.

    `script_prefix`, with which it begins, is told only to keep answers apart.
    """
    return reverse(page, args=["slug"]).removesuffix("slug/")


Entry = TypeVar("Entry", bound=Sluggable)


def leading_to(rows: models.QuerySet[Entry], slugs: Collection[str]) -> dict[str, Entry]:
    """Return the row of `rows` that each of `slugs` leads to, by that slug; without those that lead to none.

    It is the row there; else the one at the slug in lower case; else the one that was there once; else the only one
    that is also known by it. The same few queries for any number of slugs, and one if all are those of today.
    """
    normalised = {slug: slugify(slug) for slug in slugs}
    at = {row.slug: row for row in rows.filter(slug__in={*normalised, *normalised.values()})}
    found = {slug: row for slug, plain in normalised.items() if (row := at.get(slug) or at.get(plain))}
    missing = {slug: plain for slug, plain in normalised.items() if slug not in found}
    if not missing:
        return found
    for keys in (_former_keys(rows.model, missing), _keys_also_found(rows.model, missing)):
        by_key = {row.pk: row for row in rows.filter(pk__in=set().union(*keys.values()))}
        for slug, possible in keys.items():
            if len(present := possible & by_key.keys()) == 1:
                found.setdefault(slug, by_key[present.pop()])
    return found


def _former_keys(model: type[Sluggable], slugs: Mapping[str, str]) -> dict[str, set[int]]:
    """Return the key of the row that was once at each of `slugs`, which are given with their form in lower case."""
    content_type = ContentType.objects.get_for_model(model)
    former = FormerSlug.objects.filter(content_type=content_type, slug__in=slugs.values())
    keys = dict(former.values_list("slug", "object_id"))
    return {slug: {keys[plain]} for slug, plain in slugs.items() if plain in keys}


def _keys_also_found(model: type[Sluggable], slugs: Mapping[str, str]) -> dict[str, set[int]]:
    """Return the keys of the rows that are also known by each of `slugs`, given with their form in lower case."""
    keys: dict[str, set[int]] = {}
    # Codes are written in capitals.
    values = {value for slug, plain in slugs.items() for value in (plain, slug.upper())}
    for path in model.also_found_by:
        for value, key in model._default_manager.filter(**{f"{path}__in": values}).values_list(path, "pk"):
            keys.setdefault(value, set()).add(key)
    return {slug: keys.get(plain, set()) | keys.get(slug.upper(), set()) for slug, plain in slugs.items()}
