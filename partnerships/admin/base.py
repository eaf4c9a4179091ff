"""What admin classes of searched things share: what staff save or delete is found, or not found, at once."""

from django.contrib import admin

from partnerships import text_search


class SearchedAdmin(admin.ModelAdmin):
    """An admin class that brings the text search up to date in the transaction of the edit.

    It is for everything a search document is made of. An action that changes rows by itself uses
    `text_search.following` or `text_search.refresh`.
    """

    def save_model(self, request, obj, form, change):
        """Save, remembering which entries mention the row as it was: it may be about to leave them."""
        form.mentioned_before = text_search.mentioning(obj)
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """Save what belongs to the row, then write the documents of all that mentioned or mention it."""
        super().save_related(request, form, formsets, change)
        text_search.refresh_entries(form.mentioned_before | text_search.mentioning(form.instance))

    def delete_model(self, request, obj):
        """Delete the row, and whatever it said in the documents of others."""
        with text_search.following(obj):
            super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        """Delete the chosen rows, and whatever they said in the documents of others."""
        with text_search.following(*queryset):
            super().delete_queryset(request, queryset)
