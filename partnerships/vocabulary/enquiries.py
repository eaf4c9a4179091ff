"""The choices of enquiries. It imports nothing of ours."""

from django.db import models

# What pages and mails call the desk that every enquiry can be told to.
NATIONAL_DESK = "the national desk of this directory"
# And that for complaints about personal data, where it is another.
DATA_DESK = "the data desk of this directory"
OWN_DESKS = {NATIONAL_DESK, DATA_DESK}


class EnquirerKind(models.TextChoices):
    """Who is asking."""

    SCHOOL = "school", "A school or college for children"
    EARLY_YEARS = "early_years", "A nursery or other early years setting"
    FURTHER_OR_HIGHER = "fe_he", "A further education college or a university"
    ARTS = "arts", "An artist, or an arts or heritage organisation"
    COUNCIL = "council", "A council"
    MUSIC_HUB = "music_hub", "A music hub or music service"
    YOUTH_OR_VOLUNTARY = "youth", "A youth or voluntary organisation"
    HEALTH = "health", "A health organisation"
    BUSINESS = "business", "A business"
    PARENT = "parent", "A parent or carer"
    YOUNG_PERSON = "young_person", "A young person under 18"
    OTHER = "other", "Somebody else"


class EnquiryTopic(models.TextChoices):
    """What the enquirer wants."""

    JOIN = "join", "Join a partnership"
    START = "start", "Start a partnership where there is none"
    SUPPORT = "support", "Get support for a partnership"
    CORRECT = "correct", "Correct something in this directory"
    REMOVE = "remove", "Take our organisation out of this directory"
    COMPLAIN = "complain", "Complain about how we handle personal data"
    PRESS = "press", "Press or research"
    OTHER = "other", "Something else"


class RouteKind(models.TextChoices):
    """Who an enquiry goes to first."""

    PARTNERSHIP = "partnership", "The partnership"
    SUPPORT = "support", "The organisation that supports it today"
    BRIDGE = "bridge", "The Bridge Organisation of the place"
    NATIONAL = "national", "The national desk"
    DATA = "data", "The desk for personal data"


class EnquiryState(models.TextChoices):
    """Where an enquiry stands."""

    NEW = "new", "New"
    WAITING = "waiting", "Somebody is on it"
    ANSWERED = "answered", "Answered"
    CLOSED = "closed", "Closed"
    QUARANTINED = "quarantined", "Held back as suspected spam"


class EnquiryOutcome(models.TextChoices):
    """How an enquiry ended."""

    JOINED = "joined", "Became a member"
    PUT_IN_TOUCH = "in_touch", "Put in touch"
    ANSWERED = "answered", "Question answered"
    CORRECTED = "corrected", "Entry corrected"
    NO_REPLY = "no_reply", "No reply from the enquirer"
    REMOVED = "removed", "Taken out of the directory"
    CANNOT_HELP = "cannot_help", "Could not help"
    SPAM = "spam", "Spam"
    ERASED = "erased", "The person asked to be erased"
    UNANSWERED = "unanswered", "Nobody answered within a year"


# What happened to an enquiry without anybody deciding it, so staff cannot choose it.
NOT_CHOSEN = (EnquiryOutcome.ERASED, EnquiryOutcome.UNANSWERED)


class EnquiryEventKind(models.TextChoices):
    """What happened to an enquiry: a line of its timeline."""

    RECEIVED = "received", "Received"
    ROUTED = "routed", "Sent to"
    ASSIGNED = "assigned", "Assigned"
    REPLIED = "replied", "Replied"
    NOTED = "noted", "Note"
    WROTE_BACK = "wrote_back", "The enquirer wrote back"
    ANSWERED_BY_MAIL = "by_mail", "Answered by e-mail"
    TOPIC_CHANGED = "topic", "Topic changed"
    PASSED_ON = "passed_on", "Passed on"
    CLOSED = "closed", "Closed"
    REOPENED = "reopened", "Opened again"
    QUARANTINED = "quarantined", "Held back"
    RELEASED = "released", "Released as genuine"
    MEMBER_MADE = "member", "Made a member"
    # What its reply was is not known any more.
    OPENED_BY_LINK = "opened", "Opened by the partnership"
    WILL_ANSWER = "will_answer", "Opened by the partnership"
    HAS_ANSWERED = "has_answered", "Opened by the partnership"
    CHASED = "chased", "Chased, since nobody had answered"
    ANONYMISED = "forgotten", "Personal details removed"
