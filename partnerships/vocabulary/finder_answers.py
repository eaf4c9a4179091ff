"""The kinds of answers that the finder gives."""

from django.db import models


class FinderAnswer(models.TextChoices):
    """What the finder answered, as programs get it (finder/answers.py) and as staff read it."""

    COVERED = "covered", "One partnership works there"
    SEVERAL = "several", "Several partnerships work there"
    UNCOVERED = "uncovered", "Nobody covers it"
    IN_PART = "in part", "Only other parts of it are covered"
    PROPOSED = "proposed", "Nobody covers it, but a partnership was proposed"
    CLOSED = "closed", "Its partnership has closed"
    AREAS = "areas", "Several local authorities"
    UNKNOWN_AUTHORITY = "unknown authority", "In a local authority we do not know"
    ELSEWHERE = "elsewhere", "Outside England"
    PARTNERSHIP = "partnership", "The name of a partnership"
    PAGE = "page", "The name of another entry"
    CHOICE = "choice", "Asked which of several is meant"
    NOT_FOUND = "not found", "Nothing we know by that name"
