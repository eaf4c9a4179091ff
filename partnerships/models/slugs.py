"""Stable addresses: a slug that was once public keeps leading to its entry."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.text import slugify


class FormerSlug(models.Model):
    """An address an entry used to have. Rows are written when a slug changes, and never for a slug in use."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    slug = models.SlugField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_type", "slug"], name="former_slug_leads_to_one_entry")]

    def __str__(self):
        return f"{self.slug} → {self.content_type.model} {self.object_id}"


class Sluggable(models.Model):
    """A model with a public address made from its name.

    save() is where old addresses are kept, because every way of editing passes through it.
    """

    slug = models.SlugField(
        "address",
        max_length=120,
        unique=True,
        blank=True,
        help_text="The last part of the page's web address.",
    )

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Give a new row a free slug; keep the old slug of a renamed one."""
        if not self.slug:
            self.slug = self.free_slug(str(self))
        super().save(*args, **kwargs)
        self._keep_former_slug()

    @classmethod
    def from_db(cls, db, field_names, values):
        """Remember the slug as loaded, to see whether it changes."""
        row = super().from_db(db, field_names, values)
        row._loaded_slug = row.__dict__.get("slug", "")
        return row

    def free_slug(self, words: str, *, taken: set[str] | None = None) -> str:
        """Return a slug for `words` that no row of this model has, numbered from 2 if it must be.

        The database is asked, unless `taken` holds all that are taken: for many rows at once.
        """
        base = slugify(words)[:110] or "entry"
        slug, number = base, 2
        while slug in taken if taken is not None else self._is_taken(slug):
            slug, number = f"{base}-{number}", number + 1
        return slug

    def _is_taken(self, slug: str) -> bool:
        return type(self).objects.filter(slug=slug).exclude(pk=self.pk).exists()

    def _keep_former_slug(self):
        former = getattr(self, "_loaded_slug", "")
        self._loaded_slug = self.slug
        if not former or former == self.slug:
            return
        kind = ContentType.objects.get_for_model(type(self))
        FormerSlug.objects.filter(content_type=kind, slug=self.slug).delete()
        FormerSlug.objects.update_or_create(content_type=kind, slug=former, defaults={"object_id": self.pk})

    @classmethod
    def formerly_at(cls, slug: str):
        """Return, as a query of at most one key, which row used to be at `slug`."""
        kind = ContentType.objects.get_for_model(cls)
        return FormerSlug.objects.filter(content_type=kind, slug=slug).values("object_id")
