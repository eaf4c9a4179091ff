"""Draws the names of schools that the matcher is held to, as people type them: 30 for each of ten distortions.

    python -m tests.partnerships.schools.draw_typed_names > tests/partnerships/schools/typed_names.tsv

Drawn once from the committed register, with a fixed seed, before the matcher was written. The table gives what is
typed, the school that is meant, and how far up it must be if the answer is a question: among the first 3 where its
town (or the first half of its postcode) was typed, else among the first 8.

What nobody could tell is not drawn. A wrong town is one of those around. Elsewhere the town is added where more than
eight schools have all the words that tell what was typed from others, and the first half of the postcode where that
still leaves more than three. No name is drawn that is, as typed, the very name of another school.
"""

import csv
import lzma
import random
import re
import sys
from collections import Counter, defaultdict
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

REGISTER = Path(__file__).resolve().parents[3] / "fixtures" / "schools.tsv.xz"
SEED = "school names as people type them"
EACH = 30
FIRST, FIRST_WITH_TOWN = 8, 3
WITH_TOWN = 0.5
# Words that say what sort of school it is: what is left tells one school from another.
SORT = frozenset(
    re.findall(
        r"\w+",
        """
        the of and a school schools primary junior infant infants nursery first middle lower upper secondary high
        comprehensive grammar college academy community free foundation voluntary aided controlled va vc church england
        cofe ce c e roman catholic rc methodist
        """,
    )
)
# The keys beside each letter on a keyboard.
BESIDE = {"a": "sq", "e": "wr", "i": "uo", "o": "ip", "n": "bm", "r": "et", "s": "ad", "t": "ry", "l": "k", "h": "gj"}
CHURCH = ["CofE", "C of E", "CE", "C.E.", "C. of E.", "Church of England", "C/E"]
CATHOLIC = ["Catholic", "RC", "R.C.", "Roman Catholic", "R C"]


class School(NamedTuple):
    """A row of the register."""

    urn: str
    name: str
    town: str
    postcode: str

    @property
    def district(self):
        """The first half of its postcode."""
        return self.postcode.partition(" ")[0]


def words_of(text):
    """Return the words of `text` as they are compared here."""
    plain = re.sub(r"['’.]", "", text.casefold()).replace("&", " and ")
    return ["st" if word == "saint" else word for word in re.findall(r"[a-z0-9]+", plain)]


def telling(text):
    """Return the words of `text` that tell one school from another."""
    return frozenset(words_of(text)) - SORT


class Register:
    """The committed register, and which of its schools have which words."""

    def __init__(self):
        with lzma.open(REGISTER, "rt", encoding="utf-8") as file:
            lines = [line for line in file if not line.startswith("#")]
        self.schools = [School(*row) for row in csv.reader(lines[1:], delimiter="\t", quoting=csv.QUOTE_NONE)]
        self.by_word = defaultdict(set)
        for place, school in enumerate(self.schools):
            for word in telling(school.name):
                self.by_word[word].add(place)
        self.names = Counter(tuple(words_of(school.name)) for school in self.schools)

    def having(self, words):
        """Return the schools whose names have all of `words`."""
        found = set.intersection(*(self.by_word[word] for word in words)) if words else set()
        return [self.schools[place] for place in found]

    @cached_property
    def towns_near(self):
        """The towns of the schools whose postcodes begin with the same letters, by these letters."""
        towns = defaultdict(set)
        for school in self.schools:
            towns[letters_of(school)].add(school.town)
        return {letters: sorted(names - {""}) for letters, names in towns.items()}


def letters_of(school):
    """Return the letters that the postcode of `school` begins with."""
    return re.match("[A-Z]*", school.postcode)[0]


def one_of(chance, pattern, others, name):
    """Return `name` with what `pattern` finds in it written in another way, or "" if there is nothing."""
    match = re.search(pattern, name, re.IGNORECASE)
    if not match:
        return ""
    written = chance.choice([other for other in others if other.casefold() != match[0].casefold()])
    return " ".join((name[: match.start()] + written + name[match.end() :]).split())


def short_form(chance, name):
    shorter = name
    for pattern, others in (
        (r"\bCommunity Primary School\b", ["CP", "Community Primary", "CP School"]),
        (r"\b(CofE|Church of England)( \((VA|VC|A|C|Aided|Controlled)\))?", ["CE"]),
        (r"\b(Roman Catholic|Catholic)\b( Voluntary (Aided|Academy))?", ["RC"]),
        (r"\b(Primary and Nursery|Primary|Junior and Infant) School\b", ["PS", "Primary", "Prim", "J&I"]),
        (r"\b(High|Grammar|Secondary|Nursery|Junior|Infant|First|Middle) School\b", [r"\1"]),
        (r"\bSixth Form (College|Centre)\b", ["6th Form", "SFC"]),
        (r"\bAcademy\b", ["Acad", ""]),
        (r",? an? [\w ]*Academy$", [""]),
    ):
        shorter = re.sub(pattern, chance.choice(others), shorter, count=1, flags=re.IGNORECASE)
    return " ".join(shorter.split()) if shorter != name else ""


