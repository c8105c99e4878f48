"""Recognise columns that say who replied, when, or with which program: they are left out of the import.

A column is recognised by the words of its heading and by what its cells contain. A column whose cells
are points on a scale is a statement, whatever its heading says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from carreport.survey.importing.reply_table import SourceColumn
from carreport.survey.response_words import OFF_MARKS, ON_MARKS, places_of

MOST_WORDS_IN_HEADING = 10
MOST_CHECKED = 2_000
"""The most different answers of a column that are looked at; more would not change the result."""
LONGEST_IDENTIFIER = 300
LEAST_NAMES = 3
NAMES_SHARE = 0.8
YEARS_OF_BIRTHS = 15
LAST_BIRTHS = 2012
"""Dates up to the end of this year are more likely to be about a person than about a programme."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """What a column identifies: “id”, “time”, “person”, “technical” or nothing, and the reason."""

    type: str
    reason: str


NOTHING = Identifier("", "")
_REASONS = {
    "id": "it numbers the replies",
    "time": "it says when someone replied",
    "person": "its heading says that it identifies people",
    "technical": "the survey program wrote it, not the people who replied",
}


def _names(listed: str) -> frozenset[str]:
    return frozenset(name.strip() for name in listed.split(","))


ID_HEADINGS = _names(
    "id, respondent id, response id, responseid, respondentid, collector id, unique response number, "
    "response number, submission id, responder id, uuid, instance id, record id, reply id, "
    "participant id, case id, entry id, form id, unique id, token"
)
_NUMBER_HEADINGS = _names(
    "no, nr, num, number, record, row, participant, respondent, person, case, reply, response, ref, "
    "reference, index, sheet, form, participant no, participant number, respondent "
    "no, respondent number, reply no, "
    "reply number, sheet no, form no, form number, sheet number, record number, case number, "
    "serial, serial number, respondent code, participant code"
)
"""These are headings of reply numbers only if every cell is a different code."""
_TIME_HEADINGS = _names(
    "timestamp, time stamp, start time, completion time, start date, end date, started, completed, finished, "
    "date created, date modified, last modified time, submitted, submitted date, submission date, "
    "date submitted, submit date, submitdate, startdate, datestamp, date stamp, date last action, "
    "completion date, duration, duration in seconds, time taken, recorded date, start, end, today, "
    "submission time, submitted at, start date utc, submit date utc, created at, updated at, stage date utc, "
    "interviewtime, interview time, total time, group time, date started, date completed, end time, "
    "time started, time finished, last updated, response time"
)
_TECHNICAL_HEADINGS = _names(
    "last page, lastpage, start language, startlanguage, seed, user language, "
    "language, distribution channel, "
    "finished, progress, status, response type, response status, external reference, "
    "external data reference, "
    "version, tags, notes, validation status, submitted by, parent index, parent table name, collector, "
    "redcap event name, redcap repeat instrument, redcap repeat instance, redcap data access group, "
    "redcap survey identifier, response set, quota, quotas, points, total points, quiz feedback, "
    "ending, response ended, "
    "custom data, custom data 1, q recaptcha score, q relevant id duplicate, form version, device type"
)
_TECHNICAL_VALUES = {
    "finished": _names("true, false, 0, 1, yes, no"),
    "status": _names(
        "ip address, survey preview, survey test, imported, spam, complete, completed, partial, "
        "incomplete, in progress, submitted, disqualified, 0, 1, 2, 4, 8, 16, preview, test, approved"
    ),
    "language": _names("en, en gb, cy, gd, gd gb, fr, de, es, pl, en us, english uk, english"),
    "progress": frozenset(map(str, range(101))),
}
"""Headings that could also be questions: they are the program's only with these values."""
_STATE_HEADINGS = _names(
    "finished, completed, complete, is complete, is finished, submitted, survey complete"
)
_STATES = _names("true, false, 0, 1, 2, yes, no, complete, incomplete, unverified, partial")
_ONLY_SURE_BY_VALUES = frozenset(_TECHNICAL_VALUES)
_ALSO_QUESTIONS = _names("notes, tags, version, points, collector, quota")
"""Headings that people also use for questions: the program's own columns begin with “_”, or are empty."""

