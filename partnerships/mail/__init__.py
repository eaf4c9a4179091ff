"""Mail that leaves the site: written by `outbox`, sent by the worker.

Others import `outbox` to write mail, `delivery` for the Message-ID of one, and `recovery` to run the worker.
"""
