"""Mail that leaves the site: written by `outbox`, sent by the worker.

Others import `outbox` to write mail, and `delivery` for the Message-ID of one and to give the worker its lane.
"""