_MARKS = (
    ON_MARKS
    | OFF_MARKS
    | _names("1, 0, x, y, n, yes, no, true, false, checked, unchecked, selected, not selected, ticked")
)
_WHOSE = r"(?:name|first name|last name|surname|forename|full name|nickname|known as|preferred name)"
_NOUNS = (
    r"e ?mail(?: address(?:es)?)?|mail address|phone(?: numbers?| nos?)?|telephone(?: numbers?| nos?)?|"
    r"tel(?: no| number)?|mobile(?: phone)?(?: numbers?| nos?)?|"
    r"cell ?phone(?: number)?|"
    r"contact(?: numbers?| details| info(?:rmation)?| tel| phone| name)?|landline(?: number)?|"
    r"whatsapp(?: number)?|"
    r"(?:ip|mac|postal|home|street|mailing|web|work|current|full|house)? ?address(?:es)?(?: line \d)?|"
    r"post ?codes?(?: (?:sector|area|district)s?)?|zip(?: ?codes?)?|where do you (?:live|stay)(?: now)?|"
    r"(?:date|year|day|place) of birth|dob|d o b|birth ?(?:day|date|year)s?|birth|born|"
    r"(?:\w+ )?handles?|user ?names?|screen ?names?|login|log in|"
    r"ip(?: addr)?|user ?(?:id|no|number)|device ?id|network ?id|session ?id|staff ?(?:id|number|no)|"
    r"employee ?(?:id|number|no)|payroll ?(?:id|number|no)|student ?(?:id|number|no)|pupil ?(?:id|number|no)|"
    r"candidate ?(?:id|number|no)|patient ?(?:id|number|no)|client ?(?:id|number|no)|"
    r"customer ?(?:id|number|no)|member(?:ship)? ?(?:id|number|no)|candidate number|scn|"
    r"chi(?: no| number)?|nhs(?: no| number)?|h ?and ?c number|(?:national insurance|ni)(?: no| number)|nino|"
    r"signatures?|signed(?: by)?|initials|phone ?number|subscriber ?id|sim ?serial|imei|"
    r"gps(?: \w+)*|geo ?(?:point|location|tag)|geolocation|location|coordinates|latitude|longitude|"
    r"lat|lon|lng|location (?:latitude|longitude|accuracy|altitude)|what ?3 ?words|"
    r"ur[li]s?|referr?er(?: ur[li])?|user ?agent|browser|operating system|device|"
    r"(?:facebook|twitter|instagram|linked ?in|tiktok|x)(?: (?:name|account|profile|page))?"
)
_SOMETHING_ELSE = re.compile(
    r"\b(school|organi[sz]ation|team|service|event|project|course|programme|program|company|group|council|"
    r"community|place|town|village|centre|center|session|workshop|file|product|agency|department|area|ward|"
    r"class|club|charity|region|site|building|form|survey|instrument|variable|question|user language)s?\b"
)
"""The name of such a thing does not identify a person."""
_LEAD = (
    r"(?:(?:please|kindly|what|which|is|are|s|enter|give|provide|us|tell|leave|write|type|add|print|confirm|"
    r"your|the|a|an|my|our|of|and|or|recipient|with|me|in|here) )*"
)
_OWNER = (
    r"(?:(?!(?:i|we|he|she|they|know|knew|knows|learn|learned|feel|felt|can|could|was|were|has|have|had|"
    r"should|would|did|does|do|one|two|three|something|thing|things|any|some|how|why|when|where|good|"
    r"improve|suggest|choose|pick|change|changed|use|used|made|make|not|no|to|from|by|"
    r"at|on|about|enough|more|less) )\w+ ){0,4}"
)
_TAIL = r"(?: (?:optional|if any|if you wish|if you like|here|below|above|please|s|d|m|y|dd|mm|yy|yyyy|\d+))*"
_NOUN_HEADING = re.compile(rf"\A{_LEAD}{_OWNER}(?:{_NOUNS}){_TAIL}\Z")
_NAME_HEADING = re.compile(
    rf"\A{_LEAD}{_OWNER}(?:{_WHOSE}s?|names?|firstname|lastname|fullname|names? of (?:the |your )?"
    r"(?:person|child|children|pupil|parent|carer|respondent|participant|manager|worker|staff|member|tutor|"
    rf"teacher|mentor|line manager|contact|attendee|student|patient|client|"
    rf"interviewer|facilitator)s?){_TAIL}\Z"
)
_WRITTEN_BY = re.compile(
    r"\A(?:who (?:are you|is (?:answering|completing|filling (?:in|out))\b.*)|i am|"
    r"(?:(?:my|your) )?(?:son|daughter|child)|"
    r"(?:(?:form|survey|questionnaire|sheet|reply) )?"
    r"(?:completed|filled (?:in|out)|submitted|entered|recorded|interviewed) by|"
    r"(?:name of )?(?:the )?person (?:completing|filling|answering)\b.*|participant|respondent|person|"
    r"interviewer|surveyor|enumerator|parent|carer|pupil|student|client|patient)\Z"
)
"""Such a heading is about a person only if its cells look like names."""
_COMMAND = re.compile(r"\Aname (?:one|two|three|a|an|any|some|something|up|the|\d)\b")
_CLAUSE = re.compile(
    r"\b(?:if|so that|so we|for (?:a|the|us|our|follow)|in case|to be|we will|only|e g|eg)\b.*\Z"
)

_MAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+\Z")
_MAIL_INSIDE = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_PHONE = re.compile(
    r"(?:\+?44[\s(]*0?\)?|0)[\s-]*[1-9](?:[\s()./-]*\d){8,9}\Z|\+\d(?:[\s()./-]*\d){7,14}\Z|7\d{9}\Z"
)
_PHONE_INSIDE = re.compile(r"(?<![\w.,/-])(?:\+44[\s(]*0?\)?|0)[\s-]*[1-9](?:[\s()-]{0,2}\d){8,9}(?![\w/-])")
_POSTCODE = re.compile(r"(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\Z", re.IGNORECASE)
_IP = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}\Z|(?=[0-9a-f:]*:[0-9a-f:]*:)[0-9a-f:]{6,39}\Z", re.IGNORECASE)
_GPS = re.compile(
    r"\(?-?\d{1,2}\.\d{3,}\s*[,;\s]\s*-?\d{1,3}\.\d{3,}\)?(?:\s+-?\d+(?:\.\d+)?){0,2}\Z"
    r"|-?\d{1,2}\.\d{5,}\Z"
)
_UUID = re.compile(
    r"(?:uuid:)?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\Z|R_[A-Za-z0-9]{13,17}\Z|[0-9a-f]{24,40}\Z"
)
_LINK = re.compile(r"https?://\S+(?:[?&=#]\S|[0-9A-Za-z_-]{12,})\S*\Z")
_HANDLE = re.compile(r"@\w{2,30}\Z")
_NI = re.compile(r"[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\Z", re.IGNORECASE)
_NHS = re.compile(r"\d{3}[ -]\d{3}[ -]\d{4}\Z")
_RECORD = re.compile(r"\{\s*[\"'].*\}\Z|\[\s*\{.*\}\s*\]\Z", re.DOTALL)
_DATE_TIME = re.compile(
    r"(?:\d{4}-\d\d-\d\d|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}/\d{1,2}/\d{1,2})[T ,]+\d{1,2}:\d\d\S*"
    r"(?: ?[ap]m)?(?: [A-Z]{2,4}(?:[+-]\d+)?)?\Z",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:\A|\D)((?:19|20)\d\d)(?:\D|\Z)")
_DATE = re.compile(
    r"(?:\d{4}-\d\d-\d\d(?: 00:00:00)?|\d{1,2}[/. -]\d{1,2}[/. -]\d{4}|\d{1,2}(?:st|"
    r"nd|rd|th)? \w{3,9},? \d{4})\Z"
)
_FULL_NAME = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof|Rev|Cllr)\.? )?[^\W\d_a-z][^\W\d_]*(?:['’-][^\W\d_]+)*"
    r"(?: (?:[^\W\d_a-z]\.?|de|van|der|von|da|la|del|bin|al|nic|mac|ap|ferch|y))*"
    r"(?: [^\W\d_a-z][^\W\d_]*(?:['’-][^\W\d_]+)*){1,3}\Z"
)
_NAME_WORDS = re.compile(r"[^\W\d_a-z][^\W\d_]*\.?(?:['’ -][^\W\d_a-z][^\W\d_]*\.?){0,3}\Z")
_AGE_HEADING = re.compile(
    r"(?=.*\b(?:age|how old)\b)(?:(?:what|is|are|was|were|you|your|my|the|a|age|aged|how|old|in|of|at|years?|"
    r"last|next|birthday|today|now|current|please|give|state|enter|tell|us|child|children|participant|"
    r"respondent) ?)+\Z"
)
_AGE = re.compile(r"(?:aged? )?\d{1,3}(?: ?(?:y|yrs?|years?)(?: old)?)?\.?\Z", re.IGNORECASE)
_CODE_HEADING = re.compile(r"(?:q|v|var|question|col|item|field)? ?\d+(?: \d+)*\Z")
_CODE = re.compile(r"(?=\S*\d)[\w#./-]{1,24}\Z")

_CONTENTS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (_MAIL, "person", "it contains email addresses"),
    (_PHONE, "person", "it contains phone numbers"),
    (_POSTCODE, "person", "it contains postcodes"),
    (_IP, "person", "it contains the addresses of computers"),
    (_GPS, "person", "it contains places on a map"),
    (_NI, "person", "it contains National Insurance numbers"),
    (_NHS, "person", "it contains numbers such as NHS numbers"),
    (_HANDLE, "person", "it contains user names"),
    (_LINK, "person", "it contains links that may lead to one person"),
    (_UUID, "id", "it contains codes that each identify one reply"),
    (_DATE_TIME, "time", "it contains dates with times"),
    (_RECORD, "technical", "the survey program wrote it, not the people who replied"),
)


