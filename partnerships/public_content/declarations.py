"""What of the directory is watched beside what is published."""

from django.contrib.auth import get_user_model

from partnerships import models
from partnerships.public_content import watched
from partnerships.vocabulary import ContentKind

# They show with any entry, by their names or by how they are counted.
EVERYWHERE = (
    models.BridgeOrganisation,
    models.CouncilSuccession,
    models.DeprivationFigures,
    models.LocalAuthority,
    models.PresentSupport,
    models.PresentSupport.authorities.through,
    models.PresentSupport.regions.through,
    models.Region,
    models.SchoolEdition,
    models.Sector,
    models.StrategicPriority,
)
# They show with what they belong to, or by themselves.
PARTS = (
    models.CaseStudyPicture,
    models.FormerSlug,
    models.PartnershipLink,
    models.PartnershipName,
    models.PartnershipPart,
    models.PartnershipPriority,
    models.PartnershipSource,
    models.PostcodeEdition,
    models.ProgrammeParticipation,
    models.ProgrammeRound,
    models.PublicChange,
    models.PublishedSnapshot,
    models.School,
    models.StoryFact,
)


def register() -> None:
    watched.register(*EVERYWHERE, touches=(watched.EVERYTHING,))
    watched.register(*PARTS)
    # Pages say who reads what is asked there, which is whoever has somebody here.
    officers = models.BridgeOrganisation.officers.through
    watched.register(get_user_model(), officers, touches=(watched.PUBLICATIONS,))
    watched.register_entries(models.Partnership, ContentKind.PARTNERSHIP)
