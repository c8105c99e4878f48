"""Know who did what from the answers, and find texts in which somebody says that they did it.

“Jean Tosh drafted the questions” in one answer and “drafting the survey was my way in” in another lead to the
same person. What somebody did is a kind of doing and the words for what it was done to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from carreport.form import paths
from carreport.form.answers import AnsweredField, Answers
from carreport.form.kinds import kind_of
from carreport.form.names import name_key
from carreport.form.schema import Form, Voice
from carreport.review.identity.group_facts import GroupFacts, Mention, mentions, text_lines
from carreport.review.identity.sign import Sign, Speaker
from carreport.review.identity.text_words import (
    FIRST_PERSON,
    PAST_FORMS,
    SentenceWord,
    TextSentence,
    nouns_of,
    sentences_of,
    stem_of,
    word_set,
)

_KINDS = """
sort: sort code theme group analyse categorise classify label cluster read
make: design draft write devise word compose draw prepare create formulate develop make redraft invent
produce: make do
try: try trial pilot test
lead: lead run chair facilitate host convene organise steer do moderate
count: count tally tot total log record measure add
note: note scribe jot minute write record type
call: call phone ring telephone dial
talk: talk speak interview chat ask
visit: visit call
rewrite: rewrite redraft redo reword
keep: keep
"""
_ALIKE = """
reply answer response comment wrote word
survey questionnaire question form sheet
talk conversation interview chat
workshop session
call phone
diary journal
mum parent
pupil child youngster
theme pile heading category bucket
tally count figure number
letter mail
visit
meeting group
"""
_STOP = word_set(
    """
    a an the and or but of to in on at for with by from as is was were be been had has have it its he
    she they them him her his their we us our i me my you your this that these those all some any each
    every one two three four who whom whose what which when where how why not no so very more most than
    then there here up out down over into about before after again also only just own same other another
    first last six ten week day evening time people person everybody nobody somebody anybody thing did
    do does new good long said say put set get got went go make made take took let will would could
    should can may might must tell told
    """
)
_AUXILIARY = word_set(
    """
    had have am only myself then also first just did used to would started start began begin got get
    ended up helped help could always still even actually once finally later has is who been be mostly
    both all personally offered agreed volunteered wanted tried
    """
)
_NEGATION = frozenset(("never", "not", "didnt", "wouldnt", "couldnt", "havent", "hadnt", "dont"))
_OTHER_SUBJECTS = frozenset(
    ("we", "they", "he", "she", "you", "it", "people", "others", "everybody", "somebody")
)
_WHAT_IS_SORTED = frozenset(("reply", "them"))
_WHO = re.compile(r"\b(?:who|whom|whose|by whom)\b", re.IGNORECASE)
_CAME = re.compile(
    r"\b(?:came|come|there|present|attend\w*|part|read|ask(?:ed)?|reach\w*|hear|it|from|most affected)\b"
)
_REASON = "says who did what, and the report or the group’s notes say who did it"
_AUTHORSHIP = re.compile(
    r"\b(?:was|were|is|are) (?:all |largely |mostly )?(?:my (?:own )?(?:idea|work|doing|design|baby"
    r"|draft|drawing"
    r"|invention|wording)|mine)\b"
)
_BEFORE_GERUND = word_set(
    "and but when while whilst by after before of in was am im for until from spent with"
)
_OBJECT_STARTS = frozenset(("the", "all", "both", "our", "those", "these", "most"))
_JOINS = frozenset(("and", "then", "or"))
_MOST_WORDS = 14


def _kinds() -> Mapping[str, frozenset[str]]:
    kinds: dict[str, set[str]] = {}
    for line in _KINDS.strip().split("\n"):
        name, _, verbs = line.partition(":")
        for verb in verbs.split():
            kinds.setdefault(stem_of(verb), set()).add(name)
    return {verb: frozenset(names) for verb, names in kinds.items()}


_KINDS_OF = _kinds()
_ALIKE_AS = {
    stem_of(word): stem_of(line.split()[0]) for line in _ALIKE.strip().split("\n") for word in line.split()
}


@dataclass(frozen=True, slots=True)
class Contribution:
    """Something that some people did: the kinds of doing, and what it was done to.

    `needed` is the number of words about it that a text must share.
    """

    people: frozenset[str]
    kinds: frozenset[str]
    objects: frozenset[str]
    needed: int = 1


def read_deeds(form: Form, answers: Answers, facts: GroupFacts) -> tuple[Contribution, ...]:
    """Return what the answers say that people did."""
    deeds: dict[Contribution, None] = {}
    for about, answer in _with_headings(form, answers):
        if kind_of(answer.field).is_person and _WHO.match(answer.field.label):
            key = name_key(str(answer.value.get("name") or ""))
            deeds.update(dict.fromkeys(_answered_who(answer, about, [Mention(key, 0, 0)] if key else [])))
        if answer.field.voice in (Voice.MEMBER, Voice.RESPONDENT) or not text_lines(answer):
            continue
        is_who = bool(_WHO.match(answer.field.label)) and kind_of(answer.field).is_inline
        for line in text_lines(answer):
            named = mentions(facts, line, about_who=is_who)
            if named and is_who:
                deeds.update(dict.fromkeys(_answered_who(answer, about, named)))
            elif named:
                deeds.update(dict.fromkeys(_told(line, about, named)))
    return tuple(deeds)


def deed_signs(sentence: TextSentence, deeds: Iterable[Contribution], *, others_too: bool) -> Iterator[Sign]:
    """Yield who could have written a sentence, or whom it is about, by what was done."""
    objects = _objects(sentence.text)
    found = [deed for deed in deeds if deed.objects & objects or "call" in deed.kinds]
    if not found:
        return
    authorship = _AUTHORSHIP.search(sentence.text)
    for deed in found if authorship else ():
        if "make" in deed.kinds or "produce" in deed.kinds:
            start, end = (sentence.start + at for at in authorship.span()) if authorship else (0, 0)
            yield Sign(deed.people, start, end, _REASON, Speaker.WRITER)
    for at, speaker in _doings(sentence, others_too=others_too):
        kinds = _kinds_in(sentence, at)
        stem = _ALIKE_AS.get(sentence.words[at].stem, sentence.words[at].stem)
        for deed in found:
            shared = (deed.objects & objects) - {stem}
            after = sentence.words[at + 1].key if at + 1 < len(sentence.words) else ""
            is_of_asked = speaker is Speaker.OTHER and after in ("me", "us") and "call" in kinds
            if kinds & deed.kinds and (len(shared) >= deed.needed or is_of_asked):
                last = _last_object(sentence, shared)
                start, end = sentence.span(min(at, last), max(at, last) + 1)
                yield Sign(deed.people, start, end, _REASON, speaker)


def _kinds_in(sentence: TextSentence, at: int) -> frozenset[str]:
    word = sentence.words[at]
    if word.stem == "tak" and {"note", "minute"} & {one.noun for one in sentence.words[at : at + 4]}:
        return frozenset(("note",))
    if word.key in ("put", "putting", "pulled") and "together" in sentence.keys[at : at + 6]:
        return frozenset(("make",))
    if word.stem in ("keep", "mak", "do") and {"tally", "count"} & {*sentence.keys[at : at + 5]}:
        return frozenset(("count",))
    return _kinds_of(word.stem)


def _kinds_of(stem: str) -> frozenset[str]:
    return _KINDS_OF.get(stem, frozenset((stem,)))


def _with_headings(form: Form, answers: Answers) -> Iterator[tuple[str, AnsweredField]]:
    """Yield each answer with the first lines of its entry, and of the entry around that."""
    headings: dict[str, str] = {}
    found = list(answers.answered_fields(form))
    for answer in found:
        owner = paths.parent_item_path(answer.path)
        if (
            owner
            and isinstance(answer.value, str)
            and text_lines(answer)
            and not _WHO.match(answer.field.label)
        ):
            headings[owner] = f"{headings.get(owner, '')} {answer.value}."
    for answer in found:
        owner = paths.parent_item_path(answer.path)
        yield headings.get(owner, "") if owner else "", answer


def _answered_who(answer: AnsweredField, about: str, named: list[Mention]) -> Iterator[Contribution]:
    """Yield a deed for an answer such as “Jean Tosh” to “Who sorted them into themes?”."""
    label = answer.field.label
    if not named:
        return
    if _CAME.search(label.casefold()) and "does it" not in label.casefold():
        return
    people = frozenset(mention.person for mention in named)
    if "does it" in label.casefold():
        verbs, objects = list(map(stem_of, nouns_of(about)[:1])), _objects(about)
    else:
        verbs, objects = _verbs(label)[:1], _objects(f"{label} {about}")
    kinds = frozenset(kind for verb in verbs for kind in _kinds_of(verb))
    objects -= set(verbs)
    if "sort" in kinds:
        objects |= _WHAT_IS_SORTED
    if kinds and objects:
        yield Contribution(people, kinds, objects)


def _told(line: str, about: str, named: list[Mention]) -> Iterator[Contribution]:
    """Yield a deed for each name in a sentence and the words after it: “Jean Tosh drafted the questions”."""
    for sentence in sentences_of(line):
        end = sentence.start + len(sentence.text) + 1
        inside = [name for name in named if sentence.start <= name.start < end]
        together: set[str] = set()
        for mention, after in zip(inside, [*(name.start for name in inside[1:]), end], strict=True):
            together.add(mention.person)
            words = [word for word in sentence.words if mention.end <= word.start < after]
            verb = _told_verb(words) or _passive_verb(sentence, mention)
            if verb is not None:
                yield _told_deed(frozenset(together), verb, words, about)
            if verb is not None or any(word.key not in _STOP for word in words):
                together.clear()


def _told_deed(
    people: frozenset[str], verb: SentenceWord, words: list[SentenceWord], about: str
) -> Contribution:
    kinds = frozenset(("produce",)) if verb.stem == "mak" else _kinds_of(verb.stem)
    if verb.stem == "tak" and {"note", "minute"} & {word.noun for word in words}:
        kinds = frozenset(("note",))
    if {"tally", "count"} & {word.noun for word in words}:
        kinds |= {"count"}
    titled = frozenset(kind for stem in _objects(about) for kind in _KINDS_OF.get(stem, ()))
    objects = _objects(about) | _objects(" ".join(word.text for word in words))
    return Contribution(people, kinds | titled, objects - {verb.stem})


def _told_verb(words: list[SentenceWord]) -> SentenceWord | None:
    """Return the verb right after a name, if there is one."""
    for word in words[:4]:
        if word.key in _AUXILIARY and word.key not in _DOING_WORDS and word.stem not in ("start", "try"):
            continue
        is_past = word.key.endswith("ed") or word.key in PAST_FORMS
        return word if word.stem in _KINDS_OF or is_past else None
    return None


def _passive_verb(sentence: TextSentence, mention: Mention) -> SentenceWord | None:
    """Return the verb in “led by Kate Flett”."""
    before = [word for word in sentence.words if word.end <= mention.start]
    return before[-2] if len(before) > 1 and before[-1].key == "by" else None


_DOING_WORDS = frozenset(("did", "made", "make", "took", "take", "kept"))


def _verbs(text: str) -> list[str]:
    """Return the stems of the words in a text that may be what somebody did."""
    return [stem for word in nouns_of(text) if (stem := stem_of(word)) in _KINDS_OF or word not in _STOP]


def _objects(text: str) -> frozenset[str]:
    stems = (stem_of(noun) for noun in nouns_of(text) if noun not in _STOP and len(noun) > 2)
    return frozenset(_ALIKE_AS.get(stem, stem) for stem in stems)


def _doings(sentence: TextSentence, *, others_too: bool) -> Iterator[tuple[int, Speaker]]:
    """Yield the verbs whose subject is the writer, or somebody whom the sentence is about."""
    words, has_first = sentence.words, sentence.is_first_person or "us" in sentence.keys
    are_two = "two of us" in " ".join(sentence.keys)
    for at, word in enumerate(words):
        if (
            word.key in ("i", "im")
            or (word.key == "we" and are_two)
            or (word.key == "us" and sentence.before(at) == "of")
            or (word.key == "who" and has_first and sentence.before(at) in ("one", "person", "us"))
        ):
            yield from ((verb, Speaker.WRITER) for verb in _verbs_after(sentence, at))
        elif others_too and word.key in ("who", "whoever", "she", "he", "that"):
            yield from ((verb, Speaker.OTHER) for verb in _verbs_after(sentence, at))
        elif word.key == "to" and sentence.before(at) in ("mine", "me", "job", "task", "turn") and has_first:
            yield from ((verb, Speaker.WRITER) for verb in _verbs_after(sentence, at))
        elif (has_first or at == 0) and word.key.endswith("ing") and _is_free(sentence, at):
            yield at, Speaker.WRITER


def _is_free(sentence: TextSentence, at: int) -> bool:
    """Say whether a gerund begins a clause whose subject is the writer: “Sorting them took me …”."""
    before = sentence.before(at)
    if at == 0 or before in _BEFORE_GERUND:
        earlier = set(sentence.keys[max(0, at - 6) : at])
        return not earlier & (_OTHER_SUBJECTS - {"it"}) or "i" in earlier
    gap = sentence.text[: sentence.words[at].start - sentence.start].rstrip()
    return gap.endswith((",", ";", ":", "–", "—"))


def _verbs_after(sentence: TextSentence, at: int) -> Iterator[int]:
    """Yield the verb after a subject, and those that “and” joins to it."""
    words = sentence.words
    verb = at + 1
    while verb < len(words) and words[verb].key in _AUXILIARY and words[verb].stem not in ("start", "try"):
        if words[verb].key == "did" and verb + 1 < len(words) and words[verb + 1].key in _OBJECT_STARTS:
            break
        verb += 1
    if (
        verb + 1 < len(words)
        and words[verb].key in ("was", "is", "were")
        and words[verb + 1].key.endswith("ing")
    ):
        verb += 1
    if (
        verb >= len(words)
        or words[verb].key in _NEGATION
        or any(words[between].key in _NEGATION for between in range(at, verb))
    ):
        return
    if _is_past(sentence, verb):
        yield verb
    for later in range(verb + 1, min(len(words), verb + _MOST_WORDS)):
        if words[later].key in _OTHER_SUBJECTS or words[later].key in FIRST_PERSON - {"my", "myself", "me"}:
            return
        if words[later - 1].key in _JOINS and _is_past(sentence, later):
            yield later


def _is_past(sentence: TextSentence, at: int) -> bool:
    """Say whether a verb describes something that was done, and not a habit."""
    key = sentence.words[at].key
    is_inflected = key.endswith(("ed", "ing")) or key in PAST_FORMS or key in ("set", "put", "read", "cut")
    return is_inflected or sentence.before(at) in ("to", "did", "helped", "would", "and")


def _last_object(sentence: TextSentence, shared: frozenset[str]) -> int:
    places = [
        at
        for at, word in enumerate(sentence.words)
        if _ALIKE_AS.get(stem_of(word.noun), stem_of(word.noun)) in shared
    ]
    return places[-1] if places else len(sentence.words) - 1
