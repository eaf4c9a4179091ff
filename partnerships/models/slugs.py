"""Stable addresses: a slug an entry once had keeps leading to it."""

from collections.abc import Collection, Mapping
from typing import Any, Self

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
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
        "address", max_length=120, unique=True, blank=True, help_text="The last part of the page's web address."
    )

    name: "models.CharField[str, str]"

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

    @classmethod
    def formerly_at(cls, slug: str) -> models.QuerySet[FormerSlug, Mapping[str, object]]:
        """Return, as a query of at most one `object_id`, the key of the row that used to be at `slug`."""
        content_type = ContentType.objects.get_for_model(cls)
        return FormerSlug.objects.filter(content_type=content_type, slug=slug).values("object_id")


class HasOwnPage(Sluggable):
    """A row with a public page, at the address that is called `page`."""

    page: str

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        return reverse(self.page, args=[self.slug])
