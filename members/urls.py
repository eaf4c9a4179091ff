"""Addresses of members and of the mailing list."""

from django.urls import path

from members.views import organisations, subscriptions

app_name = "members"

organisation_urls = [
    path("members/", organisations.organisation_list, name="organisation-list"),
    path("members/<slug:slug>/", organisations.organisation_detail, name="organisation-detail"),
]
subscription_urls = [
    path("news-by-mail/", subscriptions.subscription_create, name="subscription-create"),
    path("news-by-mail/asked/", subscriptions.subscription_asked, name="subscription-asked"),
    path("news-by-mail/confirm/<str:token>/", subscriptions.subscription_confirm, name="subscription-confirm"),
    path("news-by-mail/choices/<str:token>/", subscriptions.subscription_edit, name="subscription-edit"),
    path("news-by-mail/stop/<str:token>/", subscriptions.subscription_end, name="subscription-end"),
]
urlpatterns = organisation_urls + subscription_urls
