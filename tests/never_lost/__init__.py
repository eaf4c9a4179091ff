"""Proof that no enquiry and no mail is lost: everything is killed in the middle of a burst, and counted afterwards.

    python -m tests.never_lost 20

runs it twenty times on SQLite, and with tests.with_postgresql before it on PostgreSQL.
"""
