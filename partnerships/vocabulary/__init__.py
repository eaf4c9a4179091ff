"""The fixed words of the directory: stages, kinds, states and acts, as they are stored and as people read them.

It imports nothing of ours. Everybody may import every word from here.
"""

from partnerships.vocabulary.audit import AuditAction
from partnerships.vocabulary.directory import (
    BELONGING_ROLES,
    CHECK_EVERY_MONTHS,
    FORMED_STAGES,
    SECTION_MEANING,
    STAGE_MEANING,
    STAGE_NOT_KNOWN,
    STAGE_WORDS,
    WORKING_STAGES,
    Audience,
    AuthorityType,
    Confidence,
    DocumentType,
    LinkKind,
    MembershipRole,
    NameKind,
    NewsKind,
    OfferKind,
    OfferState,
    ProgrammeKind,
    PublicationState,
    ResourceKind,
    ResourceSection,
    RevisionKind,
    Scope,
    Stage,
)
from partnerships.vocabulary.enquiries import (
    OPEN_STATES,
    EnquirerKind,
    EnquiryEventKind,
    EnquiryOutcome,
    EnquiryState,
    EnquiryTopic,
    MailState,
    RouteKind,
)
