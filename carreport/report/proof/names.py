"""Find the names of people who do not want to be named in everything that a report prints.

Each answer that is printed is searched, and then each line of the finished file, for what does not come from
an answer: the fixed text of a template, its header and its properties. A place that somebody has marked as
meaning somebody else is listed as such, for as long as its wording stays the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

from carreport.form import paths
from carreport.form.answers import AnsweredField, Answers, is_empty
from carreport.form.kinds import kind_of
from carreport.form.name_search import NameHit, NameSearch, lower_case_words, search_for
from carreport.form.names import Certainty, name_key
from carreport.form.people import Wish
from carreport.form.richtext import Block as TextBlock
from carreport.form.richtext import RichText
from carreport.form.schema import Form, Section
from carreport.report.model import (
    Block,
    BlockQuote,
    Callout,
    Chart,
    FactList,
    Figure,
    Heading,
    ListBlock,
    Paragraph,
    Report,
    Table,
    plain_text,
)
from carreport.report.proof.expected_text import expected_texts
from carreport.report.proof.finding import FindingGroup, ReportFinding
from carreport.report.templates.loader import TEMPLATE_FILE

NAME_PRINTED, NAME_POSSIBLE, NAME_MARKED = "name-printed", "name-possible", "name-means-other"
NAME_IN_TEMPLATE, WISHES_DIFFER = "name-in-template", "wishes-differ"
_WISHES = {
    Wish.ROLE: "wants to appear by role only",
    Wish.LEFT_OUT: "does not want to be mentioned",
    Wish.UNCERTAIN: "may not want to be named: it is not certain how they want to appear",
}

_NUMBER = re.compile(r"\A[\d.]+\s*")
"""The number of a heading, which is not in its text."""
_AROUND = 50
"""The number of characters of a sentence that are shown on each side of a name."""


@dataclass(frozen=True, slots=True)
class NamePlace:
    """A place in a report that names, or may name, somebody who does not want to be named.

    `path` is the answer, or empty for text that comes from no answer. `mark` is the path of the mark that
    it means somebody else. `why` is what the person wants.
    """

    path: str
    name: str
    why: str
    hit: NameHit
    mark: str = ""
    is_marked: bool = False

    @property
    def is_certain(self) -> bool:
        """Whether it must be changed, or marked, before the report is sent."""
        return self.hit.certainty is Certainty.CERTAIN and not self.is_marked


@dataclass(frozen=True, slots=True)
class _PrintedLine:
    path: str
    text: str
    names_people: bool


class PrintedNames:
    """The search of one report for names that it may not print."""

    def __init__(self, report: Report, form: Form, answers: Answers) -> None:
        self._report, self._form, self._answers = report, form, answers
        self._people = {person.key: person for person in report.names.unnamed}

    @property
    def is_needed(self) -> bool:
        """Whether there is anybody to look for."""
        return bool(self._people or self._report.names.writers)

    @cached_property
    def places(self) -> tuple[NamePlace, ...]:
        """The places in the answers, in the order of the form, and in what else the report says."""
        if not self.is_needed:
            return ()
        return (*self._places(), *self._strays(report_lines(self._report)))

    def stray_places(self, lines: Iterable[str]) -> tuple[NamePlace, ...]:
        """Return the places in the lines of a finished file that are not in the report: in the template."""
        known = {(place.path, place.name, place.hit.sentence) for place in self.places}
        found = self._strays(lines)
        return tuple(
            place
            for place in found
            if (place.path, place.name, _NUMBER.sub("", place.hit.sentence)) not in known
            and (place.path, place.name, place.hit.sentence) not in known
        )

    def _strays(self, lines: Iterable[str]) -> tuple[NamePlace, ...]:
        """Return the places in the lines of a report, apart from the answers that it prints whole.

        A line may still quote another answer, such as a statement in a headline. Otherwise the text is the
        template's.
        """
        if not self._people:
            return ()
        strays: dict[tuple[str, str, str], NamePlace] = {}
        for line in dict.fromkeys(lines):
            for hit in self._search.search(line):
                if hit.certainty is not Certainty.CERTAIN or _is_written(self._written, hit, line):
                    continue
                for place in self._stray_places(hit, line):
                    strays[place.path, hit.person, place.hit.sentence] = place
        return tuple(strays.values())

    def _stray_places(self, hit: NameHit, line: str) -> Iterator[NamePlace]:
        """Yield the answer that a line quotes, the question whose label it has, or otherwise the template."""
        person = self._people[hit.person]
        quoted, label = _origin(self._unprinted, hit, line), _origin(self._labels, hit, line)
        if quoted:
            yield from self._quoted_places(quoted, hit)
        elif label:
            yield self._place(label, person.name, _WISHES[person.wish], hit)
        else:
            yield NamePlace("", person.name, _WISHES[person.wish], hit)

    def _quoted_places(self, path: str, hit: NameHit) -> Iterator[NamePlace]:
        """Yield the places in an answer that a line quotes, judged by what the answer says."""
        question, person = self._form.field(path), self._people[hit.person]
        if question is None:
            return
        for text in _texts(
            AnsweredField(path, question, self._report.printed.get(path)), self._report.printed
        ):
            for own in self._search.search(text):
                if own.person == hit.person:
                    yield self._place(path, person.name, _WISHES[person.wish], own)

    def all_certain(self, lines: Iterable[str]) -> tuple[NamePlace, ...]:
        """Return every place that must be changed, given the lines of the finished file."""
        certain = tuple(place for place in self.places if place.is_certain)
        return (*certain, *(self.stray_places(lines) if self.is_needed else ()))

    def true_reasons(self, withheld: Mapping[str, str]) -> dict[str, str]:
        """Return the reasons for what is left out, with a warning where the name is printed anyway."""
        named = {name_key(place.name) for place in self.places if place.is_certain}
        hidden = self._report.names.hidden
        return {
            path: f"{why} The report still names them elsewhere." if hidden.get(path) in named else why
            for path, why in withheld.items()
        }

    @cached_property
    def _lines(self) -> tuple[_PrintedLine, ...]:
        return tuple(printed_lines(self._report, self._form, self._answers))

    @cached_property
    def _written(self) -> list[tuple[str, str]]:
        """The path and the letters of each line that the report prints."""
        return [(line.path, _squeezed(line.text)) for line in self._lines]

    @cached_property
    def _unprinted(self) -> list[tuple[str, str]]:
        """The path and the letters of each paragraph that it leaves out but may quote."""
        answers = self._report.printed
        return [
            (answer.path, _squeezed(text))
            for answer in answers.answered_fields(self._form)
            if answer.path in self._report.withheld
            for text in _texts(answer, answers)
        ]

    @cached_property
    def _labels(self) -> list[tuple[str, str]]:
        """The path and the letters of each label of the form."""
        return [
            (path, _squeezed(text))
            for section in self._form.sections
            for path, text in section_labels(section)
        ]

    @cached_property
    def _ordinary(self) -> frozenset[str]:
        return lower_case_words(line.text for line in self._lines)

    @cached_property
    def _search(self) -> NameSearch:
        people = ((person.key, person.names, person.is_shared) for person in self._people.values())
        return search_for(people, self._report.names.others, self._ordinary)

    def _places(self) -> Iterator[NamePlace]:
        searches: dict[str, NameSearch] = {}
        for line in self._lines:
            for hit in self._search.search(line.text, names_people=line.names_people):
                person = self._people[hit.person]
                yield self._place(line.path, person.name, _WISHES[person.wish], hit)
            entry = next((at for at in _entries_around(line.path) if at in self._report.names.writers), "")
            name = self._report.names.writers.get(entry, "")
            if not name or name_key(name) in self._people:
                continue
            if entry not in searches:
                others = [other for other in self._report.names.others if name_key(other) != name_key(name)]
                searches[entry] = search_for([(name_key(name), (name,), False)], others, self._ordinary)
            for hit in searches[entry].search(line.text):
                yield self._place(line.path, name, "does not sign this with a name", hit)

    def _place(self, path: str, name: str, why: str, hit: NameHit) -> NamePlace:
        mark = mark_path(path, name_key(name), hit)
        return NamePlace(path, name, why, hit, mark, is_marked=self._answers.values.get(mark) is True)


def mark_path(path: str, person: str, hit: NameHit) -> str:
    """Return the path of the mark that a name in one wording of an answer means somebody else.

    It has a fingerprint of the wording in place of the words, which erasing the answer must not leave behind.
    """
    told = "\x00".join((path, person, " ".join(hit.words.split()), hit.sentence))
    print_of = blake2b(told.encode(), digest_size=12).hexdigest()
    return f"{paths.split_path(path).section}.{paths.MEANS_OTHER}{print_of}"


def name_findings(places: Iterable[NamePlace]) -> Iterator[ReportFinding]:
    """Yield a finding for each place: first those that must be changed."""
    seen: set[tuple[str, str, str, str]] = set()
    for place in sorted(places, key=lambda place: (not place.is_certain, place.is_marked)):
        words, same = place.hit.words, (place.path, place.name, place.hit.words, place.hit.sentence)
        if same in seen:
            continue
        seen.add(same)
        excerpt = _excerpt(place.hit)
        if place.is_marked:
            code, sentence = NAME_MARKED, f"“{words}” is marked as somebody else, not {place.name}: {excerpt}"
        elif place.is_certain:
            code, sentence = NAME_PRINTED, f"{place.name} {place.why}, but is named here: {excerpt}"
        else:
            code, sentence = NAME_POSSIBLE, f"“{words}” may be {place.name}, who {place.why}: {excerpt}"
        if not place.path:
            code = NAME_IN_TEMPLATE
        yield ReportFinding(
            FindingGroup.NAMES if place.is_certain else FindingGroup.POSSIBLE_NAMES,
            code,
            sentence,
            place.path or f"template/{TEMPLATE_FILE}",
            is_required=place.is_certain,
            words=words,
            passage=place.hit.sentence,
            mark=place.mark,
            is_marked=place.is_marked,
        )


def differing_wishes(report: Report, form: Form, answers: Answers) -> Iterator[ReportFinding]:
    """Yield each entry whose writer chose to sign it with a name, but elsewhere not to be named."""
    people = {person.key: person for person in report.names.unnamed}
    for entry, name in report.names.writers.items():
        person, group = people.get(name_key(name)), form.field(entry)
        if person is None or group is None or group.private_until is None:
            continue
        release = f"{entry}/{group.private_until.field}"
        if answers.get(release) == "named":
            sentence = (
                f"{name} signs this {group.item_noun} with a name, but {_WISHES[person.wish]}. "
                "The report does not print the name. Ask which is right, and change the other."
            )
            yield ReportFinding(FindingGroup.NAMES, WISHES_DIFFER, sentence, release)


def printed_lines(report: Report, form: Form, answers: Answers) -> Iterator[_PrintedLine]:
    """Yield each line of text that a report prints, with the answer that it comes from."""
    printed = report.printed
    for answer in printed.answered_fields(form):
        if answer.path in report.withheld and answer.path not in report.withheld_parts:
            continue
        about_who = answer.field.label.lower().startswith(("who", "whom", "whose", "by whom"))
        for text in dict.fromkeys(_texts(answer, printed)):
            yield _PrintedLine(answer.path, text, about_who and kind_of(answer.field).is_inline)
    for expected in expected_texts(report, form, answers):
        for line in expected.lines:
            yield _PrintedLine(expected.path, line, names_people=False)


def _texts(answer: AnsweredField, printed: Answers) -> Iterator[str]:
    """Yield the paragraphs of an answer in all its versions, and the addresses of its links."""
    kind = kind_of(answer.field)
    if kind.takes_choices or kind.is_picture or kind.is_evidence or kind.holds_replies:
        return
    versions = [version.value for version in printed.versions.get(answer.path, ())] or [answer.value]
    for value in versions:
        if is_empty(answer.field, value):
            continue
        content = kind.printed(answer.field, value)
        text = content if isinstance(content, RichText) else RichText((TextBlock("paragraph", content),))
        for block in (*text.blocks, *text.notes):
            yield from block.lines
            yield from (span.link for span in block.spans if span.link)


def _entries_around(path: str) -> Iterator[str]:
    entry = paths.parent_item_path(path)
    while entry:
        yield entry
        entry = paths.parent_item_path(paths.group_path(entry))


def report_lines(report: Report) -> Iterator[str]:
    """Yield every text in the model of a report: its title page, headings, blocks and footnotes."""
    yield from (getattr(report.title, name) for name in report.title.__slots__)
    for section in report.sections:
        yield section.heading
        for block in section.body:
            yield from _block_lines(block)
    yield from (plain_text(note.text) for note in report.footnotes)


def _block_lines(block: Block) -> Iterator[str]:  # noqa: C901 - one case for each block
    match block:
        case Heading():
            yield block.text
        case Paragraph():
            yield plain_text(block.text)
        case ListBlock():
            yield from (plain_text(item.text) for item in block.items)
        case BlockQuote():
            yield from (*map(plain_text, block.paragraphs), block.speaker)
        case Callout():
            yield from (*map(plain_text, block.paragraphs), block.label)
        case FactList():
            for label, text in block.rows:
                yield from (label, plain_text(text))
        case Table():
            yield from (block.caption, *block.header, block.note)
            yield from (plain_text(cell) for row in block.rows for cell in row)
        case Figure():
            yield from (block.caption, block.alt, block.credit)
        case Chart():
            yield from (block.caption, block.alt)


def section_labels(section: Section) -> Iterator[tuple[str, str]]:
    """Yield the labels in a section of a form, each with the path of a question."""
    for at, question in enumerate(section.fields):
        path = f"{section.id}.{question.id}"
        if not at:
            yield path, section.title
        pending = [question]
        while pending:
            inner = pending.pop()
            yield path, inner.label
            yield from ((path, choice.label) for choice in inner.choices)
            pending += inner.fields


def _is_written(lines: Iterable[tuple[str, str]], hit: NameHit, line: str) -> bool:
    """Say whether every place of these words in a line comes from one of `lines`."""
    whole, words = _squeezed(line), _squeezed(hit.words)
    for _, text in lines:
        if words in text:
            if whole in text:
                return True
            whole = whole.replace(text, "|")
    return words not in whole


def _origin(lines: Iterable[tuple[str, str]], hit: NameHit, line: str) -> str | None:
    """Return the path of the answer that a line with a hit comes from, if it is among `lines`."""
    whole, words = _squeezed(line), _squeezed(hit.words)
    origins = (path for path, text in lines if words in text and (text in whole or whole in text))
    return next(origins, None)


def _squeezed(text: str) -> str:
    return "".join(text.split()).casefold()


def _excerpt(hit: NameHit) -> str:
    """Return the words around a name, in quotation marks."""
    sentence, words = hit.sentence, " ".join(hit.words.split())
    at = max(sentence.find(words), 0)
    start, end = max(0, at - _AROUND), min(len(sentence), at + len(words) + _AROUND)
    return f"“{'…' if start else ''}{sentence[start:end].strip()}{'…' if end < len(sentence) else ''}”"
