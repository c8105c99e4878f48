"""Find contacts in a text: addresses, telephone numbers, and what else leads to one person or household.

A number counts only if it has the shape, the check digit or the words beside it that make it one: a figure,
a grid reference or the number of a paper is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from carreport.review.identity.text_words import word_set

Contact = tuple[int, int, str]
"""Where a contact starts and ends, and its kind."""

KIND_LABELS = {
    "email": "e-mail address",
    "phone": "telephone number",
    "postcode": "postcode",
    "street": "home or street address",
    "chi": "CHI number",
    "scn": "Scottish Candidate Number",
    "ni": "National Insurance number",
    "car": "number plate",
    "birth": "date of birth",
    "pupil": "pupil",
}
"""What each kind is called."""

_AT = r"(?:\s?@\s?|\s?[\[({]\s?at\s?[\])}]\s?)"
_DOT = r"(?:\s?\.\s?|\s?[\[({]\s?dot\s?[\])}]\s?)"
_EMAIL = re.compile(
    rf"(?<![\w.])(?:[\w+'’%-]{{1,64}}(?:\s?\.\s?[\w+'’%-]{{1,64}}){{0,4}}){_AT}"
    rf"[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{1,4}}(?!\w)"
    r"|\b[\w.+'’-]{1,64}\sat\s[\w-]{2,63}(?:\sdot\s[\w-]{2,63}){1,4}\b",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<![\d,£$€.\w/=])(?<!\d[ -])(?:(?:\+|00)\s?44[\s.-]?(?:\(0\)[\s.-]?)?|\(?0)(?=[1-9])"
    r"[\d][\d\s().-]{6,16}\d(?![\d,]\d)(?!\d)"
)
_OTHER_NUMBER = re.compile(r"\b(?:IS[BS]N|DOI|ref(?:erence)?|order|invoice)\b", re.IGNORECASE)
_DIGIT_COUNT = range(9, 12)
_POSTCODE = re.compile(
    r"(?<![A-Z\d-])(?:[A-Z]{1,2}\d[A-Z\d]?)\s?\d[ABD-HJLNP-UW-Z]{2}(?![A-Z\d])", re.IGNORECASE
)
_AREAS = word_set(
    """
    ab al b ba bb bd bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy e ec eh
    en ex fk fy g gl gu gy ha hd hg hp hr hs hu hx ig im ip iv je ka kt kw ky l la ld le ll ln ls lu m
    me mk ml n ne ng nn np nr nw ol ox pa pe ph pl po pr rg rh rm s sa se sg sk sl sm sn so sp sr ss st
    sw sy ta td tf tn tq tr ts tw ub w wa wc wd wf wn wr ws wv yo ze
    """
)
_HOUSE = r"(?:(?:[Ff]lat|[Uu]nit|[Rr]oom)\s\w{1,3}(?:/\w{1,3})?,?\s)?\d{1,4}[A-Za-z]?(?:/\d{1,3})?,?\s"
_WAYS = (
    "Street|Road|Lane|Avenue|Crescent|Terrace|Wynd|Drive|Place|Court|Gardens|Grove|Close|Square|Way|Brae|Row"
    "|Walk|Park|Loan|Gate|Vennel|View|Rise|Quadrant|Path|St|Rd|Ave|Cres|Terr|Dr|Pl"
)
_STREET = re.compile(
    rf"(?<![\d£.,/-])(?!(?:19|20)\d\d\s){_HOUSE}(?:[A-Z][\w’'-]+\s){{1,3}}(?:{_WAYS})\b(?!\s(?:shops|homes|houses|flats|families|residents|buildings|businesses|offices|cafes|pubs|trees))"
)
_APPROXIMATE = re.compile(r"\b(?:about|some|around|over|nearly|almost|roughly|of|than)\s+\Z", re.IGNORECASE)
_TEN_DIGITS = re.compile(r"(?<![\d-])\d{6}[\s-]?\d{4}(?![\d-]*\d)")
_CHI_WORD = re.compile(r"\bCHI\b")
_NINE_DIGITS = re.compile(r"(?<!\d)\d{3}[\s-]?\d{3}[\s-]?\d{3}(?!\d)")
_SCN_WORD = re.compile(r"\bSCN\b|\bcandidate(?:’s|'s)?\s+n(?:umber|o)\b", re.IGNORECASE)
_NI = re.compile(
    r"(?<![A-Z\d])(?!BG|GB|KN|NK|NT|TN|ZZ)[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z][\s-]?(?:\d\d[\s-]?){3}[A-D]"
    r"(?![A-Z\d])",
    re.IGNORECASE,
)
_CAR = re.compile(r"(?<![A-Z\d])[A-HJ-PR-Y][A-HJ-PR-Z](\d\d)\s?[A-HJ-PR-Z]{3}(?![A-Z\d])", re.IGNORECASE)
_OLD_CAR = re.compile(
    r"(?<![A-Z\d])(?:[A-HJ-NPR-Y]\d{1,3}\s?[A-Z]{3}|[A-Z]{3}\s?\d{1,3}[A-HJ-NPR-Y])(?![A-Z\d])"
)
_CAR_WORD = re.compile(
    r"\b(?:car|cars|van|registration|plate|plates|vehicle|lorry|taxi|minibus|motorbike|reg)\b", re.IGNORECASE
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?:\sof)?\s{_MONTH},?\s(?:\d{{4}}|\d\d)"
    rf"|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}"
    r"|\d{4}-\d\d-\d\d|\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d\d))"
)
_BIRTH = re.compile(
    r"(?:(?:\b(?:she|he|they|I|who|child|baby|son|daughter|patient|client|mother|father|pupil)\b[^.;:]{0,20}?)"
    r"\bborn\b|(?-i:\bBorn\b)|\bborn:|\bdate of birth\b|\bD\.?\s?O\.?\s?B\b\.?|\bbirthday\b|\bbirth date\b"
    r"|[:(]\s?born\b)"
    rf"[\s:]*(?:\b(?:is|was|on|the)\b\s)*({_DATE})",
    re.IGNORECASE,
)
_PUPIL = re.compile(
    r"\b(?:[Pp]upil|[Ss]tudent|[Cc]hild|[Cc]lient|[Pp]atient|[Ll]earner)\s(?:called\s|named\s)?"
    r"([A-HJ-Z](?:\.|\b)(?!\s?[’']s)|[A-Z][a-z]{2,}(?:\s[A-Z][a-z]+)?)"
)
_NOUN_NEXT = re.compile(
    r"\s(?!(?:and|or|was|is|had|has|said|told|came|went|who|would|could|did|will|in|from|with|at|to)\b)[a-z]"
)
_NOT_PUPILS = word_set(
    """
    support services service council equity funding voice parliament union records attainment premium
    school achievement fund loans finance association centre protection poverty benefit health and
    family ward representative representatives the in on at who
    """
)


def find_contacts(text: str) -> Iterator[Contact]:
    """Yield the contacts in a text, in no order; ten digits that are a CHI number are no telephone number."""
    numbers = list(_chi_numbers(text))
    yield from numbers
    for find in _FINDERS:
        for start, end, kind in find(text):
            if not any(start < other[1] and other[0] < end for other in numbers):
                yield start, end, kind


def _emails(text: str) -> Iterator[Contact]:
    for found in _EMAIL.finditer(text):
        yield *found.span(), "email"


def _phones(text: str) -> Iterator[Contact]:
    for found in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", re.sub(r"\(0\)", "", found.group()))
        national = digits.removeprefix("00").removeprefix("44") if digits[:2] in ("00", "44") else digits[1:]
        is_sum = found.group().count(".") > 3 or "\n" in found.group()
        is_sum |= _OTHER_NUMBER.search(text, max(0, found.start() - 12), found.start()) is not None
        if len(national) in _DIGIT_COUNT and national[0] in "123578" and not is_sum:
            yield *found.span(), "phone"


def _postcodes(text: str) -> Iterator[Contact]:
    for found in _POSTCODE.finditer(text):
        area = re.match(r"[A-Za-z]+", found.group())
        has_word = re.search(r"post\s?code[^.]{0,12}\Z", text[: found.start()], re.IGNORECASE)
        is_written_so = found.group().isupper() or has_word
        if area and area.group().lower() in _AREAS and is_written_so:
            yield *found.span(), "postcode"


def _streets(text: str) -> Iterator[Contact]:
    for found in _STREET.finditer(text):
        if not _APPROXIMATE.search(text[: found.start()]):
            yield *found.span(), "street"


def _chi_numbers(text: str) -> Iterator[Contact]:
    for found in _TEN_DIGITS.finditer(text):
        digits = re.sub(r"\D", "", found.group())
        day, month = int(digits[:2]), int(digits[2:4])
        total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
        has_check_digit = (11 - total % 11) % 11 == int(digits[-1])
        is_called_so = _CHI_WORD.search(text[max(0, found.start() - 30) : found.start()])
        if 1 <= day <= 31 and 1 <= month <= 12 and (has_check_digit or is_called_so):
            yield *found.span(), "chi"


def _candidates(text: str) -> Iterator[Contact]:
    for found in _NINE_DIGITS.finditer(text):
        before = text[max(0, found.start() - 60) : found.start()]
        if _SCN_WORD.search(re.split(r"[.!?]\s", before)[-1]):
            yield *found.span(), "scn"


def _insurance_numbers(text: str) -> Iterator[Contact]:
    for found in _NI.finditer(text):
        yield *found.span(), "ni"


def _cars(text: str) -> Iterator[Contact]:
    for found in _CAR.finditer(text):
        age = int(found.group(1))
        has_word = _CAR_WORD.search(text[max(0, found.start() - 40) : found.end() + 40])
        if 1 <= age <= 90 and (found.group().isupper() or has_word):
            yield *found.span(), "car"
    for found in _OLD_CAR.finditer(text):
        if _CAR_WORD.search(text[max(0, found.start() - 40) : found.end() + 40]):
            yield *found.span(), "car"


def _births(text: str) -> Iterator[Contact]:
    for found in _BIRTH.finditer(text):
        yield *found.span(1), "birth"


def _pupils(text: str) -> Iterator[Contact]:
    for found in _PUPIL.finditer(text):
        name = found.group(1)
        is_article = re.match(r"A\b", name) and _NOUN_NEXT.match(text, found.end())
        if name.split()[0].lower().rstrip(".") not in _NOT_PUPILS and not is_article:
            yield *found.span(1), "pupil"


_FINDERS: tuple[Callable[[str], Iterator[Contact]], ...] = (
    _emails,
    _phones,
    _postcodes,
    _streets,
    _candidates,
    _insurance_numbers,
    _cars,
    _births,
    _pupils,
)
