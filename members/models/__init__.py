"""Every model of the people and organisations taking part."""

from members.models.case_studies import CaseStudyMember
from members.models.organisations import MemberOrganisation, Membership
from members.models.proposals import ChangeProposal, CheckRequest
from members.models.sheets import SheetImport, SheetRow
from members.models.subscriptions import Digest, Subscriber
