"""The shipped forms are complete, and written as plainly as we promise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import mean

import pytest

from carreport.assets import form_files
from carreport.form.answers import is_asked
from carreport.form.kinds import InvalidValue, kind_of
from carreport.form.kinds.text_and_choice import MultipleChoiceKind, SingleChoiceKind
from carreport.form.loader import load_form
from carreport.form.schema import Field, Form, Share, Voice

VERBATIM = "What did you learn whilst going through the process?"
BUILT_IN = ("survey", "board", "photos")
SINGLE_ANSWERS = ("number", "date", "period", "yes_no", "link", "choice")

each_form = pytest.mark.parametrize("path", form_files(), ids=lambda path: path.stem)


@cache
def form_at(path: Path) -> Form:
    return load_form(path)


def written(fields: tuple[Field, ...]) -> Iterator[Field]:
    """Yield every question that the form file writes; the columns of some kinds come with the kind."""
    for field in fields:
        yield field
        if field.kind not in BUILT_IN:
            yield from written(field.fields)


def questions(path: Path) -> Iterator[tuple[str, Field]]:
    for section in form_at(path).sections:
        for each in written(section.fields):
            yield f"{section.id} … {each.id}", each


def sentences(path: Path) -> Iterator[tuple[str, str]]:
    """Yield each text of the form that is meant to be read as sentences, with its place."""
    form = form_at(path)
    yield "purpose", form.purpose
    for section in form.sections:
        yield section.id, section.intro
    for place, each in questions(path):
        for part in ("label", "why", "pitfalls"):
            if text := getattr(each, part):
                yield f"{place} {part}", text


def everything(path: Path) -> Iterator[tuple[str, str]]:
    yield from sentences(path)
    for place, each in questions(path):
        yield f"{place} example", each.example
        for choice in each.choices:
            yield f"{place} {choice.key}", choice.label


def syllables(word: str) -> int:
    """Count the syllables of an English word, well enough for an average."""
    letters = re.sub("[^a-z]", "", word.lower())
    silent = letters.endswith("e") and not letters.endswith(("le", "ee"))
    return max(1, len(re.findall("[aeiouy]+", letters)) - silent)


def school_grade(texts: list[str]) -> float:
    """Return the Flesch-Kincaid grade: 6 is read with ease at about the age of 12."""
    parts = [part for text in texts for part in re.split(r"(?<=[.?])\s+", text)]
    words = [re.findall("[A-Za-z’]+", part) for part in parts]
    per_word = mean(syllables(word) for sentence in words for word in sentence)
    return 0.39 * mean(len(sentence) for sentence in words) + 11.8 * per_word - 15.59


def test_the_forms_for_an_inquiry_and_an_event_are_there() -> None:
    assert {form_at(path).id for path in form_files()} >= {"car-inquiry", "learning-event"}


@each_form
def test_a_form_is_named_as_its_file(path: Path) -> None:
    assert form_at(path).id == path.stem


@each_form
def test_every_question_says_why_it_is_asked(path: Path) -> None:
    assert [place for place, each in questions(path) if not (each.label and each.why)] == []


@each_form
def test_every_question_of_a_step_has_an_example_answer(path: Path) -> None:
    assert [place for place, each in form_at(path).questions() if not each.example] == []


@each_form
def test_every_step_has_an_intro_of_one_to_three_sentences_and_its_minutes(path: Path) -> None:
    for section in form_at(path).sections:
        assert 1 <= len(re.findall(r"[.?](?= |$)", section.intro)) <= 3, section.id
        assert 0 < section.minutes <= 30, section.id


@each_form
def test_steps_take_minutes_and_not_hours(path: Path) -> None:
    assert [section.id for section in form_at(path).sections if len(section.fields) > 12] == []


def test_few_questions_of_an_inquiry_are_main_questions_and_consent_is_one() -> None:
    form = next(form_at(path) for path in form_files() if path.stem == "car-inquiry")
    main = [path for path, question in form.questions() if question.is_essential]
    assert len(main) == 9
    assert {"about.title", "question.main", "data.learning_points", "finish.consents"} < set(main)
    assert {path.partition(".")[0] for path in main} == {section.id for section in form.sections}


def test_a_method_is_asked_only_what_applies_to_its_kind() -> None:
    form = next(form_at(path) for path in form_files() if path.stem == "car-inquiry")
    method = form.field("data.methods")
    assert method is not None
    left_out = {
        kind: [field.id for field in method.fields if not is_asked(field, {"kind": kind})]
        for kind in (None, "survey", "records", "reading")
    }
    assert left_out == {
        None: [],
        "survey": [],
        "records": ["replies", "consent"],
        "reading": ["designed", "replies", "consent"],
    }


@each_form
def test_lists_stand_two_deep_at_the_most(path: Path) -> None:
    outer = [field for section in form_at(path).sections for field in section.fields]
    inner = [field for group in outer for field in group.fields]
    assert [field.id for group in inner for field in group.fields if field.is_group] == []


@each_form
def test_choices_and_single_answers_have_examples_that_could_be_given(path: Path) -> None:
    for place, each in questions(path):
        if each.example and each.kind in SINGLE_ANSWERS:
            given = dict(zip(("start", "end"), each.example.split(" to "), strict=False))
            read = kind_of(each).parse(each, given if each.kind == "period" else each.example)
            assert not isinstance(read, InvalidValue), (place, each.example)


@each_form
def test_examples_of_several_choices_name_choices_and_not_too_many(path: Path) -> None:
    for place, each in questions(path):
        if isinstance(kind_of(each), MultipleChoiceKind):
            rest = each.example
            named = [choice.label for choice in each.choices if choice.label in rest]
            for label in sorted(named, key=len, reverse=True):
                rest = rest.replace(label, "")
            assert set(rest) <= set(", "), (place, rest)
            assert named, place


@each_form
def test_wherever_there_is_a_choice_one_is_the_example(path: Path) -> None:
    chosen = [(place, each) for place, each in questions(path) if isinstance(kind_of(each), SingleChoiceKind)]
    assert [place for place, each in chosen if each.example not in {one.label for one in each.choices}] == []


@each_form
def test_the_writing_is_tidy(path: Path) -> None:
    for place, text in everything(path):
        assert "  " not in text, place
        assert not re.search(r"[!;]|\b(?:please|successfully|invalid|error)\b", text, re.IGNORECASE), place
        assert "'" not in text, f"{place}: use the curly apostrophe"
        assert '"' not in text, f"{place}: use curly quotation marks"
        assert text == text.strip(), place


@each_form
def test_sentences_end_as_sentences(path: Path) -> None:
    assert [place for place, text in sentences(path) if not text.endswith((".", "?"))] == []


@each_form
def test_questions_are_questions(path: Path) -> None:
    assert [place for place, each in questions(path) if not each.label.endswith("?")] == []


@each_form
def test_texts_have_example_answers_in_sentences(path: Path) -> None:
    texts = [(place, each.example) for place, each in questions(path) if each.kind == "text" and each.example]
    assert [place for place, example in texts if not example.endswith((".", "?"))] == []


@each_form
def test_labels_fit_on_a_line(path: Path) -> None:
    assert [place for place, each in questions(path) if len(each.label) > 75] == []


@each_form
def test_a_twelve_year_old_can_read_it(path: Path) -> None:
    assert school_grade([text for _, text in sentences(path)]) < 5


@each_form
def test_example_answers_read_as_easily(path: Path) -> None:
    assert school_grade([each.example for _, each in questions(path) if each.kind == "text"]) < 7


@each_form
def test_no_sentence_is_long(path: Path) -> None:
    long = [
        (place, part)
        for place, text in sentences(path)
        for part in re.split(r"(?<=[.?])\s+", text)
        if len(part.split()) > 25
    ]
    assert long == []


def inquiry() -> Form:
    return form_at(next(path for path in form_files() if path.stem == "car-inquiry"))


def test_the_inquiry_has_the_seven_steps() -> None:
    steps = ["about", "context", "question", "data", "actions", "reflections", "finish"]
    assert [section.id for section in inquiry().sections] == steps


def test_the_one_prompt_that_survives_is_word_for_word() -> None:
    learned = inquiry().field("reflections.learned")
    assert learned is not None
    assert learned.label == VERBATIM


def test_what_must_not_leave_the_group_is_for_the_team() -> None:
    form = inquiry()
    for path in ("finish.stay_out", "finish.read_by", "finish.consents"):
        question = form.field(path)
        assert question is not None
        assert question.share is Share.TEAM
        assert {inner.share for inner in question.fields} <= {Share.TEAM}, path


def test_a_reflection_is_in_the_voice_of_its_member_and_starts_unreleased() -> None:
    reflection = inquiry().field("reflections.individual")
    assert reflection is not None
    release = reflection.inner_field("release")
    assert release is not None
    assert (reflection.voice, release.choices[0].key) == (Voice.MEMBER, "not_yet")


def test_an_event_is_told_before_its_fixed_fields_are_asked() -> None:
    form = form_at(next(path for path in form_files() if path.stem == "learning-event"))
    assert [section.id for section in form.sections][:2] == ["overview", "story"]


@pytest.mark.parametrize(
    ("question", "options"),
    [
        ("overview.general_issues", 22),
        ("place.scope", 8),
        ("aims.purposes", 5),
        ("aims.approaches", 16),
        ("aims.public_spectrum", 6),
        ("people.open_limited", 4),
        ("people.recruitment_method", 6),
        ("people.targeted_participants", 16),
        ("process.method_types", 17),
        ("process.tools_techniques_types", 9),
        ("process.interactions", 11),
        ("process.learning_resources", 8),
        ("process.decision_methods", 6),
        ("process.if_voting", 6),
        ("process.insights_outcomes", 11),
        ("organisers.organizer_types", 16),
        ("organisers.funder_types", 16),
        ("impact.change_types", 5),
        ("impact.implementers", 7),
    ],
)
def test_the_option_lists_of_an_event_are_whole(question: str, options: int) -> None:
    form = form_at(next(path for path in form_files() if path.stem == "learning-event"))
    asked = form.field(question)
    assert asked is not None
    assert len(asked.choices) == options
