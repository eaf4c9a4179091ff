"""The field's words as the site explains them to everybody: the one place where each has its meaning."""

from dataclasses import dataclass

from partnerships.vocabulary import STAGE_MEANING, STAGE_NOT_KNOWN, Stage


@dataclass(frozen=True)
class Term:
    """A word, what it means in plain sentences, and where to read on: the name of an address, and its label.

    `parts` are words that it takes in, each with its meaning. What is a fact has a page that gives its source.
    """

    word: str
    anchor: str
    meaning: str
    page: str
    label: str
    parts: tuple[tuple[str, str], ...] = ()


_STAGES = tuple((Stage(stage).label if stage else STAGE_NOT_KNOWN, meaning) for stage, meaning in STAGE_MEANING.items())
TERMS = (
    Term(
        "Arts Award",
        "arts-award",
        "A set of awards that young people up to 25 can take in the arts. There are five levels.",
        "partnerships:programme-list",
        "All programmes, with their sources",
    ),
    Term(
        "Artsmark",
        "artsmark",
        "An award for how good arts and culture are in a school or other setting. It comes in Silver, Gold and "
        "Platinum.",
        "partnerships:programme-list",
        "All programmes, with their sources",
    ),
    Term(
        "Bridge Organisation",
        "bridge-organisation",
        "One of ten organisations that linked schools with arts and culture in their part of England, and helped "
        "partnerships. Arts Council England paid them. The role ended on 31 March 2023. Nobody holds it now.",
        "partnerships:bridge-list",
        "All Bridge Organisations",
    ),
    Term(
        "Checked, and compiled",
        "checked",
        "“Compiled” is the day we wrote an entry from its sources. “Checked” is the day somebody last made sure that "
        "it is still true.",
        "about-data",
        "Where the facts come from",
    ),
    Term(
        "Covered, and covered in part",
        "covered",
        "A place is covered if a partnership works there. It is covered in part if a partnership works in some of it "
        "only, such as one town.",
        "partnerships:map",
        "The map",
    ),
    Term(
        "Enquiry",
        "enquiry",
        "What you send with the form on this site: to join a partnership, to start one, or to ask something. Each has "
        "a reference, such as LCEP-7K3M9Q.",
        "partnerships:enquiry",
        "Join, or ask a question",
    ),
    Term(
        "GSS code",
        "gss-code",
        "The official code of a local authority. It has nine letters and figures, such as E08000035 for Leeds. It is "
        "given by the Office for National Statistics.",
        "partnerships:authority-list",
        "All local authorities",
    ),
    Term(
        "LCEP, or partnership",
        "lcep",
        "A Local Cultural Education Partnership. It is a group of people and organisations in one place who plan "
        "together what arts and culture the children there can take part in. Some are called a Cultural Education "
        "Partnership (CEP), or have another name.",
        "about",
        "About partnerships",
    ),
    Term(
        "Local authority",
        "local-authority",
        "The area of a district, borough, city or unitary council. There are 296 in England. Counties with districts "
        "are not counted on top.",
        "partnerships:authority-list",
        "All local authorities",
    ),
    Term(
        "Member organisation",
        "member-organisation",
        "An organisation that belongs to a partnership, such as a school, a theatre or a council. It is never a "
        "person. Who only helped with a project, or gave money, is named but not counted as a member.",
        "members:organisation-list",
        "All member organisations",
    ),
    Term(
        "Music hub",
        "music-hub",
        "Organisations that work together so that children in their area can make music. Since September 2024 there "
        "are 43 of them.",
        "partnerships:development-list",
        "What has changed since 2023",
    ),
    Term(
        "National desk",
        "national-desk",
        "The people who look after this directory. They answer what nobody else can.",
        "partnerships:enquiry",
        "Write to us",
    ),
    Term(
        "Need",
        "need",
        "On this site: the share of children under 16 in an area whose families have a low income. It is an official "
        "figure, called IDACI. It says nothing about one child or one school.",
        "partnerships:map-of-need",
        "The map of need, with its source",
    ),
    Term(
        "Place nobody covers",
        "cold-spot",
        "A local authority in which we know of no partnership. There may be one that nobody has written about. Others "
        "call it a cold spot.",
        "partnerships:cold-spots",
        "All places nobody covers",
    ),
    Term(
        "Published elsewhere",
        "published-elsewhere",
        "Plans, reports, news and more that others have put on sites of their own. We tell what it is, and link to it.",
        "partnerships:elsewhere-list",
        "All that was published elsewhere",
    ),
    Term(
        "Region",
        "region",
        "One of the nine parts of England that official figures are given for, such as London or the South West.",
        "partnerships:region-list",
        "All regions",
    ),
    Term(
        "Sector",
        "sector",
        "The part of local life a member organisation belongs to, such as schools, libraries, or arts and culture.",
        "members:organisation-list",
        "Member organisations by sector",
    ),
    Term(
        "Stage",
        "stage",
        "How far a partnership had come on the day of our source. After five years, or without a date, we say that it "
        "is not known today.",
        "about-data",
        "Where the facts come from",
        parts=_STAGES,
    ),
    Term(
        "Strategic priority",
        "strategic-priority",
        "What a partnership says it works on, such as youth voice. Each says it in its own words. We have put them "
        "under themes.",
        "partnerships:priority-list",
        "All strategic priorities",
    ),
    Term(
        "Undated, and not known",
        "undated",
        "“Undated” means that our source does not say when. “Not known” means that no source we have read says. It "
        "does not mean no.",
        "about-data",
        "Where the facts come from",
    ),
)
