"""The app that puts the other two together, and our back office in place of Django's default admin site."""

from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin import apps as admin_apps
from django.core.validators import ProhibitNullCharactersValidator


class SiteConfig(AppConfig):
    name = "lcep_site"
    verbose_name = "Site"
    default = True

    def ready(self) -> None:
        # Of every form, those of packages too.
        ProhibitNullCharactersValidator.message = "There is a character in it that nobody can read. Enter it anew"
        # They need the models, which are loaded only now.
        from lcep_site import deploy_checks, rights_trail  # noqa: F401
        from lcep_site.accounts import audit_trail, late_mails  # noqa: F401
        from lcep_site.health import alerts
        from partnerships.worker import daily, lanes

        lanes.register(lanes.Lane("health", alerts.look, pause=60, is_for_scheduler=True))
        if settings.BACKUP_FOLDER:
            # After what is over was forgotten, and before mails of the day are written.
            daily.register(daily.DailyJob("backup", 4, "backup"))

        if settings.SENTRY_DSN:
            from lcep_site.error_reports import sending

            sending.begin()


# Subclassed through the module: a second AppConfig imported by name would count as a rival default and stop the start.
class BackOfficeConfig(admin_apps.AdminConfig):
    default_site = "lcep_site.back_office.BackOffice"
    default = False
