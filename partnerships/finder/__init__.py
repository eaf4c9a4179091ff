"""What a visitor who types a place is told: `answer` takes the text and returns an Answer of a clear kind."""

from partnerships.finder.answers import Answer, AnswerKind
from partnerships.finder.finding import answer

__all__ = ["Answer", "AnswerKind", "answer"]
