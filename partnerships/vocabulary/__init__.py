"""The fixed words of the directory: stages, kinds, states and acts, as they are stored and as people read them.

It imports nothing of ours. Everybody may import every word from here: those of the directory itself stand in this
file, those of the log in `audit`, of enquiries in `enquiries`, of parts of authorities in `parts`, of answers in
`finder_answers`, of `working_copies` and of how the site is `running` in the files of these names. What the words of
the field mean to everybody stands in `glossary`.
"""

from django.db import models

from partnerships.vocabulary.audit import AuditAction
from partnerships.vocabulary.enquiries import (
    DATA_DESK,
    NATIONAL_DESK,
    NOT_CHOSEN,
    OWN_DESKS,
    EnquirerKind,
    EnquiryEventKind,
    EnquiryOutcome,
    EnquiryState,
    EnquiryTopic,
    RouteKind,
)

# What somebody still has to answer.
OPEN_STATES = [EnquiryState.NEW, EnquiryState.WAITING]


class Stage(models.TextChoices):
    """How far a partnership has come. Blank in the database means the sources do not say."""

    PROPOSED = "proposed", "Proposed"
    EMERGING = "emerging", "Emerging"
    ESTABLISHED = "established", "Established"
    DORMANT = "dormant", "Dormant"
    ENDED = "ended", "Ended"


STAGE_MEANING = {
    Stage.PROPOSED: "A place where a partnership was suggested or under discussion; not a partnership yet.",
    Stage.EMERGING: "People have begun to meet and are agreeing what they want to do.",
    Stage.ESTABLISHED: "A working partnership with its own priorities and members.",
    Stage.DORMANT: "Has not met or acted for some time, but has not been closed.",
    Stage.ENDED: "Has closed. Its entry is kept for the record.",
    "": "The sources do not say how far it has come.",
}
STAGE_NOT_KNOWN, STAGE_NOT_KNOWN_TODAY = "Stage not known", "Stage not known today"
# How often an entry is due a check, in calendar months; None is never: nobody can say that a suggestion, or what has
# ended, is still true. A dormant partnership changes little.
CHECK_EVERY_MONTHS = {
    Stage.PROPOSED: None,
    Stage.EMERGING: 6,
    Stage.ESTABLISHED: 6,
    Stage.DORMANT: 12,
    Stage.ENDED: None,
    "": 6,
}
assert set(CHECK_EVERY_MONTHS) == set(STAGE_MEANING), "A stage does not say how often it is due a check."
# Every stage as (words, meaning), the unknown one last.
STAGE_WORDS = [(Stage(stage).label if stage else STAGE_NOT_KNOWN, meaning) for stage, meaning in STAGE_MEANING.items()]
# A blank stage is a partnership all the same: only a proposal is not one.
FORMED_STAGES = ["", *(stage for stage in Stage if stage != Stage.PROPOSED)]
# One that has closed stays on record, but a place it worked in is not covered by it any more.
WORKING_STAGES = [stage for stage in FORMED_STAGES if stage != Stage.ENDED]


class Scope(models.TextChoices):
    """How large an area a partnership works in. Blank means not known."""

    TOWN = "town", "A town or part of a district"
    DISTRICT = "district", "A district"
    BOROUGH = "borough", "A borough"
    CITY = "city", "A city"
    COUNTY = "county", "A county"
    SEVERAL = "several", "Several authorities"


class Confidence(models.TextChoices):
    """How well a fact is supported."""

    PAGE = "page", "Read on a public page"
    MENTION = "mention", "Mentioned by somebody else"
    # Stored with what was loaded from the first edition of the facts; none of the second has it.
    SEED = "seed", "Taken over from an earlier list, which named no page"
    STAFF = "staff", "Confirmed by Bridge staff or the partnership"


