"""Decode the text of a file: UTF-8 or UTF-16, or else the old encoding whose letters make words.

Old encodings give different characters for the same bytes. The one chosen puts letters in words, and
currency signs before numbers. If two are equally likely, the user chooses.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

NOT_TEXT, UNCLEAR, UNKNOWN, WRONGLY_MARKED = "not-text", "unclear", "unknown", "wrongly marked"
"""Why a text cannot be decoded."""
MOST_SAMPLED = 4_000
"""The most non-ASCII characters that are looked at; more would not change the result."""
PREFERENCE = 1.5
"""Windows-1252 is by far the most common: its points count more if all its characters are possible."""
CLOSE = 0.85
"""If the second best has this share of the points of the best, the user chooses."""
NAMES: Mapping[str, str] = {
    "cp1252": "Windows-1252",
    "cp850": "DOS, code page 850",
    "cp437": "DOS, code page 437",
    "mac_roman": "Mac Roman",
    "iso8859-15": "ISO 8859-15",
}
_MARKED = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_COMMON = frozenset("éèêáàíóòôöúùüäßøëïçñ")
_VOWELS = tuple("aeiouyéèáàóò")
_CELL_STARTS = tuple(',;\t"\n')
_WORD = re.compile(r"[^\W_½¼¾²³¹ªº]+")
_SIGN = re.compile(r"[½¼¾²³¹ªº]|[^\w\x00-\x7f]")
KNOWN_WORD = 4.0
_KNOWN_WORDS = frozenset(
    """
    café cafés crèche crèches naïve naïvely naïvety rôle rôles façade façades fiancé fiancée fiancés
    résumé résumés  cliché clichés clichéd fête fêtes pâté entrée entrées première premières élite
    décor détour débâcle soirée  sauté sautéed purée puréed touché risqué protégé protégés
    communiqué passé exposé exposés blasé émigré  attaché début débuts dépôt hôtel señor señora
    piñata jalapeño jalapeños mañana über doppelgänger  straße coöperate coöperation reëlect zoë
    chloë noël joël siân seán sinéad siobhán róisín renée rené josé  andré andrée hélène zoé chloé
    léa amélie françois françoise maría garcía muñoz núñez pérez gonzález malmö  zürich münchen köln
    são königsberg à là voilà déjà ça où très même être français française gàidhlig fàilte  slàinte
    cèilidh cèilidhs mór mòr dòchas ceòl tàinig sgoil bòrd chòir còir às dè thà gàrradh tŷ llŷr llŷn
    môr tân bwrdd sgôr iâ ffôn
    """.split()  # noqa: SIM905 - a list of words
)
_ELLIPSIS, _INVERTED = frozenset("…"), frozenset("¡¿")
_MARKS = frozenset("§¶©®")
_APOSTROPHE = frozenset("’")
_CONTRACTION = re.compile(r"(?:[tsdm]|ll|re|ve)(?![a-z])")
_TIMES = frozenset("×÷±≥≤≈")
_OPENING, _CLOSING, _BETWEEN = frozenset("“‘«"), frozenset("”»™"), frozenset("–—•·")
_CURRENCY, _AFTER_NUMBER, _FRACTIONS = frozenset("£€¥¢"), frozenset("°²³ºª‰"), frozenset("½¼¾")


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A text, the name of its encoding, and notes on lines in other encodings."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


class EncodingError(Exception):
    """A text cannot be decoded: a stable code, the line (0 if all of it), and readings to choose from."""

    def __init__(
        self, code: str, line: int, encoding: str = "", readings: Mapping[str, str] | None = None
    ) -> None:
        """Keep what a message needs."""
        super().__init__(code)
        self.code, self.line, self.encoding, self.readings = code, line, encoding, readings or {}


def decode_text(data: bytes, chosen: str = "") -> DecodedText:
    """Return the text of a file; `chosen` is an encoding by its Python name. Raise `EncodingError`."""
    if chosen:
        return DecodedText(_decode_as(data, chosen), NAMES.get(chosen, chosen.upper()))
    for mark, encoding in _MARKED:
        if data.startswith(mark):
            return DecodedText(_decode_as(data, encoding), encoding.upper().replace("-SIG", ""))
    for encoding, zeros in (("utf-16-le", data[1:400:2]), ("utf-16-be", data[0:400:2])):
        if zeros and zeros.count(0) > len(zeros) * 0.7:
            return DecodedText(_decode_as(data, encoding), "UTF-16")
    if b"\x00" in data:
        raise EncodingError(NOT_TEXT, 0)
    try:
        return DecodedText(data.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError:
        return _decode_lines(data)


def _decode_as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as problem:
        raise EncodingError(WRONGLY_MARKED, data[: problem.start].count(b"\n") + 1, encoding) from None


def _decode_lines(data: bytes) -> DecodedText:
    """Decode each line as UTF-8 if possible, and all others in one old encoding."""
    lines = data.split(b"\n")
    texts: list[str | None] = []
    other: list[int] = []
    is_mixed = False
    for number, line in enumerate(lines):
        try:
            texts.append(line.decode("utf-8"))
            is_mixed |= not line.isascii()
        except UnicodeDecodeError:
            texts.append(None)
            other.append(number)
    encoding = _old_encoding([lines[number] for number in other], [number + 1 for number in other])
    decoded = [lines[number].decode(encoding) if text is None else text for number, text in enumerate(texts)]
    name = NAMES[encoding]
    if not is_mixed:
        return DecodedText("\n".join(decoded), name)
    some = ", ".join(str(number + 1) for number in other[:10]) + (" …" if len(other) > 10 else "")
    note = f"These lines use a different encoding, {name}: {some}."
    return DecodedText("\n".join(decoded), "UTF-8", (note,))


def _old_encoding(lines: list[bytes], numbers: list[int]) -> str:
    """Return the old encoding in which the letters of these lines make words."""
    scores: dict[str, float] = {}
    for encoding in NAMES:
        try:
            texts = [line.decode(encoding) for line in lines]
        except UnicodeDecodeError:
            continue
        points = list(_points(texts))
        scores[encoding] = sum(points) * (
            PREFERENCE if encoding == "cp1252" and min(points, default=0) > 0 else 1.0
        )
    best = max(scores, key=scores.__getitem__, default="")
    if not best or scores[best] <= 0:
        undecodable = next(
            (number for line, number in zip(lines, numbers, strict=True) if not _is_windows(line)), 0
        )
        if "cp1252" in scores and not undecodable:
            return "cp1252"
        raise EncodingError(UNKNOWN, undecodable or numbers[0])
    rivals = [name for name, score in scores.items() if score >= scores[best] * CLOSE]
    if scores.get("cp1252") == scores[best]:
        rivals = [name for name in rivals if scores[name] == scores[best]]
    whole = b"\n".join(lines)
    if len({whole.decode(name) for name in rivals}) > 1:
        raise EncodingError(UNCLEAR, numbers[0], readings=_different_words(lines, rivals))
    return rivals[0]


def _is_windows(line: bytes) -> bool:
    try:
        line.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return True


def _different_words(lines: list[bytes], encodings: list[str]) -> dict[str, str]:
    """Return, by encoding, the first words that the encodings read differently."""
    for line in lines:
        for word in line.split():
            readings = {encoding: word.decode(encoding)[:30] for encoding in encodings}
            if len(set(readings.values())) > 1:
                return readings
    return {}


# Points


def _points(texts: list[str]) -> Iterator[float]:
    """Yield, for each non-ASCII character, how well it suits its neighbours."""
    left = MOST_SAMPLED
    for text in texts:
        for found in _WORD.finditer(text):
            if found[0].isascii():
                continue
            left -= 1
            if left < 0:
                return
            yield from _word_points(found[0], text[found.start() - 1 : found.start()] or ",")
        for found in _SIGN.finditer(text):
            after = text[found.end() : found.end() + 3] + ",,"
            yield _suits(found[0], text[found.start() - 1 : found.start()] or ",", after)


def _word_points(word: str, before: str) -> Iterator[float]:
    """Yield the points for a word, and for each of its letters that is not in ASCII."""
    if word.lower() in _KNOWN_WORDS:
        yield KNOWN_WORD
    if any(map(str.isdigit, word)):
        yield -1.5
        return
    is_capital = word[:1].isupper() and word[1:].islower()
    if not (word.islower() or word.isupper() or is_capital):
        yield -2.0
        return
    if len(word) == 1 or not any(map(str.isascii, word)):
        yield 0.5 if word in "àáèéóòÀÁÈÉ" else -0.5
        return
    if before in _CELL_STARTS and not word[0].isascii():
        yield 0.5 if word[0].isupper() else -0.3
    small = word.lower()
    for place, letter in enumerate(small):
        if not letter.isascii():
            yield _letter_points(letter, small[max(0, place - 1) : place], small[place + 1 : place + 2])


def _letter_points(letter: str, before: str, after: str) -> float:
    """Return how usual a small letter is between its neighbours in the languages of Western Europe."""
    by_vowel = before in _VOWELS or after in _VOWELS
    unusual = (
        (letter in "ëï" and not by_vowel and bool(after))
        or (letter == "ç" and after not in tuple("aouãâ"))
        or (letter == "ñ" and after not in _VOWELS)
        or (letter == "ß" and before not in _VOWELS)
        or (letter in "âæîûäõ" and not after)
    )
    if not unicodedata.name(letter, "").startswith("LATIN"):
        return -2.0
    if unusual:
        return 0.4
    if letter in "ìîûâ":
        return 0.8 if by_vowel else 1.6
    return 2.0 if letter in _COMMON else 1.3


def _suits(sign: str, before: str, after: str) -> float:
    """Return the points for a sign that is not a letter."""
    category = unicodedata.category(sign)
    tests = (
        (
            _CURRENCY,
            after[0].isdigit() or (after[0] == " " and after[1].isdigit()) or before.isdigit(),
            2.0,
            0.2,
        ),
        (_APOSTROPHE, before.isalpha(), KNOWN_WORD if _CONTRACTION.match(after) else 2.0, 0.3),
        (_OPENING, after[0].isalnum() and not before.isalnum(), 1.0, -1.5),
        (_ELLIPSIS, before.isalpha() and not after[0].isalnum(), 2.0, -0.5),
        (_INVERTED, not before.isalnum(), 0.3, -1.5),
        (_CLOSING, before.isalnum() or before in tuple(".!?)'"), 1.0, -1.0),
        (_BETWEEN, before in tuple(' \t,;"') or before.isdigit(), 1.0, -0.5),
        (_TIMES, before == " " or before.isdigit(), 1.0, -1.0),
        (_AFTER_NUMBER, before.isdigit() or (before == " " and after[0] in "CF"), 1.0, -1.0),
        (_MARKS, not before.isalnum(), 0.5, -3.0),
        (_FRACTIONS, not before.isalpha(), 1.0, -1.0),
        ("\xa0", True, 0.3, 0.3),
    )
    for signs, is_good, good, bad in tests:
        if sign in signs:
            return good if is_good else bad
    return -3.0 if category in ("Cc", "So", "Sm", "Po", "Ps", "Pe") else -1.5
