"""Mail that leaves the site: written by `outbox`, sent by the worker.

Others import `outbox` to write mail, `delivery` for the Message-ID of one, `recovery` to run the worker, and
`task_paths` and `tasks` when the site starts.
"""
