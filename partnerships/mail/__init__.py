"""Mail that leaves the site: written by `outbox`, sent by the worker.

Others import `outbox` to write mail, `late_mails` to say what one is made of that is made only when it leaves,
`delivery` for the Message-ID of one and to give the worker its lane, `file_backend` to forget what was kept as files,
and `reading` for what stands in a mail that somebody saved.
"""