def saint(chance, name):
    return one_of(chance, r"\b(St\.?|Saint)(?= )", ["St", "Saint", "St.", "S."], name)


def church(chance, name):
    in_england = one_of(chance, r"\b(Church of England|CofE|C of E|C\.E\.|CE\b)", CHURCH, name)
    return in_england or one_of(chance, r"\b(Roman Catholic|Catholic|RC)\b", CATHOLIC, name)


def without_school(chance, name):
    shorter = " ".join(re.sub(r"\b(School|Academy)\b", "", name).split())
    return shorter if shorter != name else ""


def slip(chance, name):
    """Return `name` with one slip of the finger in one of the words that tell it from others."""
    long_words = [match for match in re.finditer(r"[A-Za-z]{4,}", name) if match[0].casefold() not in SORT]
    if not long_words:
        return ""
    match = chance.choice(long_words)
    place = chance.randrange(match.start(), match.end() - 1)
    letter, following = name[place], name[place + 1]
    kind = chance.choice(["swapped", "left out", "doubled", "beside"])
    if kind == "beside" and letter.casefold() in BESIDE:
        return name[:place] + chance.choice(BESIDE[letter.casefold()]) + name[place + 1 :]
    written = {"swapped": following + letter, "left out": following, "doubled": letter + letter + following}
    return name[:place] + written.get(kind, following) + name[place + 2 :]


def other_marks(chance, name):
    plain = name.replace("&", "and") if chance.random() < 0.5 else re.sub(r"\band\b", "&", name)
    plain = re.sub(r"['’.,()]", "", plain).replace("-", chance.choice([" ", ""]))
    plain = chance.choice([plain.lower(), plain.upper(), plain])
    return plain if plain != name else ""


def other_order(chance, name):
    words = name.split()
    if len(words) < 3:
        return ""
    return chance.choice([" ".join([*words[1:], words[0]]), " ".join([*words[-2:], *words[:-2]])])


def only_telling(chance, name):
    kept = [word for word in name.split() if telling(word)]
    return " ".join(kept) if kept and len(kept) < len(name.split()) else ""


def other_kind(chance, name):
    kinds = {"Academy": ["School", "College"], "School": ["Academy"], "College": ["School", "Academy"]}
    last = name.split()[-1]
    return " ".join([*name.split()[:-1], chance.choice(kinds[last])]) if last in kinds else ""


DISTORTIONS = {
    "short form": short_form,
    "saint": saint,
    "church": church,
    "without School": without_school,
    "wrong town": lambda chance, name: name,
    "slip of the finger": slip,
    "other marks": other_marks,
    "other order": other_order,
    "only what tells it": only_telling,
    "other kind": other_kind,
}


def with_place(chance, register, school, typed, distortion):
    """Return `typed` with a place if it takes one, and among how many the school must be; None if nobody could tell."""
    # A slip takes nothing from what a reader knows: the words as they were meant tell how many there are.
    meant = telling(school.name if distortion == "slip of the finger" else typed)
    if not meant:
        return None
    alike = register.having(meant & telling(school.name))
    if distortion == "wrong town":
        others = [town for town in register.towns_near[letters_of(school)] if town != school.town]
        town = chance.choice(others) if others else ""
        around = [other for other in alike if letters_of(other) == letters_of(school)]
        is_there = any(other.town == town for other in alike)
        return (f"{typed}, {town}", FIRST) if town and not is_there and len(around) <= FIRST else None
    if len(alike) <= FIRST and chance.random() >= WITH_TOWN:
        return typed, FIRST
    for place, there in (
        (school.town, [other for other in alike if other.town == school.town]),
        (school.district, [other for other in alike if other.district == school.district]),
    ):
        if place and len(there) <= FIRST_WITH_TOWN:
            return chance.choice([f"{typed}, {place}", f"{typed} {place}", f"{place} {typed}"]), FIRST_WITH_TOWN
    return None


def rows():
    """Yield what is typed, by distortion, in the order it is drawn."""
    register = Register()
    for distortion, distort in DISTORTIONS.items():
        chance = random.Random(f"{SEED}: {distortion}")
        drawn = 0
        for school in chance.sample(register.schools, len(register.schools)):
            typed = distort(chance, school.name)
            if not typed or (distortion != "wrong town" and typed == school.name):
                continue
            is_anothers = register.names[tuple(words_of(typed))] > (words_of(typed) == words_of(school.name))
            if not is_anothers and (placed := with_place(chance, register, school, typed, distortion)):
                yield distortion, *placed, school.urn
                drawn += 1
            if drawn == EACH:
                break


if __name__ == "__main__":
    print("# Made by draw_typed_names.py, which says what this is. From Get Information about Schools, Department for")
    print("# Education, Open Government Licence v3.0.")
    writer = csv.writer(sys.stdout, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, lineterminator="\n")
    writer.writerows([("distortion", "typed", "first", "urn"), *rows()])
