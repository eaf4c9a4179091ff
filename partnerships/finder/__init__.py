"""The finder: which partnership covers a place. `answer` takes what a visitor typed and returns an Answer.

Import the names below from here.
"""

from partnerships.finder.answers import Answer, AnswerKind
from partnerships.finder.finding import answer

__all__ = ["Answer", "AnswerKind", "answer"]