_ALWAYS_OUT = ("person", "technical")
"""The types that are left out even if several cells have the same content."""


def identifier_kind(column: SourceColumn) -> str:
    """Return what a column identifies: “id”, “time”, “person”, “technical”, or nothing."""
    return identify_column(column).type


def identify_column(column: SourceColumn) -> Identifier:
    """Return what a column identifies, with the reason as a sentence without its full stop."""
    words = list(column.answer_counts)[:MOST_CHECKED]
    if _is_program_state(heading_words(column.heading), words):
        return Identifier("technical", _REASONS["technical"])
    if _are_mostly_steps(column, words):
        return NOTHING
    headings = dict.fromkeys(filter(None, (heading_words(column.heading), heading_words(column.question))))
    for heading in headings:
        if kind := _kind_by_heading(heading, column, words):
            return Identifier(kind, _REASONS[kind])
    return identify_contents(column)


def rows_with_contacts(column: SourceColumn, rows: Sequence[int]) -> list[int]:
    """Return the rows in which people wrote an email address or a phone number in their text."""
    found = {word for word in column.answer_counts if has_contact(word)}
    return [row for row, cell in zip(rows, column.cells, strict=True) if cell in found] if found else []


def has_contact(text: str) -> bool:
    """Say whether a text contains an email address or a phone number."""
    return ("@" in text and bool(_MAIL_INSIDE.search(text))) or bool(_PHONE_INSIDE.search(text))


@lru_cache(maxsize=4096)
def heading_words(heading: str) -> str:
    """Return the words of a heading in lower case: “RecipientEmail” and “recipient_email” are the same."""
    text = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", heading.replace("’", "'")) or heading
    if not re.search(r"\w", text):
        text = heading
    text = re.sub(r"\A\s*(?:q\d+|\d+)[\w.]*[.:)]?\s+(?=\S)", "", text, flags=re.IGNORECASE)
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", text).replace("'s", "")
    return re.sub(r"[\W_]+", " ", text).casefold().strip()


def _are_mostly_steps(column: SourceColumn, words: Sequence[str]) -> bool:
    """Say whether most cells are words of a usual scale, so that the column is a statement."""
    steps = sum(column.answer_counts[word] for word in words if places_of(word))
    return bool(steps) and steps * 2 >= column.answered_count


def _is_box(column: SourceColumn, words: Sequence[str]) -> bool:
    """Say whether it is an option that people ticked, such as “Telephone”: it has only marks or its name."""
    own = {text.casefold() for text in (column.heading, column.question, column.part) if text}
    marks = _MARKS if column.stem else _MARKS - {"1", "0"}
    texts = (word.rstrip("\ufe0e\ufe0f").casefold() for word in words)
    return all(text in own | marks for text in texts) and bool(words or column.stem)


# Headings


def _kind_by_heading(heading: str, column: SourceColumn, words: Sequence[str]) -> str:
    if heading in ID_HEADINGS:
        return "id"
    if heading in _NUMBER_HEADINGS and _are_different_codes(column, words):
        return "id"
    if column.heading.strip() == "#" and words and all(map(_CODE.match, words)):
        return "id"
    if heading in _TIME_HEADINGS and not _is_program_state(heading, words):
        return "time"
    if _is_technical(heading, column, words):
        return "technical"
    return "person" if _names_a_person(heading, words) and not _is_box(column, words) else ""


def _is_program_state(heading: str, words: Sequence[str]) -> bool:
    """Say whether a column such as “Finished” has yes and no, not a time or a text."""
    values = _STATES if heading in _STATE_HEADINGS else None
    return values is not None and bool(words) and {word.casefold() for word in words} <= values


