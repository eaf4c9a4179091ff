"""The people and organisations taking part."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = "Members"

    def ready(self) -> None:
        """Register what the rooms of partnerships know of members. Models can be imported only now."""
        from members.forms.organisations import MEMBER_LIST
        from members.mailing_list.privacy import SUBSCRIPTIONS
        from members.models import CaseStudyMember, MemberOrganisation, Membership
        from members.organisations import published, watched
        from members.organisations.names import ORGANISATIONS, of_school
        from members.organisations.open_data import MEMBERS, describe
        from members.organisations.search import document
        from members.proposals.privacy import CHECK_REQUESTS, PROPOSALS
        from members.sheets.lifecycle import undo_later
        from members.sheets.privacy import SHEETS
        from partnerships import finder, open_data, versions
        from partnerships.forms import lists
        from partnerships.models import CaseStudy, Partnership
        from partnerships.open_data import json_ld
        from partnerships.privacy import stores
        from partnerships.published_kinds import table
        from partnerships.search import text_index
        from partnerships.versions import VersionedPart, undoing_later
        from partnerships.vocabulary import RevisionKind

        self.follow()
        self.register_work()
        undoing_later.register(RevisionKind.IMPORT, undo_later)
        table.register(published.MEMBERS)
        watched.register()
        text_index.register(MemberOrganisation, document)
        finder.register(ORGANISATIONS)
        finder.register_teller(of_school)
        open_data.register(MEMBERS)
        json_ld.described.register(MemberOrganisation, describe)
        lists.register(MEMBER_LIST)
        stores.register(PROPOSALS, CHECK_REQUESTS, SUBSCRIPTIONS, SHEETS)
        # The memberships and parts in case studies that are kept with the versions of the entries they belong to.
        versions.register(
            CaseStudy, VersionedPart(CaseStudyMember, "case_study", "Member organisation", "organisation_id")
        )
        versions.register(Partnership, VersionedPart(Membership, "partnership", "Member", "organisation_id"))
        versions.register(MemberOrganisation, VersionedPart(Membership, "organisation", "Membership", "partnership_id"))

    def follow(self) -> None:
        """Be called when the register of schools is read anew, and when councils change."""
        from members.organisations.schools import follow_register
        from members.proposals.councils import follow_councils
        from partnerships.curation import council_moves
        from partnerships.schools import importing

        importing.register_follower(follow_register)
        council_moves.register_follower(follow_councils)

    def register_work(self) -> None:
        """Say what the worker does after a response, and what is done once a day."""
        from members.sheets.work import work_on_next
        from partnerships.worker import daily, lanes

        lanes.register(lanes.Lane("sheets", work_on_next))
        # Their mails are written for the morning.
        daily.register(
            daily.DailyJob("questions to partnerships", 6, "send_check_requests"),
            daily.DailyJob("news by e-mail", 7, "send_digest"),
        )
