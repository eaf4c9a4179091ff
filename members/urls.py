"""Addresses of members and of the mailing list."""

from django.urls import path

from members.views import checks, corrections, organisations, subscriptions

app_name = "members"

urlpatterns = [
    path("check/<str:token>/", checks.entry_check, name="entry-check"),
    path("check/<str:token>/change/", checks.entry_check_change, name="entry-check-change"),
    path("partnerships/<slug:slug>/correct/", corrections.correction_create, name="correction-create"),
    path("corrections/asked/", corrections.correction_asked, name="correction-asked"),
    path("corrections/<str:token>/", corrections.correction_confirm, name="correction-confirm"),
    path("members/", organisations.organisation_list, name="organisation-list"),
    path("members/<slug:slug>/", organisations.organisation_detail, name="organisation-detail"),
    path("news-by-mail/", subscriptions.subscription_create, name="subscription-create"),
    path("news-by-mail/asked/", subscriptions.subscription_asked, name="subscription-asked"),
    path("news-by-mail/confirm/<str:token>/", subscriptions.subscription_confirm, name="subscription-confirm"),
    path("news-by-mail/choices/<str:token>/", subscriptions.subscription_edit, name="subscription-edit"),
    path("news-by-mail/stop/<str:token>/", subscriptions.subscription_end, name="subscription-end"),
]