def _is_technical(heading: str, column: SourceColumn, words: Sequence[str]) -> bool:
    if heading not in _TECHNICAL_HEADINGS:
        return heading.startswith(("group time ", "question time ", "timer ")) or bool(
            re.fullmatch(
                r"(?:group|question)time\d+|.* (?:first|last) click|.* (?:option id|page submit|click count)",
                heading,
            )
        )
    if heading in _ONLY_SURE_BY_VALUES:
        known = _TECHNICAL_VALUES[heading]
        return {heading_words(word) or word for word in words} <= known
    if heading in _ALSO_QUESTIONS:
        return not words or column.heading.startswith("_")
    return True


def _names_a_person(heading: str, words: Sequence[str]) -> bool:
    short = _CLAUSE.sub("", heading).strip() or heading
    if len(short.split()) > MOST_WORDS_IN_HEADING or _COMMAND.match(short):
        return False
    is_number_scale = bool(words) and all(re.fullmatch(r"\d{1,2}(?:[.,]0+)?", word) for word in words)
    if _NOUN_HEADING.match(short):
        return not (
            is_number_scale
            and not re.search(r"\b(?:id|no|number|birth|born|lat|lon|latitude|longitude)\b", short)
        )
    if not _NAME_HEADING.match(short) or is_number_scale:
        return False
    return not _SOMETHING_ELSE.search(short)


def _are_different_codes(column: SourceColumn, words: Sequence[str]) -> bool:
    return (
        bool(words)
        and len(column.answer_counts) == column.answered_count
        and all(map(_CODE.match, words))
        and (column.answered_count > 1 or words[0].isdecimal())
    )


# Cells


def identify_contents(column: SourceColumn) -> Identifier:
    """Return what the cells of a column identify, whatever its heading says."""
    words = list(column.answer_counts)[:MOST_CHECKED]
    if not words:
        return NOTHING
    for pattern, kind, reason in _CONTENTS:
        if _share(column, words, pattern.match) >= 0.5 and (
            kind in _ALWAYS_OUT or _are_mostly_different(column)
        ):
            return Identifier(kind, reason)
    if _are_dates_of_birth(column, words):
        return Identifier("person", "it contains dates from many years, such as dates of birth")
    if _are_ages(column, words):
        return Identifier("person", "it contains ages")
    if _are_full_names(column, words) or _are_names_by_heading(column, words):
        return Identifier("person", "it contains names of people")
    return NOTHING


def _share(column: SourceColumn, words: Sequence[str], matches: Callable[[str], object]) -> float:
    total = sum(column.answer_counts[word] for word in words)
    short = (word for word in words if len(word) <= LONGEST_IDENTIFIER)
    return sum(column.answer_counts[word] for word in short if matches(word)) / total


def _are_mostly_different(column: SourceColumn) -> bool:
    return len(column.answer_counts) * 2 >= column.answered_count


def _are_dates_of_birth(column: SourceColumn, words: Sequence[str]) -> bool:
    if _share(column, words, _DATE.match) < NAMES_SHARE:
        return False
    years = sorted(_years(words))
    return bool(years) and (years[-1] - years[0] >= YEARS_OF_BIRTHS or years[len(years) // 2] <= LAST_BIRTHS)


def _years(words: Sequence[str]) -> Iterator[int]:
    for word in words:
        if found := _YEAR.search(word):
            yield int(found[1])


def _are_ages(column: SourceColumn, words: Sequence[str]) -> bool:
    is_about_age = _AGE_HEADING.match(heading_words(column.heading)) is not None
    return is_about_age and _share(column, words, _AGE.match) >= 0.5


def _are_names_by_heading(column: SourceColumn, words: Sequence[str]) -> bool:
    """Say whether cells are mostly different names, of one word or more, under a heading for a person."""
    return (
        _WRITTEN_BY.match(heading_words(column.heading)) is not None
        and len(words) > 1
        and _are_mostly_different(column)
        and _share(column, words, _NAME_WORDS.match) >= NAMES_SHARE
    )


def _are_full_names(column: SourceColumn, words: Sequence[str]) -> bool:
    """Say whether nearly every cell is a different name of two words or more, under a short heading."""
    heading = heading_words(column.heading)
    return (
        len(words) >= (1 if _CODE_HEADING.match(heading) else LEAST_NAMES)
        and len(heading.split()) <= 4
        and not column.heading.rstrip().endswith("?")
        and len(column.answer_counts) >= NAMES_SHARE * column.answered_count
        and _share(column, words, _FULL_NAME.match) >= NAMES_SHARE
    )
