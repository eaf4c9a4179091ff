"""Under which paths tasks are stored: rows of the queue outlive the moving of a module."""

import sys
from types import ModuleType

from django_tasks.base import Task


def keep_path(module: ModuleType, path: str) -> None:
    """Have the tasks of `module` stored and found under `path`, the module path that rows of the queue name."""
    sys.modules[path] = module
    for task in vars(module).values():
        if isinstance(task, Task):
            task.func.__module__ = path
