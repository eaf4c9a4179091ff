"""Walks in the back office, by the class of everything of that sort."""

from django.contrib import admin

from partnerships.admin.editorial import EditorialAdmin
from tests.published_app.models import Walk

admin.site.register(Walk, EditorialAdmin)
