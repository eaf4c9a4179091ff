"""Errors of ours, told to the Sentry that SENTRY_DSN names; nothing of this is imported where none is named.

`sending` begins it: what is logged as an error, and what ends a process, is sent. `shaping` makes what is sent anew
from the few things it may hold. Who asked, what they typed and where they came from is never among these.
"""
