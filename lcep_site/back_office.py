"""The admin site Bridge staff work in."""

from django.contrib.admin import AdminSite


class BackOffice(AdminSite):
    site_header = "LCEP Directory: back office"
    site_title = "LCEP Directory"
    index_title = "Your directory"
