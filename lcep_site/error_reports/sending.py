"""Sends errors to Sentry. None of its ways into Django is used: they would read requests, forms, cookies and users."""

import logging

import sentry_sdk
from django.conf import settings
from sentry_sdk.integrations.atexit import AtexitIntegration
from sentry_sdk.integrations.dedupe import DedupeIntegration
from sentry_sdk.integrations.excepthook import ExcepthookIntegration
from sentry_sdk.integrations.logging import EventHandler
from sentry_sdk.transport import Transport

from lcep_site.error_reports.shaping import shaped
from lcep_site.release import release
from partnerships.database import outage


def begin(transport: type[Transport] | None = None) -> logging.Handler:
    """Send what is logged as an error from now on, by `transport` or else by HTTPS; return what hears of it."""
    sentry_sdk.init(
        dsn=settings.SENTRY_DSN,
        transport=transport,
        release=release(),
        environment=settings.LCEP_MODE,
        before_send=shaped,
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[ExcepthookIntegration(), DedupeIntegration(), AtexitIntegration(callback=_end_quietly)],
        # Nothing of a person, and nothing but errors.
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        auto_session_tracking=False,
        send_client_reports=False,
        traces_sample_rate=None,
        enable_logs=False,
        spotlight=False,
    )
    handler = EventHandler(level=logging.ERROR)
    # That the database is away is told once, and not by each request.
    handler.addFilter(outage.is_told)
    logging.getLogger().addHandler(handler)
    return handler


def _end_quietly(pending: int, timeout: float) -> None:
    """Say nothing of what is still to be sent when a process ends: it is sent."""
