"""What the worker does with large sheets after the response. A task is only a nudge: see sheet_work."""

from django_tasks import task

from members.sheets import work as sheet_work


@task()
def read_sheet(pk: int, attempt: int) -> None:
    """Read the sheet `pk`, unless somebody has begun that anew."""
    sheet_work.read_and_plan(pk, attempt)


@task()
def apply_sheet(pk: int, attempt: int) -> None:
    """Import the sheet `pk`, unless somebody has begun that anew."""
    sheet_work.apply(pk, attempt)


@task()
def undo_sheet(pk: int, attempt: int, by: int) -> None:
    """Undo the import `pk` in the name of the account `by`, unless somebody has begun that anew."""
    sheet_work.undo(pk, attempt, by)