class PublicationState(models.TextChoices):
    """Whether the public sees an entry."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    PUBLISHED = "published", "Published"
    ARCHIVED = "archived", "Archived"


class NameKind(models.TextChoices):
    """What another name of a partnership is."""

    ALSO = "also", "Also known as"
    SHORT = "short", "Short name"
    FORMER = "former", "Former name"
    LATER = "later", "Later name"
    RELATED = "related", "Related programme or possible name"


class AuthorityType(models.TextChoices):
    """The kinds of lower-tier local authority in England."""

    UNITARY = "unitary authority", "Unitary authority"
    METROPOLITAN = "metropolitan district", "Metropolitan district"
    LONDON = "London borough", "London borough"
    DISTRICT = "district", "District"


class SchoolState(models.TextChoices):
    """How a school stands in the official register; one that is to close is open until then."""

    OPEN = "open", "Open"
    PROPOSED = "proposed", "Proposed to open"
    CLOSED = "closed", "Closed"
    NOT_LISTED = "not listed", "No longer listed"


class MembershipRole(models.TextChoices):
    """What a member organisation does in a partnership."""

    HOST = "host", "Host or lead"
    STEERING = "steering", "Steering group"
    MEMBER = "member", "Member"
    PROJECT = "project", "Partner in projects"
    FUNDER = "funder", "Funder or supporter"


# Neither a partner in projects nor a funder belongs to the partnership.
BELONGING_ROLES = [MembershipRole.HOST, MembershipRole.STEERING, MembershipRole.MEMBER]


class LinkKind(models.TextChoices):
    """What a link of a partnership leads to."""

    PAGE = "page", "Page about it"
    ACTION_PLAN = "action_plan", "Action plan"
    NEWSLETTER = "newsletter", "Newsletter"
    SOCIAL = "social", "Social media"


class ProgrammeKind(models.TextChoices):
    INVESTMENT = "investment", "Investment programme"
    PEER_LEARNING = "peer learning", "Peer learning"
    ACCREDITATION = "accreditation", "Accreditation"
    POLICY = "policy", "National policy"
    RESEARCH = "research", "Research and evaluation"
    ACTIVITY = "activity", "Activity for children and young people"


class OfferKind(models.TextChoices):
    """What kind of help a support offer is."""

    ADVICE = "advice", "Advice and meetings"
    ACCREDITATION = "accreditation", "Artsmark and Arts Award advice"
    NETWORK = "network", "Network"
    TRAINING = "training", "Training"
    RESOURCES = "resource library", "Resource library"
    CASE_STUDIES = "case studies", "Case studies and stories"
    DATA = "data", "Local data"
    DIRECTORY = "directory", "Map or directory"
    NEWSLETTER = "newsletter", "Newsletter"
    EVENT = "event", "Events and awards"


class RevisionKind(models.TextChoices):
    """What act a revision was."""

    EDIT = "edit", "Edited"
    PUBLICATION = "publication", "Publication changed"
    PROPOSAL = "proposal", "Proposal accepted"
    CHECK = "check", "Checked"
    MEMBER = "member", "Member added"
    IMPORT = "import", "Imported"
    MERGE = "merge", "Duplicates merged"
    RESTORE = "restore", "Restored"
    UNDO = "undo", "Undone"
    LOAD = "load", "Loaded from the committed data"
    COUNCILS = "councils", "Councils changed"
    TOGETHER = "together", "Several entries changed at once"


class StoryKind(models.TextChoices):
    """What a fact of a partnership's story is about."""

    BEGINNINGS = "beginnings", "How it began"
    STANDING = "standing", "How it stood"
    HOST = "host", "Who hosted or led it"
    AFTER_BRIDGE = "after bridge", "What became of it after March 2023"


class ElsewhereKind(models.TextChoices):
    """What something is that was published elsewhere."""

    ACTION_PLAN = "action plan", "Action plan"
    ANNUAL_REPORT = "annual report", "Annual report"
    BLOG = "blog", "Blog"
    CASE_STUDY = "case study", "Case study"
    EVALUATION = "evaluation", "Evaluation"
    EVENT = "event", "Event"
    NEWS = "news", "News"
    OPPORTUNITY = "opportunity", "Opportunity"
    PROGRAMME = "programme", "Programme"
    RESEARCH = "research or data", "Research or data"
    TERMS = "terms of reference", "Terms of reference"
    THEORY = "theory of change", "Theory of change"
    TOOLKIT = "toolkit", "Toolkit"
    TALK = "video or talk", "Video or talk"


class OfferState(models.TextChoices):
    """Whether what is offered can be had now. Blank means the sources do not say."""

    OPEN = "open", "Open"
    CLOSED = "closed", "Closed for now"
    ENDED = "ended", "Ended"


class SupportAnswer(models.TextChoices):
    """Whether an organisation supports partnerships in an area today, or that nobody was found who does."""

    YES = "yes", "Supports partnerships"
    NOT_KNOWN = "not known", "Not known whether it does"
    NO = "no", "Does not, or no longer"
    NOBODY = "nobody", "Nobody found"


class ResourceSection(models.TextChoices):
    """The parts of the resource library: what a partnership is busy with when it needs the resource."""

    DISCOVER = "discover", "Discover"
    BUILD = "build", "Build"
    DELIVER = "deliver", "Deliver"
    REVIEW = "review", "Review"


SECTION_MEANING = {
    ResourceSection.DISCOVER: "What partnerships are, and what is known of a place and its children.",
    ResourceSection.BUILD: "Bringing people together, agreeing what to do, and how to decide.",
    ResourceSection.DELIVER: "Doing it: plans, programmes and practice.",
    ResourceSection.REVIEW: "Finding out what changed, and telling others.",
}
assert set(SECTION_MEANING) == set(ResourceSection), "A section does not say what it holds."


class ResourceKind(models.TextChoices):
    ACTION_PLAN = "action plan", "Action plan"
    TERMS = "terms of reference", "Terms of reference"
    THEORY = "theory of change", "Theory of change"
    ANNUAL_REPORT = "annual report", "Annual report"
    TOOLKIT = "toolkit", "Toolkit or guide"
    EVALUATION = "evaluation", "Evaluation or research"


class DocumentType(models.TextChoices):
    """The types of document that may be uploaded."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "Word document"
    XLSX = "xlsx", "Excel spreadsheet"
    ODT = "odt", "OpenDocument text"


class Audience(models.TextChoices):
    EVERYBODY = "everybody", "Everybody"
    SCHOOLS = "schools", "Schools and teachers"
    ARTISTS = "artists", "Artists and organisations"
    FAMILIES = "families", "Parents and young people"
    PARTNERSHIPS = "partnerships", "People who run a partnership"


class NewsKind(models.TextChoices):
    NEWS = "news", "News"
    EVENT = "event", "Event"
    OPPORTUNITY = "opportunity", "Opportunity"


class MailState(models.TextChoices):
    """Where an outgoing mail stands."""

    QUEUED = "queued", "Waiting to leave"
    SENT = "sent", "Left"
    FAILED = "failed", "Given up"


class ContentKind(models.TextChoices):
    """What who keeps the directory in memory reads anew after a change: an entry, what else shows, or everything."""

    EVERYTHING = "everything"
    PARTNERSHIP = "partnership"
    ORGANISATION = "organisation"
    # Or staff who read what is asked, of which pages tell.
    PUBLICATION = "publication"
