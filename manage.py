#!/usr/bin/env python
"""Django's command line for the LCEP Directory."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lcep_site.settings")
    from django.core.management import execute_from_command_line

    from lcep_site import plain_ends

    with plain_ends.in_words():
        execute_from_command_line(sys.argv)
