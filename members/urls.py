"""Addresses of members."""

from django.urls import path

from members.views import organisations

app_name = "members"

urlpatterns = [
    path("", organisations.organisation_list, name="organisation-list"),
    path("<slug:slug>/", organisations.organisation_detail, name="organisation-detail"),
]
