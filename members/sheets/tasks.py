"""What the worker does with large sheets after the response.

A task only says which import to work on; `work` finds in the database whether there is still something to do.
"""

from django_tasks import task

from members.sheets import work


@task()
def read_sheet(pk: int, attempt: int) -> None:
    work.run_reading(pk, attempt)


@task()
def apply_sheet(pk: int, attempt: int) -> None:
    work.run_import(pk, attempt)


@task()
def undo_sheet(pk: int, attempt: int, by: int) -> None:
    work.run_undo(pk, attempt, by)
