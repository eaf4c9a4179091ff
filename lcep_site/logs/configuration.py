"""The logging of the whole site, for Django's LOGGING and for gunicorn."""

import logging
from typing import Any

FORMATS = {"plain": "lcep_site.logs.lines.PlainLine", "json": "lcep_site.logs.lines.JsonLine"}


def logging_of(format_name: str) -> dict[str, Any]:
    """Return Django's LOGGING: warnings and errors of all, and the lines of requests where settings ask for them."""
    # No line names them, and each record would look for them.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": FORMATS[format_name]}},
        # That the database is away is told once, in words.
        "filters": {
            "told": {
                "()": "django.utils.log.CallbackFilter",
                "callback": "ext://partnerships.database.outage.is_told",
            },
            "mistakes": {
                "()": "django.utils.log.CallbackFilter",
                "callback": "ext://lcep_site.logs.requests.is_mistake",
            },
        },
        "handlers": {
            "console": {
                "class": "lcep_site.logs.repeats.CalmHandler",
                "formatter": "line",
                "filters": ["told", "mistakes"],
            }
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            # Django's own would mail whole addresses to administrators.
            "django": {"handlers": [], "level": "WARNING"},
            # Pages that are not found and the like are told by the lines of requests, and are no mistake of ours.
            "django.request": {"level": "ERROR"},
            # Under runserver it would print whole addresses.
            "django.server": {"handlers": [], "level": "CRITICAL"},
            "lcep_site.requests": {"level": "INFO"},
        },
    }
