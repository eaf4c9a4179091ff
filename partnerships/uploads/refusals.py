"""Why an upload is not taken. Readers run without Django, so this knows nothing of it."""


class Refused(Exception):
    """The file is not taken; `message` says why to whoever sent it, and `code` is a word for that."""

    def __init__(self, message: str, code: str = "refused") -> None:
        super().__init__(message)
        self.message, self.code = message, code


class TooMuchWork(Refused):
    """Reading it took more time or memory than is allowed, or the process that read it ended by itself."""
