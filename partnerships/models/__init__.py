"""Every model of the directory: the table of contents."""

from partnerships.models.audit import AuditEntry
from partnerships.models.bridges import BridgeOrganisation, SupportOffer
from partnerships.models.case_studies import CaseStudy, CaseStudyPicture
from partnerships.models.deprivation import DeprivationFigures
from partnerships.models.developments import Development
from partnerships.models.directory import Partnership
from partnerships.models.elsewhere import PublishedElsewhere
from partnerships.models.enquiries import Enquiry, EnquiryEvent
from partnerships.models.figures import MonthlyFigures
from partnerships.models.finder_counts import FinderCount
from partnerships.models.link_checks import LinkCheck
from partnerships.models.loading import LoadedRecord
from partnerships.models.mail import MailServerTrouble, OutgoingMail
from partnerships.models.news import NewsItem
from partnerships.models.partnership_details import PartnershipLink, PartnershipName, PartnershipSource
from partnerships.models.parts import PartnershipPart
from partnerships.models.places import LocalAuthority, Region
from partnerships.models.postcodes import Postcode, PostcodeEdition
from partnerships.models.programmes import Programme, ProgrammeParticipation, ProgrammeRound
from partnerships.models.public_changes import PublicChange, PublishedSnapshot
from partnerships.models.public_content import ContentChange, ContentStamp
from partnerships.models.questions import Question
from partnerships.models.rate_limits import FormSubmission, RequestCount
from partnerships.models.reply_templates import ReplyTemplate
from partnerships.models.resources import Resource
from partnerships.models.running import DailyRun, Heartbeat, KnownTrouble
from partnerships.models.schools import School, SchoolEdition
from partnerships.models.search_documents import SearchDocument
from partnerships.models.slugs import FormerSlug
from partnerships.models.staff import ChecksCalendar, SavedFilter
from partnerships.models.story import StoryFact
from partnerships.models.successions import CouncilSuccession
from partnerships.models.support import PresentSupport
from partnerships.models.themes import PartnershipPriority, Sector, StrategicPriority
from partnerships.models.versions import Revision
from partnerships.models.working_copies import DraftComment, WorkingCopy
