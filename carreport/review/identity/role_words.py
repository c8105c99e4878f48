"""Read from roles and organisations by what words a reader could know who has them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from carreport.review.identity.group_facts import GroupFacts, GroupPerson
from carreport.review.identity.job_words import JOBS
from carreport.review.identity.text_words import TextSentence, nouns_of, word_set

WIDE_HEADS = word_set(
    """
    worker officer manager teacher coordinator lead leader planner visitor driver coach assistant
    adviser analyst member director head secretary supporter supervisor support practitioner specialist
    minister specialist trainer consultant researcher fellow person staff lecturer student volunteer
    administrator clerk technician carer inspector executive chief partner owner chair convener
    """
)
"""Last words of roles that alone could be anybody’s."""
_OWN_HEADS = word_set(
    "manager leader coordinator planner minister driver adviser director analyst supporter coach therapist "
    "teacher secretary inspector trainer organiser chair convener"
)
"""Last words of roles that are enough if somebody says them of themselves."""
_BELOW = frozenset(("depute", "deputy", "assistant", "vice", "acting", "associate", "trainee", "student"))
"""First words without which a role is another person’s."""
_WIDE_WORDS = word_set(
    """
    community senior general parish campus principal chief young older educational occupational public
    social local national regional area project team group service support development family health
    care learning partnership programme policy information and of for the practice quality peer home day
    """
)
"""Words in the middle of roles that alone could be anybody’s."""
_WIDE_NAMES = word_set(
    """
    council service services association centre center group board school club church trust university
    nhs the of and ltd limited plc high primary academy project partnership society office department
    team plus scotland house medical practice health care community city town county county well
    together college national
    """
)
"""Words of organisations that others have too."""
_OWN_ONLY_NAMES = frozenset(
    (
        "school",
        "club",
        "church",
        "surgery",
        "practice",
        "centre",
        "library",
        "academy",
        "university",
        "college",
    )
)
_AGENT_VERBS = {
    "manager": ("manag", "run", "lead", "head"),
    "coordinator": ("coordinat", "run", "lead"),
    "leader": ("lead", "run", "manag", "head"),
    "lead": ("lead", "run", "manag", "head"),
    "head": ("head", "lead", "run", "manag"),
    "teacher": ("teach",),
    "planner": ("plan",),
    "director": ("direct", "run"),
    "organiser": ("organis",),
    "trainer": ("train",),
    "analyst": ("analys",),
    "secretary": ("tak", "keep"),
    "driver": ("driv",),
    "supporter": ("support",),
    "inspector": ("inspect",),
}


_LEADING = word_set("manager lead leader head coordinator director organiser chief")
"""Last words of roles that readers take for one another: “head of community planning”."""
_DOING = word_set("officer worker adviser assistant practitioner")
"""Likewise, of those who work for somebody."""
_SAID_FOR_DOING = word_set("officer worker adviser person woman man lady lad lass chap colleague rep one")
_HEAD_TEACHER = word_set("headteacher head rector heidie headmistress headmaster primaryhead schoolhead")
_DEPUTE_HEAD = word_set(
    "depute deputy deputehead deputyhead deputeheadteacher deputyheadteacher deputerector"
)
_LEAST_INITIALS = 3


PEOPLE = word_set(
    """
    man woman lady person one two three colleague lad chap lass girl guy he she member rep
    representative officer worker volunteer friend manager boss gentleman bloke fellow her him both wife
    """
)
"""What a text may call somebody without a name."""
AFTER_NAME = word_set(
    """
    man woman lady person worker manager coordinator lead rep representative colleague volunteer lad
    lass boss chap guy one two leader
    """
)
"""Likewise, after the name of an organisation."""
NOT_A_HEAD = word_set("of for start count over first office to and on in above down up hurt")
"""Words after “head” that mean no head teacher."""
BEFORE_PART = word_set("on over in off at above into through under to by from inside round around of")
"""Words before “the head” that mean the part of a body."""


ADJECTIVES = word_set(
    """
    only new local former retired own young male female busy experienced trained qualified simple mere
    humble poor good big whole present previous newly working full part time lone sole first single
    other same lady woman wee old dear nice kind lovely one campus community school town village island
    parish hospital primary secondary infant nursery
    """
)
"""Words between an article and a title: “the only male librarian”."""
WORKING = word_set(
    "work works worked working volunteer volunteered based employed am im being job came come speaking "
    "colleague post here seconded two both one us those person team"
)
"""Words that say that somebody works at a place."""
COMPOUND = word_set(
    "station office post service team meeting desk course training figures car van letter report"
)
"""Words after a title that make it a thing: “the police car”."""
OF_SELF = word_set(
    "role job hat post side background training eyes career duties remit work life days uniform"
)
"""Words after “my” and a title: “my librarian’s hat”."""
ARTICLES = frozenset(("the", "a", "an", "our", "your", "that", "this", "their", "my", "its"))


@dataclass(slots=True)
class RoleWords:
    """What the roles and organisations in a group are called, each with the keys of the people who have it.

    The keys of `words` are a kind (title, own_title, part, organisation, own_organisation, thing, own_thing,
    wide_part, initials) and letters.
    """

    facts: GroupFacts
    words: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    """All letters in `words`, since most words of a text are in none."""
    agents: list[tuple[str, tuple[str, ...], str]] = field(default_factory=list)
    """For each role with a verb in it: a person, the verbs, and the letters of what they manage."""

    def add(self, kind: str, letters: str, key: str) -> None:
        """Note that a person can be called so."""
        if letters:
            self.words.setdefault((kind, letters), set()).add(key)
            self.known.add(letters)

    def found(self, kind: str, letters: str) -> frozenset[str]:
        """Return who can be called so."""
        return frozenset(self.words.get((kind, letters), ()))


def read_roles(facts: GroupFacts) -> RoleWords:
    """Return what the roles and organisations in a group are called."""
    words = RoleWords(facts)
    for person in facts.people.values():
        for role in person.roles:
            _add_role(words, person.key, role)
        for organisation in person.organisations:
            _add_organisation(words, person.key, organisation)
        _add_jobs(words, person)
    return words


def _add_role(words: RoleWords, key: str, role: str) -> None:
    nouns = nouns_of(role)
    if not nouns:
        return
    _add_titles(words, key, nouns)
    part = nouns[:-1]
    for end in range(1, len(part) + 1):
        if (end == len(part) or end > 1) and (end > 1 or part[0] not in _WIDE_WORDS):
            words.add("part", "".join(part[:end]), key)
        elif end == 1:
            words.add("wide_part", part[0], key)
    initials = "".join(noun[0] for noun in nouns if noun not in ("and", "of", "for"))
    if len(initials) > 1:
        words.add("initials", initials, key)
    if len(initials) > _LEAST_INITIALS:
        words.add("initials", initials[:-1], key)
        words.add("part", initials[:-1], key)
        for said in _SAID_FOR_DOING:
            words.add("title", initials[:-1] + said, key)
    if part and nouns[-1] in _AGENT_VERBS:
        words.agents.extend((key, _AGENT_VERBS[nouns[-1]], "".join(part[at:])) for at in range(len(part)))


def _add_titles(words: RoleWords, key: str, nouns: list[str]) -> None:
    words.add("title", "".join(nouns), key)
    may_drop = nouns[0] not in _BELOW
    for at in range(1, len(nouns) if may_drop else 0):
        rest = nouns[at:]
        if len(rest) > 1 or rest[0] not in WIDE_HEADS:
            words.add("title", "".join(rest), key)
    for title in _DEPUTE_HEAD if nouns[0] in ("depute", "deputy") else ():
        words.add("title", title, key)
    if may_drop and {"headteacher", "rector", "head"} & {"".join(nouns), nouns[0]} and nouns[1:2] != ["of"]:
        for title in _HEAD_TEACHER:
            words.add("title", title, key)
    if may_drop:
        _add_alike(words, key, nouns)
    if nouns[-1] in _OWN_HEADS:
        words.add("own_title", nouns[-1], key)


def _add_alike(words: RoleWords, key: str, nouns: list[str]) -> None:
    """Note what else a reader may call a role: “head of housing” for a housing manager."""
    is_of = nouns[1:2] == ["of"]
    last, rest = (nouns[0], nouns[2:]) if is_of else (nouns[-1], nouns[:-1])
    part = "".join(rest)
    if last in _LEADING:
        for at, said in ((at, said) for at in range(len(rest)) for said in _LEADING):
            words.add("title", "".join(rest[at:]) + said, key)
            words.add("title", f"{said}of{''.join(rest[at:])}", key)
        words.add("title", f"inchargeof{part}" if part else "", key)
    if len(rest) > 1 and rest[0] not in _WIDE_WORDS and last in _LEADING | _DOING:
        for said in (last, *_SAID_FOR_DOING):
            words.add("title", rest[0] + said, key)
    if last in _LEADING:
        return
    if part and last in _DOING and any(noun not in _WIDE_WORDS for noun in nouns[:-1]):
        for said in _SAID_FOR_DOING:
            words.add("title", part + said, key)


def _add_organisation(words: RoleWords, key: str, organisation: str) -> None:
    nouns = [noun for noun in nouns_of(organisation) if noun not in words.facts.place_words]
    for first in range(len(nouns)):
        for last in range(first + 1, len(nouns) + 1):
            some = nouns[first:last]
            if any(noun not in _WIDE_NAMES for noun in some) and some[-1] not in ("of", "and", "the"):
                words.add("organisation", "".join(some), key)
            elif first + 1 == last and some[0] in _OWN_ONLY_NAMES:
                words.add("own_organisation", some[0], key)
            elif last - first > 1 and last == len(nouns):
                words.add("organisation", "".join(some), key)
    if nouns != (every := nouns_of(organisation)):
        words.add("organisation", "".join(every), key)


def _add_jobs(words: RoleWords, person: GroupPerson) -> None:
    runs, places = _runs(person.roles), _runs(person.organisations)
    for job in JOBS:
        has_role, has_place = bool(runs & job.roles), bool(places & job.organisations)
        if not (has_role or has_place):
            continue
        for thing in job.things:
            words.add("thing", thing, person.key)
        for thing in job.own_things:
            words.add("own_thing", thing, person.key)
        for title in job.titles if has_role else ():
            words.add("title", title, person.key)
        for title in job.own_titles | job.titles:
            words.add("own_title", title, person.key)


def _runs(phrases: Iterable[str]) -> set[str]:
    """Return the letters of every run of words in some phrases."""
    split = map(nouns_of, phrases)
    return {
        "".join(nouns[first:last])
        for nouns in split
        for first in range(len(nouns))
        for last in range(first + 1, len(nouns) + 1)
    }


def is_run_by_other(sentence: TextSentence, at: int) -> bool:
    """Say whether a place is what “he runs” or “who owns” comes before."""
    near = sentence.words[max(0, at - 3) : at]
    has_verb = any(word.key in ("runs", "ran", "manages", "owns", "owned") for word in near)
    return has_verb and any(word.key in ("he", "she", "who") for word in near)


def is_run_by_writer(sentence: TextSentence, first: int, last: int) -> bool:
    """Say whether the writer runs a place: “I run a surgery”, “with a school to run”."""
    before, after = sentence.words[max(0, first - 3) : first], sentence.words[last : last + 2]
    is_after = [word.key for word in after[:1]] == ["to"] and {"run", "manag"} & {word.stem for word in after}
    is_whole = bool(before) and before[-1].key in ARTICLES
    is_before = is_whole and {"run", "manag"} & {word.stem for word in before} and sentence.is_first_person
    return bool(is_before or (is_after and sentence.is_first_person))
