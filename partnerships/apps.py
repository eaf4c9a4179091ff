"""The directory: places, partnerships, what is published about them, and the enquiries they receive."""

from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = "Directory"
