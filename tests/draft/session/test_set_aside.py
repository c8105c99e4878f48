"""An answer that no editor can hold is set aside: named, kept in the file, and replaced by a new one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge
from carreport.draft.drafts import draft_summaries
from carreport.draft.erasure import ErasureRequest, erase
from carreport.draft.revisions.change import ChangeSet, revision_to_row
from carreport.draft.revisions.flaws import find_set_aside, remarks_about
from carreport.draft.revisions.revision import Revision, bare_revision, make_revision
from carreport.draft.revisions.validate import NO_AUTHOR_OR_TIME, WRONG_SHAPE
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage.backups import back_up, backups_of, restore_as
from carreport.draft.storage.database import DraftDatabase
from carreport.draft.storage.salvage import inspect_damage, salvage
from carreport.form.answers import SET_ASIDE
from carreport.form.schema import Form
from tests.draft.foreign_writes import write_rows

ME = "Ailsa Kerr"
WHEN = "2026-03-02T14:03:10.250+00:00"
DEEP = "[" * 400 + "]" * 400


def forged(path: str, text: str, *parents: str, author: str = "Mallory", when: str = WHEN) -> Revision:
    return make_revision(path, parents, text, author=author, device="0badc0de", written_at=when)


def stored(path: Path) -> set[tuple[str | None, ...]]:
    file = DraftDatabase.open(path)
    try:
        return {revision_to_row(row) for row in file.read().revisions}
    finally:
        file.close()


@pytest.fixture
def good(path: Path, form: Form) -> Revision:
    """A draft with a title and a place; return the revision of the title."""
    with DraftSession.create(path, form, ME) as session:
        session.write("about.title", "Warm handover")
        session.write("about.place", "Skye")
        session.seal()
        (head,) = session.tree.heads("about.title")
    return head


def test_the_answer_is_named_and_everything_else_works(path: Path, good: Revision) -> None:
    write_rows(path, forged("about.title", DEEP, good.id))
    with DraftSession.open(path, ME) as session:
        assert not session.read_only
        assert session.answers().values == {"about.place": "Skye"}
        assert session.answers().unreadable == {"about.title": SET_ASIDE}
        (flaw,) = find_set_aside(session.form, session.tree)
        assert (flaw.label, flaw.reason, flaw.author) == ("Title", WRONG_SHAPE, "Mallory")
        assert any("Title" in remark for remark in remarks_about(session))


@pytest.mark.parametrize(
    "row",
    [
        forged("about.title", '{"x":NaN}'),
        forged("about.title", "9" * 5000),
        forged("about.story", '[{"spans":[],"type":"table"}]'),
        forged("about.title/a/name", '"words"'),
        forged("about.title/a", '{"order":"i"}'),
        forged("data.sources", '["words"]'),
        forged("data.sources/a/years", "5"),
        forged("data.sources/a/years/b/year", '["words"]'),
        forged("data.sources/a", '{"order":["i"]}'),
        forged("data.wall/a/picture", '{"sha256":["x"]}'),
        forged("about.@ready", '"maybe"'),
        forged("about.title", '"x"', when="now"),
        forged("about.title", '"x"', author="M" * 100_000),
        forged("gone.title", DEEP),
    ],
    ids=lambda row: f"{row.path} {row.text[:12]}",
)
@pytest.mark.usefixtures("good")
def test_whatever_it_is_nothing_stops_and_it_stays(path: Path, row: Revision) -> None:
    write_rows(path, row)
    with DraftSession.open(path, ME) as session:
        assert len(find_set_aside(session.form, session.tree)) == 1
        assert session.answers().get("about.place") == "Skye"
        assert session.answers().items("data.sources") == ()
        session.write("about.place", "Mull")
        session.history(row.path)
    assert revision_to_row(row) in stored(path)


@pytest.mark.usefixtures("good")
def test_a_bare_row_in_the_wrong_place_hides_nothing(path: Path) -> None:
    write_rows(path, bare_revision("1" * 40, "about.title/a/name"))
    with DraftSession.open(path, ME) as session:
        assert session.answers().get("about.title") == "Warm handover"
        assert session.answers().unreadable == {}


def test_an_entry_with_a_nonsense_position_keeps_its_words_and_comes_last(path: Path, form: Form) -> None:
    with DraftSession.create(path, form, ME) as session:
        first = session.add_item("data.sources", values={"name": "first"})
    write_rows(path, forged("data.sources/a", '{"order":"!"}'), forged("data.sources/a/name", '"kept"'))
    with DraftSession.open(path, ME) as session:
        assert [item.get("name") for item in session.answers().items("data.sources")] == ["first", "kept"]
        session.move_item("data.sources/a", None)
        assert [item.id for item in session.answers().items("data.sources")] == ["a", first]
        assert find_set_aside(session.form, session.tree) == ()


def test_many_forged_versions_of_one_answer_cost_one_look_at_its_history(
    path: Path, good: Revision, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_rows(path, *(forged("about.title", f"[{number}]", good.id) for number in range(50)))
    with DraftSession.open(path, ME) as session:
        looked_at: list[str] = []
        history = session.tree.revisions_of

        def revisions_of(place: str) -> Mapping[str, Revision]:
            looked_at.append(place)
            return history(place)

        monkeypatch.setattr(session.tree, "revisions_of", revisions_of)
        flaws = find_set_aside(session.form, session.tree)
        assert (len(flaws), looked_at) == (50, ["about.title"])
        assert {flaw.earlier for flaw in flaws} == {good}


def test_a_new_answer_replaces_it(path: Path, good: Revision) -> None:
    bad = forged("about.title", DEEP, good.id)
    write_rows(path, bad)
    with DraftSession.open(path, ME) as session:
        session.write("about.title", "Cold handover")
    with DraftSession.open(path, ME) as session:
        assert session.answers().get("about.title") == "Cold handover"
        assert session.answers().unreadable == {}
        assert bad.id in session.tree.heads("about.title")[0].parents


@pytest.mark.usefixtures("good")
def test_a_new_answer_replaces_any_number_of_versions(path: Path) -> None:
    write_rows(path, *(forged("about.title", f'"version {number}"') for number in range(700)))
    with DraftSession.open(path, ME) as session:
        session.write("about.title", "Cold handover")
    with DraftSession.open(path, ME) as session:
        assert session.answers().get("about.title") == "Cold handover"
        assert session.answers().unreadable == {}


def test_the_same_words_with_a_forged_time_can_be_typed_again(path: Path, good: Revision) -> None:
    write_rows(path, forged("about.story", '"x"'), forged("about.title", '"x"', good.id, when="now"))
    with DraftSession.open(path, ME) as session:
        session.write("about.title", "x")
    with DraftSession.open(path, ME) as session:
        assert session.answers().get("about.title") == "x"


def test_an_earlier_version_can_be_restored(path: Path, good: Revision) -> None:
    write_rows(path, forged("about.title", DEEP, good.id))
    with DraftSession.open(path, ME) as session:
        (flaw,) = find_set_aside(session.form, session.tree)
        assert flaw.earlier == good
        session.restore_revision("about.title", good.id)
        assert session.answers().get("about.title") == "Warm handover"
        assert find_set_aside(session.form, session.tree) == ()


def test_it_stays_in_a_file_saved_elsewhere_a_backup_and_a_rescue(
    path: Path, good: Revision, tmp_path: Path
) -> None:
    bad = forged("about.title", DEEP, good.id)
    write_rows(path, bad)
    with DraftSession.open(path, ME) as session:
        draft_id = session.draft_id
        session.write("about.place", "Mull")
        session.save_as(tmp_path / "elsewhere.carreport")
    back_up(path)
    restore_as(backups_of(draft_id)[0], tmp_path / "restored.carreport")
    salvage(path, tmp_path / "rescued.carreport")
    for name in ("elsewhere", "restored", "rescued"):
        assert revision_to_row(bad) in stored(tmp_path / f"{name}.carreport"), name


def test_it_stays_when_the_file_is_rewritten(path: Path, good: Revision) -> None:
    bad = forged("about.title", DEEP, good.id)
    write_rows(path, bad)
    with DraftSession.open(path, ME) as session:
        erase(session, ErasureRequest("about.place"))
    assert revision_to_row(bad) in stored(path)


def test_a_copy_has_it_and_whoever_imports_the_copy_is_told(
    path: Path, good: Revision, tmp_path: Path, form: Form
) -> None:
    bad = forged("about.title", DEEP, good.id)
    write_rows(path, bad)
    copy = tmp_path / "copy.carreport"
    with DraftSession.open(path, ME) as session:
        export_copy(session, copy)
    assert revision_to_row(bad) in stored(copy)
    with DraftSession.create(tmp_path / "theirs.carreport", form, "Morag Reid") as session:
        plan = merge_and_save(session, preview_merge(session, copy), separate=True)
        assert [(one.path, one.reason) for one in plan.excluded] == [("about.title", WRONG_SHAPE)]
        assert session.answers().values == {"about.place": "Skye"}


def test_its_words_can_be_erased(path: Path, good: Revision) -> None:
    write_rows(
        path, forged("about.title", '["hidden words"]', good.id), forged("about.title/a/b", '"hidden words"')
    )
    with DraftSession.open(path, ME) as session:
        erase(session, ErasureRequest("about.title"))
        assert find_set_aside(session.form, session.tree) == ()
    assert b"hidden words" not in path.read_bytes()


def test_what_a_person_wrote_is_erased_even_if_it_was_set_aside(path: Path, good: Revision) -> None:
    write_rows(path, forged("about.title", '["hidden words"]', good.id))
    with DraftSession.open(path, ME) as session:
        erase(session, ErasureRequest(person="Mallory"))
    assert b"hidden words" not in path.read_bytes()


@pytest.mark.usefixtures("good")
def test_verify_names_it_and_says_that_nothing_is_damaged(path: Path) -> None:
    write_rows(
        path, forged("about.title", '{"sha256":"' + "a" * 64 + '"}', when="now"), forged("about.story", DEEP)
    )
    report = inspect_damage(path)
    assert report.is_sound
    assert [(flaw.path, flaw.reason) for flaw in report.set_aside] == [
        ("about.story", WRONG_SHAPE),
        ("about.title", NO_AUTHOR_OR_TIME),
    ]


@pytest.mark.usefixtures("good")
def test_a_list_of_drafts_shows_the_others_and_names_it(path: Path, tmp_path: Path, form: Form) -> None:
    write_rows(path, forged("about.title", DEEP), forged("about.place", '"x"', when="now"))
    DraftSession.create(tmp_path / "other.carreport", form, ME).close()
    cards = {card.path.stem: card for card in draft_summaries(tmp_path)}
    assert cards.keys() == {"inquiry", "other"}
    assert "Title" in cards["inquiry"].remark
    assert "Place" in cards["inquiry"].remark
    assert cards["other"].remark == ""


@pytest.mark.parametrize(
    "card",
    [
        "[" * 100_000,
        "5",
        "[]",
        '{"title": 5}',
        "NaN",
        '{"sections": [["a", 1e400, "b"]]}',
        '{"remark": "gone"}',
    ],
)
@pytest.mark.usefixtures("good")
def test_a_forged_summary_is_made_again(path: Path, card: str) -> None:
    file = DraftDatabase.open(path)
    file.save(ChangeSet(meta={"card": card, "created": "now"}))
    file.close()
    (summary,) = draft_summaries(path.parent)
    assert (summary.title, summary.started, summary.remark) == ("Warm handover", "", "")
