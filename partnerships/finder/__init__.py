"""The finder: what somebody who types a place is told.

`resolve` says what a text means that names one thing, `meaning_of` what any does, `present` what to tell about that,
`answer` does both. `register` adds a source of names, `register_teller` what is told of a school, `school_numbered` is
one of the register, and `suggestions` says what begins with a text, `several` which names a text holds, `counties`
what lies in a county beside its districts. Import the names below from here, the classes of `results` and `answers`,
the sentences of `wording`, from `elsewhere` what nations are called, and from `file_index` what reads our files before
the workers of a server part.
"""

from partnerships.finder.answers import Answer
from partnerships.finder.names import NameSource, register
from partnerships.finder.present import present
from partnerships.finder.resolve import resolve
from partnerships.finder.school_names import numbered as school_numbered
from partnerships.finder.school_names import register_teller
from partnerships.finder.several import meaning_of


def answer(text: str) -> Answer:
    """Return what to tell somebody who typed `text`. Any text has an answer; none of it is kept."""
    return present(meaning_of(text))
