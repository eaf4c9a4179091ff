"""The URLs of the whole site."""

from django.contrib import admin
from django.urls import include, path

from lcep_site import icons, views
from lcep_site.health import views as health

handler500 = "lcep_site.away.answers.breakdown"

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("about/", views.about, name="about"),
    path("about/data/", views.about_data, name="about-data"),
    path("words/", views.words, name="words"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("favicon.ico", icons.favicon, name="favicon"),
    path("site.webmanifest", icons.manifest, name="manifest"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("sitemap-<slug:part>.xml", views.sitemap_part, name="sitemap-part"),
    path("health/", health.health, name="health"),
    path("health/live/", health.live, name="health-live"),
    path("health/ready/", health.ready, name="health-ready"),
    path("", include("partnerships.urls")),
    path("", include("members.urls")),
    # Uploaded pictures: few and small, so the site serves them itself.
    path("media/<path:path>", views.media, name="media"),
    path("accounts/", include("lcep_site.accounts.urls")),
    path("back-office/", admin.site.urls),
]
