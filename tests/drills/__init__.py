"""Faults made on purpose, each a module with what must hold while it lasts: see docs/reliability.md.

    python -m tests.drills [NAME …]

Each module has ROW and MUST_HOLD, the first two columns of the table there, and `run(folder)`, which makes the fault in
an empty folder, raises AssertionError in words if something does not hold, and returns what was measured in a sentence.
"""

# In the order of the table.
NAMES = (
    "killing",
    "database_away",
    "import_in_slices",
    "disk_full",
    "mail_server",
    "slow_clients",
    "same_rows",
    "memory",
    "clock",
    "make_run",
    "two_machines",
    "backup_under_load",
)
