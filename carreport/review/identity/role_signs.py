"""Find what in a sentence fits the job or the organisation of few people.

A title counts if somebody uses it of themselves (“as a librarian”) or of one certain person (“the
librarian”); “librarians all over the north” and “my librarian in Leeds” are other people.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from carreport.review.identity.given_names import FEMALE, MALE
from carreport.review.identity.group_facts import GroupFacts
from carreport.review.identity.role_words import (
    ADJECTIVES,
    AFTER_NAME,
    ARTICLES,
    BEFORE_PART,
    COMPOUND,
    NOT_A_HEAD,
    OF_SELF,
    PEOPLE,
    WIDE_HEADS,
    WORKING,
    RoleWords,
    is_run_by_other,
    is_run_by_writer,
)
from carreport.review.identity.sign import Sign, Speaker
from carreport.review.identity.text_words import (
    FIRST_PERSON,
    FIRST_PLURAL,
    SentencePhrase,
    TextSentence,
    word_set,
)

_AM = frozenset(("im", "am", "being", "was", "became", "become", "been", "remain", "remained"))
_SUBJECTS = frozenset(("i", "im", "ive", "we", "us", "being", "me", "myself"))
_TWO = frozenset(("two", "three", "both", "pair"))
_TEAM = word_set("team service side desk office staff section unit")
_FOLK = word_set("folk people staff ones workers worker lot team types colleagues women men two")
_RETURNS = frozenset(
    (
        *((word, "to") for word in ("back", "return", "returned", "returning")),
        ("look", "after"),
        ("looking", "after"),
        *((word, "by") for word in ("sent", "employed", "paid", "seconded", "nominated")),
    )
)
_WORKS = word_set("work works worked working am im being based employed colleague colleagues")
_NEAR = frozenset(("from", "at", "for", "with", "in", "of", "behind"))
_MARKED = word_set("lady woman female male man")
"""Words before a title that say whether it is a man or a woman: “the lady doctor”."""
_LIKE = _MARKED | word_set("person lad lass chap guy one member colleague mum girl")
_GROUP = frozenset(("group", "inquiry", "team", "project"))
_LONGEST_ONLY = 6
_WHERE = word_set("in among amongst at on with doing surrounded")
_MOST_OF_A_GENDER = 2
"""“As a man in a nursery” leads to at most so many."""
_MAN = frozenset(("man", "lad", "gentleman", "chap", "bloke", "guy", "father", "male", "husband"))
_WOMAN = frozenset(("woman", "lady", "lass", "mum", "female", "wife"))
_OWN_ONLY = frozenset(("father", "mum", "husband", "wife"))
_REASONS = {
    "title": "names the job of {}",
    "part": "names the field of work of {}",
    "organisation": "names the organisation of {}",
    "thing": "describes the work of {}",
}


def role_signs(sentence: TextSentence, words: RoleWords, *, is_own: bool, others_too: bool) -> Iterator[Sign]:
    """Yield the signs of a job or organisation.

    `is_own` says that a member of the group writes, so “my library” is where they work. `others_too` says
    that the sentence may be about somebody else: it is one person’s, not the whole group’s.
    """
    for run in sentence.windows():
        if run.letters not in words.known and run.stems not in words.known:
            continue
        yield from _title_signs(sentence, words, run, others_too=others_too)
        yield from _part_signs(sentence, words, run, others_too=others_too)
        yield from _organisation_signs(sentence, words, run, is_own=is_own, others_too=others_too)
        yield from _thing_signs(sentence, words, run, is_own=is_own, others_too=others_too)
    yield from _agent_signs(sentence, words, others_too=others_too)
    yield from _gender_signs(sentence, words.facts, is_own=is_own)


def _reason(words: RoleWords, kind: str, people: frozenset[str]) -> str:
    persons = (words.facts.people[key] for key in people)
    said = [
        person.roles if kind in ("title", "part", "thing") else person.organisations for person in persons
    ]
    names = dict.fromkeys(name for some in said for name in some[:1])
    return _REASONS[kind].format(" or ".join(list(names)[:2]) or "somebody")


def _determiner(sentence: TextSentence, at: int) -> int:
    """Return the place of the word before the adjectives that come before a word, or -1."""
    while at - 1 >= 0 and sentence.words[at - 1].key in ADJECTIVES:
        at -= 1
    return at - 1


def _says_own(sentence: TextSentence, first: int, last: int) -> bool:
    """Say whether the writer uses a title of themselves: “as a librarian”, “we librarians”."""
    keys, at = sentence.keys, _determiner(sentence, first)
    key = keys[at] if at >= 0 else ""
    is_plural = sentence.words[last - 1].is_plural
    if is_plural:
        return key in ("we", "us") or (key in ("as", "being") and bool(FIRST_PLURAL & set(keys)))
    earlier = keys[at - 1] if key in ARTICLES and at >= 1 else key
    writer = bool({"i", "im", "ive", *FIRST_PERSON, "we", "us", "you", "our"} & set(keys))
    if earlier in ("as", "being") and keys.index(earlier) == 0 and key in (*ARTICLES, earlier):
        return True
    if earlier == "as" and writer and (at >= 0 and (key in ARTICLES or key == "as")):
        return True
    if earlier in _AM:
        subject = set(keys[max(0, at - 4) : at])
        return bool(subject & {"i", "im", "ive"}) or (earlier in ("im", "being") and writer)
    after = keys[last] if last < len(keys) else ""
    if key == "my" and after in OF_SELF:
        return True
    return key in ("my", "a", "an") and bool({"role", "job", "post", "work"} & set(keys[max(0, at - 3) : at]))


def _is_one_other(sentence: TextSentence, words: RoleWords, first: int, last: int) -> bool:
    """Say whether a title is of one certain person: “the librarian”, not “a librarian” or “my librarian”."""
    keys, at = sentence.keys, _determiner(sentence, first)
    key = keys[at] if at >= 0 else ""
    if sentence.words[last - 1].is_plural:
        return key in _TWO or (key == "the" and keys[max(0, at - 2) : at] == ["one", "of"])
    if key in ("a", "an") and at > 1 and keys[at - 1] in ("is", "was", "been"):
        return bool({"he", "she"} & set(keys[max(0, at - 4) : at]))
    if key not in ("the", "that", "our", "this") or (last < len(keys) and keys[last] in COMPOUND):
        return False
    if last + 1 < len(keys) and keys[last] in ("in", "at", "of", "from"):
        place = next((word for word in sentence.words[last + 1 : last + 3] if word.key not in ARTICLES), None)
        is_elsewhere = (
            place is not None and place.text[:1].isupper() and place.key not in words.facts.place_words
        )
        is_known = place is not None and bool(
            words.found("organisation", place.noun) or words.found("own_organisation", place.noun)
        )
        return not is_elsewhere or is_known
    return True


def _title_signs(
    sentence: TextSentence, words: RoleWords, run: SentencePhrase, *, others_too: bool
) -> Iterator[Sign]:
    first, last = run.first, run.last
    people, own = words.found("title", run.letters), words.found("own_title", run.letters)
    if last - first == 1 and len(sentence.words[first].text) > 1 and sentence.words[first].text.isupper():
        people |= words.found("initials", run.letters)
    if not (people or own) or (run.letters == "head" and not _is_head_teacher(sentence, first)):
        return
    start, end = sentence.span(first, last)
    if sentence.words[last - 1].is_plural and (speaker := _only_among(sentence, first)) is not None:
        yield Sign(people or own, start, end, _reason(words, "title", people or own), speaker)
        return
    is_ours = sentence.keys[last : last + 1] in (["in"], ["of"], ["from"]) and bool(
        _GROUP & set(sentence.keys[last + 1 : last + 4])
    )
    if not people and (is_ours or sentence.before(first) in _MARKED):
        people = own
    if _says_own(sentence, first, last):
        yield Sign(people or own, start, end, _reason(words, "title", people or own), Speaker.WRITER)
    elif others_too and people and _is_one_other(sentence, words, first, last):
        at = max(_determiner(sentence, first), 0)
        yield Sign(people, sentence.words[at].start, end, _reason(words, "title", people), Speaker.OTHER)


def _is_head_teacher(sentence: TextSentence, at: int) -> bool:
    """Say whether “head” is a head teacher, and not a part of a body or of a service."""
    after = sentence.keys[at + 1] if at + 1 < len(sentence.keys) else ""
    before = _determiner(sentence, at)
    is_part = (
        before > 0 and sentence.keys[before] not in ("a", "an") and sentence.before(before) in BEFORE_PART
    )
    return not sentence.words[at].is_plural and after not in NOT_A_HEAD and not is_part


def _only_among(sentence: TextSentence, at: int) -> Speaker | None:
    """Return who is “the only woman among the drivers”, where the word at `at` is “drivers”."""
    keys, before = sentence.keys, _determiner(sentence, at)
    before -= before >= 0 and keys[before] in ARTICLES
    if before < 0 or keys[before] not in ("among", "amongst", "of", "in") or "only" not in keys[:before]:
        return None
    only = before - keys[:before][::-1].index("only") - 1
    person = next((one for one in range(only + 1, before) if keys[one] in _LIKE), None)
    is_near = (
        person is not None
        and before - only < _LONGEST_ONLY
        and (sentence.before(only) in ("the", "as") or keys[only + 1] == "one")
    )
    return _few_speaker(sentence, person) if is_near and person is not None else None


def _is_as(sentence: TextSentence, at: int) -> bool:
    """Say whether the writer says “as a woman in …” or “being the man from …” before a word."""
    near = sentence.keys[max(0, at - 5) : at]
    writes = sentence.is_first_person or bool(FIRST_PLURAL & set(sentence.keys))
    return writes and bool({"as", "being"} & set(near)) and bool(_LIKE & set(near[-2:]))


def _part_signs(
    sentence: TextSentence, words: RoleWords, run: SentencePhrase, *, others_too: bool
) -> Iterator[Sign]:
    people, keys = words.found("part", run.letters), sentence.keys
    first, last = run.first, run.last
    at = first - 1
    after = keys[last] if last < len(keys) else ""
    if people and at >= 0 and keys[at] in ("we", "us") and after in _FOLK:
        yield Sign(people, *sentence.span(at, last + 1), _reason(words, "part", people), Speaker.WRITER)
        return
    if people and at >= 0 and keys[at] == "our" and after in _TEAM:
        yield Sign(people, *sentence.span(at, last + 1), _reason(words, "part", people), Speaker.WRITER)
        return
    if not people and after in ("side", "end", "world", "background", "sector"):
        people = words.found("wide_part", run.letters)
    at -= at >= 0 and keys[at] in ("the", "our")
    if people and first == 0 and keys[last : last + 2] in (["is", "where"], ["is", "my"]):
        yield Sign(people, *sentence.span(first, last), _reason(words, "part", people), Speaker.WRITER)
        return
    if not people or at < 0 or keys[at] not in ("in", "from", "of", "on"):
        return
    if last < len(keys) and sentence.words[last].noun in WIDE_HEADS:
        return
    before = set(keys[max(0, at - 4) : at])
    start = sentence.words[max(0, at - 2)].start
    end = sentence.words[last - 1].end
    if before & _SUBJECTS or (before & WORKING and before & FIRST_PERSON) or _is_as(sentence, at):
        yield Sign(people, start, end, _reason(words, "part", people), Speaker.WRITER)
    elif others_too and before & (PEOPLE | _TWO):
        yield Sign(people, start, end, _reason(words, "part", people), Speaker.OTHER)


def _organisation_signs(
    sentence: TextSentence, words: RoleWords, run: SentencePhrase, *, is_own: bool, others_too: bool
) -> Iterator[Sign]:
    people = words.found("organisation", run.letters)
    runs = others_too and is_run_by_other(sentence, run.first)
    own = words.found("own_organisation", run.letters) if is_own or runs else frozenset[str]()
    if not people | own:
        return
    keys, at = sentence.keys, _determiner(sentence, run.first)
    start, end = sentence.span(run.first, run.last)
    reason = _reason(words, "organisation", people | own)
    is_mine = at >= 0 and keys[at] in ("our", "my")
    is_mine |= at >= 1 and keys[at] == "the" and keys[at - 1] in ("am", "im") and run.last == len(keys)
    if is_own and (is_mine or is_run_by_writer(sentence, run.first, run.last)):
        yield Sign(people | own, sentence.words[max(at, 0)].start, end, reason, Speaker.WRITER)
        return
    if runs:
        yield Sign(people | own, start, end, reason, Speaker.OTHER)
        return
    if not people and set(keys[max(0, run.first - 8) : run.first]) & _WORKS:
        people = own
    after = sentence.words[run.last].noun if run.last < len(keys) else ""
    is_article = at >= 0 and keys[at] in ("the", "our", "that", "a", "an")
    if people and others_too and is_article and after in AFTER_NAME and keys[at] not in ("a", "an"):
        yield Sign(people, start, sentence.words[run.last].end, reason, Speaker.OTHER)
    elif people:
        yield from _belonging_signs(
            sentence, at - is_article, Sign(people, start, end, reason, Speaker.OTHER), is_own, others_too
        )


def _belonging_signs(
    sentence: TextSentence,
    at: int,
    sign: Sign,
    is_own: bool,  # noqa: FBT001 - only called above
    others_too: bool,  # noqa: FBT001 - likewise
) -> Iterator[Sign]:
    """Yield the sign of an organisation after “from” or “at”, if it is where somebody works."""
    keys, writer = sentence.keys, replace(sign, speaker=Speaker.WRITER)
    later = [word.key for word in sentence.words if word.start >= sign.end]
    is_ours = (
        keys[at] == "at" and later[:1] == ["we"] and later[1:2] not in (["met"], ["sat"], ["held"], ["asked"])
    )
    if is_own and at in (0, 1) and keys[at] in ("at", "in", "from") and ("i" in later or is_ours):
        yield writer
        return
    is_return = at > 0 and (keys[at - 1], keys[at]) in _RETURNS
    if at < 1 or not (keys[at] in _NEAR or is_return):
        return
    before, start = set(keys[max(0, at - 3 - is_return) : at]), sentence.words[at - 1].start
    is_subject = before & _SUBJECTS and (is_own or is_return or keys[at] in ("from", "for", "with"))
    is_mine = bool(before & WORKING and set(keys[:at]) & (FIRST_PERSON | {"we", "us"}))
    if is_subject or is_mine or (is_own and _is_as(sentence, at)):
        yield replace(writer, start=start)
    elif others_too and (_is_definite(sentence, at - 1) or (before & {"he", "she"} and before & _WORKS)):
        yield replace(sign, start=start)


def _is_definite(sentence: TextSentence, at: int) -> bool:
    """Say whether a noun before “from the library” is one certain person: “the woman”, “one of the two”."""
    keys = sentence.keys
    if sentence.words[at].noun not in PEOPLE or sentence.words[at].key in (
        "volunteers",
        "colleagues",
        "members",
    ):
        return False
    if keys[at] in ("he", "she", "him", "her"):
        return True
    before = _determiner(sentence, at)
    return before >= 0 and keys[before] in ("the", "that", "our", "both")


def _thing_signs(
    sentence: TextSentence, words: RoleWords, run: SentencePhrase, *, is_own: bool, others_too: bool
) -> Iterator[Sign]:
    first, last = run.first, run.last
    before = _determiner(sentence, first)
    people = words.found("thing", run.stems)
    if is_own and before >= 0 and sentence.words[before].key in ("my", "our"):
        people |= words.found("own_thing", run.stems)
    if not people:
        return
    start, end = sentence.span(first, last)
    reason = _reason(words, "thing", people)
    if is_own and (sentence.is_first_person or "im" in sentence.keys or "ive" in sentence.keys):
        yield Sign(people, start, end, reason, Speaker.WRITER)
    elif others_too:
        nearby = range(max(0, first - 6), first)
        subject = next(
            (at for at in nearby if sentence.words[at].noun in PEOPLE and _is_definite(sentence, at)), None
        )
        is_pronoun = subject is not None and sentence.keys[subject] in ("he", "she", "him", "her")
        if subject is not None and (not is_pronoun or (subject == 0 and last - first > 1)):
            yield Sign(people, sentence.words[subject].start, end, reason, Speaker.OTHER)


def _agent_signs(sentence: TextSentence, words: RoleWords, *, others_too: bool) -> Iterator[Sign]:
    """Yield a sign for “I manage the day centre” or “who runs the day centre”: the day centre manager."""
    verbs = {verb for _, some, _ in words.agents for verb in some}
    for at, word in enumerate(sentence.words):
        before = set(sentence.keys[max(0, at - 3) : at])
        is_own = bool(before & {"i", "im", "my"}) or (
            word.key.endswith("ing") and (sentence.is_first_person or at == 0)
        )
        is_other = others_too and (
            sentence.before(at) in ("he", "she")
            or (sentence.before(at) == "who" and bool(before & {"the", "that", "one"} or at < 4))
        )
        if word.stem not in verbs or not (is_own or is_other):
            continue
        for run in sentence.windows():
            if not at < run.first <= at + 3:
                continue
            people = frozenset(
                key for key, some, managed in words.agents if managed == run.letters and word.stem in some
            )
            if people:
                start, end = sentence.span(at, run.last)
                speaker = Speaker.WRITER if is_own else Speaker.OTHER
                yield Sign(people, start, end, _reason(words, "title", people), speaker)


def _gender_signs(sentence: TextSentence, facts: GroupFacts, *, is_own: bool) -> Iterator[Sign]:
    """Yield signs that only narrow down others: a pronoun, or a word such as “woman”."""
    keys = sentence.keys
    for at, word in enumerate(sentence.words):
        gender = FEMALE if word.noun in _WOMAN or word.noun.endswith("woman") else ""
        gender = gender or (
            MALE if word.noun in _MAN or word.noun.endswith(("iceman", "rgyman", "fireman")) else ""
        )
        few = _few_of(sentence, at) if gender and not _is_family(sentence, at) else 0
        if few and few == sum(person.gender == gender for person in facts.people.values()):
            sign = _gender_sign(facts, gender, _few_speaker(sentence, at), *sentence.span(at, at + 1))
            people = frozenset(key for key in sign.people if facts.people[key].gender)
            yield replace(sign, people=people, is_enough=True)
        if not gender or word.is_plural:
            continue
        before = set(keys[max(0, at - 4) : at])
        is_writer = before & {"as", "im", "being", "am"} or (
            few and _few_speaker(sentence, at) is Speaker.WRITER
        )
        speaker = Speaker.WRITER if is_writer else Speaker.OTHER
        if few == 1 and sentence.keys[at + 1 : at + 2] in (["among"], ["amongst"], ["of"]):
            yield from _lone_gender(facts, gender, speaker, *sentence.span(at, at + 1))
        if is_own and _is_as(sentence, at + 1) and keys[at + 1 : at + 2] and keys[at + 1] in _WHERE:
            yield from _rare_gender(facts, gender, *sentence.span(at, at + 1))
        if speaker is Speaker.WRITER or (before & {"the", "that", "one"} and word.noun not in _OWN_ONLY):
            yield _gender_sign(facts, gender, speaker, *sentence.span(at, at + 1), is_binding=True)
    pronouns = {MALE: {"he", "his", "him", "himself"}, FEMALE: {"she", "her", "hers", "herself"}}
    said = [gender for gender, some in pronouns.items() if some & set(keys)]
    if len(said) == 1:
        at = next(at for at, key in enumerate(keys) if key in pronouns[said[0]])
        yield _gender_sign(facts, said[0], Speaker.OTHER, *sentence.span(at, at + 1))


def _rare_gender(facts: GroupFacts, gender: str, start: int, end: int) -> Iterator[Sign]:
    """Yield a sign for “as a man in a nursery”, if the group has few men."""
    members = [facts.people[key] for key in facts.members]
    alike = frozenset(person.key for person in members if person.gender == gender)
    are_told = all(person.gender for person in members)
    if are_told and 0 < len(alike) <= _MOST_OF_A_GENDER:
        sign = _gender_sign(facts, gender, Speaker.WRITER, start, end)
        yield replace(sign, people=alike, is_enough=True)


def _lone_gender(facts: GroupFacts, gender: str, speaker: Speaker, start: int, end: int) -> Iterator[Sign]:
    """Yield a sign for “the only man among them”: the one person who is so among those with the same job."""
    alone = set[str]()
    for role in {role for person in facts.people.values() for role in person.roles}:
        alike = [person for person in facts.people.values() if role in person.roles]
        same = [person.key for person in alike if person.gender == gender]
        if len(alike) > _MOST_OF_A_GENDER and len(same) == 1 and all(person.gender for person in alike):
            alone |= set(same)
    if alone:
        sign = _gender_sign(facts, gender, speaker, start, end)
        yield replace(sign, people=frozenset(alone), is_enough=True)


def _is_family(sentence: TextSentence, at: int) -> bool:
    """Say whether “the only man” is somebody’s own: “my husband was the only man”."""
    return bool({"my", "his", "her", "our", "their", "ever"} & set(sentence.keys[max(0, at - 5) : at]))


def _few_of(sentence: TextSentence, at: int) -> int:
    """Return how many there are in “the only man” or “one of two men”, or 0 if it is not said."""
    before = sentence.keys[max(0, at - 4) : at]
    if "only" in before[-2:]:
        return 1
    counts = {"two": 2, "three": 3}
    of_them = {"one", "the", "us"} & set(before)
    return next((number for word, number in counts.items() if word in before and of_them), 0)


def _few_speaker(sentence: TextSentence, at: int) -> Speaker:
    is_own = {"as", "i", "im", "being", "am", "was"} & set(sentence.keys[max(0, at - 6) : at])
    return Speaker.WRITER if is_own and sentence.is_first_person else Speaker.OTHER


def _gender_sign(
    facts: GroupFacts, gender: str, speaker: Speaker, start: int, end: int, *, is_binding: bool = False
) -> Sign:
    people = frozenset(key for key, person in facts.people.items() if person.gender in (gender, ""))
    word = "a man" if gender == MALE else "a woman"
    return Sign(
        people, start, end, f"shows that it is {word}", speaker, is_enough=False, is_binding=is_binding
    )
