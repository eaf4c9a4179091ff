"""The states of publication and the steps between them, as data."""

from dataclasses import dataclass

from partnerships.vocabulary import AuditAction, PublicationState

DRAFT, IN_REVIEW, PUBLISHED, ARCHIVED = PublicationState
NOT_PUBLIC_YET = (DRAFT, IN_REVIEW)


@dataclass(frozen=True)
class Step:
    """A way from one of the states `before` to the state `to`.

    `label` is the text of its button, `done` says afterwards what was done, `meaning` explains beforehand what it does.
    """

    name: str
    label: str
    before: tuple[PublicationState, ...]
    to: PublicationState
    done: str
    action: AuditAction
    meaning: str
    needs_publisher: bool = True
    needs_reason: bool = False

    @property
    def hides(self) -> bool:
        """Whether the public may lose something by it."""
        return PUBLISHED in self.before and self.to != PUBLISHED


STEPS = (
    Step(
        *("hand_in", "Hand in for review", (DRAFT,), IN_REVIEW, "Handed in for review", AuditAction.HANDED_IN),
        "Staff who may publish look at it. The public does not see it yet.",
        needs_publisher=False,
    ),
    Step(
        *("publish", "Publish", NOT_PUBLIC_YET, PUBLISHED, "Published", AuditAction.PUBLISHED),
        "Everybody can see and find it at once.",
    ),
    Step(
        *("publish_again", "Publish again", (ARCHIVED,), PUBLISHED, "Published again", AuditAction.PUBLISHED),
        "Everybody can see and find it again at once, at its old address.",
    ),
    Step(
        *("return", "Return to draft", (IN_REVIEW,), DRAFT, "Returned to draft", AuditAction.RETURNED),
        "Whoever wrote it can change it and hand it in again. They find your reason among its versions.",
        needs_reason=True,
    ),
    Step(
        *("withdraw", "Take back to draft", (PUBLISHED, ARCHIVED), DRAFT, "Taken back to draft", AuditAction.RETURNED),
        "The public does not see it until it is published again.",
    ),
    Step(
        *("archive", "Archive", (*NOT_PUBLIC_YET, PUBLISHED), ARCHIVED, "Archived", AuditAction.ARCHIVED),
        "The public does not see it any more, and searches do not find it. Nothing is lost: it keeps its members, its "
        "enquiries and its versions, and can be published again.",
    ),
)
STEP_NAMED = {step.name: step for step in STEPS}
