"""Find texts whose writer came later than the others, left before them, or missed meetings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from carreport.review.identity.group_facts import GroupFacts, GroupPerson
from carreport.review.identity.sign import Sign, Speaker
from carreport.review.identity.text_words import TextSentence

_I = (
    r"\bI(?:[’']?(?:d|ve|m|ll))?\s+"
    r"(?:(?:had|have|was|only|then|was only|myself|also|just|did|not|never)\s+){0,3}"
)
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = "|".join(_MONTHS)
_JOINED = re.compile(
    rf"{_I}(?:joined|join|came|come|arrived|started|began|stepped in|took over|was taken on"
    rf"|was brought in|got involved"
    r"|became a member|was (?:asked to join|invited|drafted in|brought in))\b(?! the (?!group|others"
    r"|inquiry|team|project|meetings?"
    r"|work|discussion))"
    r"|\band (?:then |only )?joined (?:when|once|after|in|late)\b"
    r"|\b(?:last|latest|newest|late) (?:one )?(?:to (?:join|come|arrive)|comer|in|arrival|member|addition"
    r"|joiner|recruit)\b"
    r"|\bnewcomer\b|\blatecomer\b|\b(?:I was|I’m|I am|being|as) (?:the )?(?:new"
    r"|newest)\b(?! to (?!the (?:group|others|inquiry|team|project)))"
    r"|\bmy first meeting\b|\bwhen I (?:joined|came|arrived)\b|\b(?:joining|coming|arriving) (?:late"
    r"|halfway|midway|later)\b"
    r"|\b(?:others|rest of (?:them|us|the group)|everybody|everyone|they|the group) (?:had|were)\b.{0,60}"
    r"\b(?:when|before|by the time) I\b"
    r"|\bI was new\b(?! to (?!the (?:group|others|inquiry|team|project)))|\bI was not (?:there"
    r"|here) (?:at|from|for) the (?:start|beginning|first)\b"
    r"|\bnot (?:been )?(?:there|here|in (?:this|it)|part of (?:this|it)|a member|involved|on board"
    r"|(?:in|with|part of) (?:them|you|the (?:group|others|inquiry))) (?:at|from"
    r"|since) the (?:very )?(?:start|beginning|outset|first)\b"
    rf"|{_I}(?:been (?:part of|in|with|on) (?:\w+ ){{0,3}}(?:only )?since"
    r"|(?:came|come|got) (?:on board|aboard)|(?:stepped|walked|dropped) in(?:to)?|(?:turned|signed) up"
    r"|was added"
    r"|was (?:recruited|co-opted|roped in)|took the (?:place|seat|chair) of)\b"
    r"|\bby the time I (?:joined|came|arrived|was asked|got|turned up)\b"
    r"|\bsince I (?:joined|came|arrived)\b",
    re.IGNORECASE,
)
_LATE = re.compile(
    r"\b(?:since the (?:very )?(?:start|beginning|outset|first)|(?:at|from) the (?:outset|start"
    r"|beginning)|on board"
    r"|aboard|part of the way|well into|two thirds|only|last|late|later|latest|newest|latecomer|newcomer"
    r"|halfway|midway|part[- ]way|already"
    r"|after the others"
    r"|took over|stepped in|in place of|replac\w+|straight from|the others had|had been at it"
    r"|had been meeting|had met|had known|by then|by the time"
    r"|months? (?:in|later"
    r"|after)|year (?:in|later|after)|second year|was new|being new|the new|new one|new member"
    r"|new to the group"
    r"|first meeting|catch(?:ing)? up|caught up|mid-\w+|not there|not here)\b",
    re.IGNORECASE,
)
_OTHER_JOINED = re.compile(
    r"\b(?:last|latest|newest) (?:one )?(?:to join|member|arrival|recruit)\b|\bnewcomer\b"
    r"|\b(?:who|she|he) (?:had )?(?:only )?(?:joined|came) (?:us )?(?:late|later|last|halfway|after)",
    re.IGNORECASE,
)
_LEFT = re.compile(
    rf"{_I}(?:had to |chose to |decided to |needed to )(?:leave|drop out|move|step down|stop|go)\b"
    rf"|{_I}(?:left|gone|stopped coming|had gone|was gone|moved on|moved (?:away|to|off|post)|retired"
    rf"|stepped down|stood down|dropped out|gave up"
    r" my (?:place|seat)|changed (?:jobs?|posts?)|went (?:off )?(?:on|to) (?:maternity|another|a new)"
    r"|resigned|bowed out|pulled out|withdrew|was no longer|took (?:up )?(?:a|another|the"
    r"|my) (?:\w+ )?(?:job|post)"
    r"|(?:got|found|started) (?:a|another|my) (?:new )?(?:job|post)|handed"
    r" over|was (?:moved|transferred|seconded|posted))\b"
    r"|\bI (?:shall|will) (?:be gone|leave|have left)\b|\bmy last meeting\b|\bafter (?:I left"
    r"|leaving)\b|\bbefore I (?:left|moved|retired|went)\b"
    r"|\bmy (?:contract|secondment|placement|time in the group) (?:ended|ran out|came to an end|finished"
    r"|stopped)\b"
    r"|\bmy (?:new (?:post|job|board|beat|team)|leaving|departure|retirement|successor|replacement)\b"
    r"|\bwhen I (?:left|moved|retired)\b|\bby the time I (?:left|moved)\b"
    r"|\bI was (?:already )?(?:away|gone) by\b",
    re.IGNORECASE,
)
_GONE = re.compile(
    r"\b(?:have left|another|new (?:job|post|board|beat|team)|the group|before|halfway|early|meeting"
    r"|retire\w*|maternity|moved|"
    r"that (?:spring|summer|autumn|winter|year|month)|half[- ]?way|end|successor|replacement"
    r"|so I (?:never|did not|missed)"
    rf"|never saw|did not see|post|transferred|since|gone|in (?:{_MONTH}))\b",
    re.IGNORECASE,
)
_NOT_LEFT = re.compile(
    r"\bI left (?:my|the|a|it|them|him|her|out|home|work|school|behind|that|everything|nothing|no"
    r"|early|one|some|every)\b",
    re.IGNORECASE,
)
_OTHER_LEFT = re.compile(
    r"\b(?:the (?:one|man|woman|colleague|member|person) who|she|he) (?:has |had )?(?:since )?"
    r"(?:left (?:us|the group)|moved on|retired|moved to another|stepped down|dropped out"
    r"|went (?:off )?to (?:another|a new)|was (?:posted|transferred|seconded|moved)"
    r"|(?:changed|took another|took a new|got another|got a new) (?:jobs?|posts?))\b"
    r"|\bone of (?:us|them|the group|the members|our members) (?:has |had )?left us\b"
    r"|\b(?:one|those) of us who (?:left|moved on|retired)\b|\bthe (?:one|ones) who (?:left|moved on"
    r"|retired)\b",
    re.IGNORECASE,
)
_MISSED = re.compile(
    rf"{_I}(?:miss(?:ed)?|skip(?:ped)?|could (?:not|n[’']t) (?:be|come|get|make|attend|go|manage|join)"
    rf"|sent (?:my )?apologies"
    r"|absent|away|off|not (?:at|there|able)|unable|failed to|fail(?:ed)? to|ill|sick|unwell|poorly"
    r"|on holiday|on leave|abroad|in hospital|laid up|in bed|on (?:nights?|shift|duty|call)|(?:snowed"
    r"|rained) (?:in|off)"
    r"|(?:double[- ]booked|held up|stuck|elsewhere)|sat out|gave (?:my )?apologies|stayed (?:away|at home))\b"
    rf"|{_I}(?:at|came to|went to|made|attended|got to|managed) (?:all|every \w+|every one) (?:but|except"
    rf"|save|bar)\b"
    r"|\b(?:kept|keeps) me (?:away|from)\b|\bI (?:couldn[’']t|could not|wasn[’']t|was not|didn[’']t"
    r"|did not|was unable to) (?:be|come|get"
    r"|make|attend|go|at|there|"
    r"manage|join)\b|\b(?:having |for )?miss(?:ing|ed) (?:two|three|one|some|several|a couple|the|both|a"
    r"|half|most|many|so many|every)\b"
    r"|\bI was (?:at|in|on|away|with|abroad|under) .{0,40}when (?:the group|they|you|the others"
    r"|the rest(?: of \w+)?|everybody else|everyone else) met\b(?! (?:the|a|my|me|him|her|them)\b)"
    r"|\bI had to (?:miss|skip)\b"
    r"|\b(?:did not|didn[’']t|could not|couldn[’']t) (?:get|make it|come|manage to come) to (?:the|a|any"
    r"|two|three|one)\b"
    r"|\bI had (?:the |a |an )?(?:flu|covid|cold|funeral|wedding|operation)\b"
    r"|\bmy (?:name|chair|place|seat) (?:is|was) (?:not in|not on|missing|empty)\b"
    r"|\bI (?:never|hardly|rarely|seldom) (?:got|made|came|was|managed|attended|went)\b"
    rf"|\bmissed (?:{_MONTH})\b"
    r"|\bwithout me\b|\babsent(?:ing)? myself\b|\bmy (?:apologies|absence)\b|\bI was (?:off|ill|sick"
    r"|unwell|poorly|away|abroad|on leave"
    r"|on holiday|in hospital)\b",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"\b(?:meetings?|sessions?|the first two|gatherings?|apologies|absent (?:in|from|for)"
    rf"|there (?:in|for) (?:{_MONTH})|the ones? (?:before|after)|the (?:{_MONTH}) (?:one|meeting)"
    rf"|absent(?:ing)? myself"
    r"|(?:the (?:group|others|rest(?: of (?:them|us|you|the group))?)|we|they|you|everybody else"
    r"|everyone else) (?:all )?met"
    r"|of the evenings|get-togethers?"
    rf"|missed (?:{_MONTH})|the ones? (?:(?:in|of|from) (?:{_MONTH})|(?:that )?I missed))\b",
    re.IGNORECASE,
)
_ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "sixth": 5}
_ORDINAL = r"(?:first|second|third|fourth|fifth|sixth|last|final)"
_HELD = r"(?:meetings?|sessions?|workshops?|discussions?|gatherings?|get-togethers?|evenings?|ones?)"
_WHICH = re.compile(
    rf"\bthe ({_ORDINAL}(?:(?:,| and|, and| or) (?:the )?{_ORDINAL})*)(?: (?:two|three))?(?: of (?:our"
    rf"|the))? {_HELD}\b",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(
    rf"\b(?:one of|(?:two|three|four|both|a couple)\b(?: of)?)(?: the| our)?(?: \w+)? {_HELD}\b",
    re.IGNORECASE,
)
_NUMBERS = {"one": 1, "a": 1, "two": 2, "both": 2, "couple": 2, "three": 3, "four": 4, "twice": 2, "once": 1}
_MISSED_COUNT = re.compile(
    r"\b(one|a|two|both|couple|three|four|half)\b(?: of)?(?: the| our)?(?: \w+)? (?:meetings?|sessions?"
    r"|workshops?|discussions?|gatherings?|get-togethers?|evenings?)"
    r"|\b(twice|once)\b",
    re.IGNORECASE,
)
_SEASONS = {
    "spring": range(2, 7), "summer": range(5, 10), "autumn": range(8, 13), "winter": (11, 12, 1, 2, 3),
    "new year": (12, 1, 2), "christmas": (12, 1), "easter": (3, 4, 5), "hogmanay": (12, 1),
}  # fmt: skip
_CAME_TO = re.compile(
    r"\bI (?:only |just )?(?:managed|made|came to|got to|attended|was at) (?:only |just )?(one|two|three)\b"
    r"(?! (?:of )?(?:my|other))",
    re.IGNORECASE,
)
_NOT_MISSED = re.compile(
    r"\b(?:ill[- ](?:at ease|prepared|advised|informed|equipped)|off (?:my|guard)|sick (?:of|with|and tired)"
    r"|away with)\b",
    re.IGNORECASE,
)
_NOT_JOINED = re.compile(
    r"\bI (?:had )?(?:came|come|arrived|started) (?:home|back|out|away|round"
    r"|in(?:to)? (?:one|the) (?:morning|room|day)"
    r"|in one|early|late to (?:the|a|our) (?:\w+ )?(?:meeting|session)|to (?:see|think|know|understand"
    r"|believe|like|love|rely))\b",
    re.IGNORECASE,
)
_WHEN = re.compile(rf"\b({'|'.join([*_MONTHS, *_SEASONS])})\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(20\d\d)\b")


def time_signs(
    sentence: TextSentence, facts: GroupFacts, *, is_own: bool, others_too: bool
) -> Iterator[Sign]:
    """Yield the signs of coming, leaving and missing meetings in a sentence.

    Somebody outside the group who says “I left in the summer” left something else, so `is_own` is needed.
    """
    signs = (
        *_joined(sentence, facts, others_too=others_too),
        *_left(sentence, facts, others_too=others_too),
        *_missed(sentence, facts),
    )
    yield from (sign for sign in signs if is_own or sign.speaker is Speaker.OTHER)


def _sign(
    sentence: TextSentence, people: frozenset[str], found: re.Match[str], why: str, by: Speaker
) -> Sign:
    return Sign(people, sentence.start + found.start(), sentence.start + found.end(), why, by)


def _joined(sentence: TextSentence, facts: GroupFacts, *, others_too: bool) -> Iterator[Sign]:
    dates = sorted(person.joined[:7] for key in facts.members if (person := facts.people[key]).joined)
    late = [
        person for person in facts.people.values() if dates and person.joined[:7] > dates[len(dates) // 2]
    ]
    mine, other = _JOINED.search(sentence.text), _OTHER_JOINED.search(sentence.text) if others_too else None
    if not late or not (mine or other):
        return
    fitting = _in_season(sentence.text, late, "joined")
    has_time = bool(_WHEN.search(sentence.text) or _YEAR.search(sentence.text)) and len(fitting) < len(
        facts.members
    )
    people = frozenset(person.key for person in fitting)
    why = "says when somebody joined"
    if mine and _NOT_JOINED.search(sentence.text) and not has_time:
        mine = None
    if mine and sentence.is_first_person and (_LATE.search(sentence.text) or has_time):
        yield _sign(sentence, people, mine, why, Speaker.WRITER)
    elif other:
        yield _sign(sentence, people, other, why, Speaker.OTHER)


def _left(sentence: TextSentence, facts: GroupFacts, *, others_too: bool) -> Iterator[Sign]:
    gone = [person for person in facts.people.values() if person.left]
    text = sentence.text
    mine, other = _LEFT.search(text), _OTHER_LEFT.search(text) if others_too else None
    if not gone or not (mine or other):
        return
    people = frozenset(person.key for person in _in_season(text, gone, "left"))
    is_dated = bool(_WHEN.search(text)) and len(people) < len(gone)
    if mine and (
        (not _NOT_LEFT.search(text) and _GONE.search(text)) or is_dated or _is_in_season(text, gone)
    ):
        yield _sign(sentence, people, mine, "says when somebody left", Speaker.WRITER)
    elif other:
        yield _sign(sentence, people, other, "says that somebody left", Speaker.OTHER)


def _missed(sentence: TextSentence, facts: GroupFacts) -> Iterator[Sign]:
    absent = [person for person in facts.people.values() if person.missed]
    found = _MISSED.search(sentence.text) or _CAME_TO.search(sentence.text)
    says_which = any(pattern.search(sentence.text) for pattern in (_MEETING, _WHICH, _HOW_MANY))
    if not absent or not found or not says_which or not sentence.is_first_person:
        return
    if _NOT_MISSED.search(sentence.text):
        return
    if not _MEETING.search(sentence.text) and not _is_exact(sentence.text, absent):
        return
    if re.search(
        r"\b(?:every one|all) of us\b|\bwe (?:all )?missed\b|\bnone of us\b", sentence.text, re.IGNORECASE
    ):
        return
    people = frozenset(person.key for person in _with_count(sentence.text, absent, facts.meetings))
    yield _sign(sentence, people, found, "mentions meetings that somebody missed", Speaker.WRITER)


def _is_exact(text: str, absent: list[GroupPerson]) -> bool:
    """Say whether somebody missed just as many, or just those, that a text says of workshops or evenings."""
    count, numbers = _said_count(text), _said_numbers(text)
    return any((numbers and numbers <= {*person.missed}) or len(person.missed) == count for person in absent)


def _said_count(text: str) -> int:
    """Return how many meetings a text mentions, or 0 if it gives no number of them."""
    said = _MISSED_COUNT.search(text)
    return _NUMBERS.get((said[1] or said[2]).lower(), 0) if said else 0


def _said_numbers(text: str) -> set[int]:
    """Return the meetings that a text names by “the second and third”, the first being 0."""
    which = _WHICH.search(text)
    return {number for word, number in _ORDINALS.items() if which and word in which[1].lower()}


def _with_count(text: str, absent: list[GroupPerson], meetings: tuple[str, ...]) -> list[GroupPerson]:
    """Return those who missed as many meetings as a text says, or which it says; all of them if none fits."""
    said = _MISSED_COUNT.search(text)
    count = _said_count(text)
    if said and (said[1] or "").lower() == "half":
        count = len(meetings) // 2
    came_to = _CAME_TO.search(text)
    if came_to:
        count = len(meetings) - _NUMBERS[came_to[1].lower()]
    fitting = [person for person in absent if not count or len(person.missed) == count] or absent
    months = _months_in(text)
    numbers = {at for at, date in enumerate(meetings) if months and date[5:7] and int(date[5:7]) in months}
    fitting = [person for person in fitting if numbers & {*person.missed}] or fitting
    numbers = _said_numbers(text)
    exact = [person for person in fitting if numbers and numbers <= {*person.missed}]
    if exact:
        return exact
    if re.search(r"\b(?:first|early|earlier)\b", text, re.IGNORECASE) and (
        early := [p for p in fitting if 0 in p.missed]
    ):
        fitting = early
    if re.search(r"\blast\b", text, re.IGNORECASE) and (
        late := [p for p in fitting if len(meetings) - 1 in p.missed]
    ):
        fitting = late
    return fitting or absent


def _in_season(text: str, people: list[GroupPerson], which: str) -> list[GroupPerson]:
    """Return those who came or left at the time that a text says; all of them if none fits."""
    months = _months_in(text)
    years = {year[1] for year in _YEAR.finditer(text)}
    fitting = [person for person in people if _fits(getattr(person, which), months, years)]
    return fitting or people


def _months_in(text: str) -> set[int]:
    """Return the months that a text names, or that belong to a season in it."""
    months = set[int]()
    for said in _WHEN.finditer(text):
        word = said[1].lower()
        if word != "may" or said[1][0].isupper():
            months |= {_MONTHS.index(word) + 1} if word in _MONTHS else set(_SEASONS[word])
    return months


def _is_in_season(text: str, people: list[GroupPerson]) -> bool:
    """Say whether a text has a time at which one of them left."""
    return bool(_WHEN.search(text)) and any(_fits(person.left, _months_in(text), set()) for person in people)


def _fits(date: str, months: set[int], years: set[str]) -> bool:
    if years and date[:4] not in years:
        return False
    return not months or (len(date) >= 7 and int(date[5:7]) in months)
