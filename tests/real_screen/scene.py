"""What is on the computer before the walk: the example, a copy of it that came back, and other files."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.session.draft_session import DraftSession
from carreport.report.install_template import write_starter_document
from carreport.settings import HOME_VARIABLE, Settings, save_settings
from carreport.ui.library import local_drafts

WRITER, REPLIER = "Ailsa Kerr", "Morag Reid"


@dataclass(frozen=True, slots=True)
class Scene:
    """Where everything is."""

    home: Path
    copy: Path
    replies: Path
    template: Path
    stranger: Path


def make_scene(folder: Path) -> Scene:
    """Put everything into `folder`."""
    home = folder / "home"
    home.mkdir()
    os.environ[HOME_VARIABLE] = str(home)
    save_settings(Settings(name=WRITER))
    copy, stranger = folder / "copy.carreport", folder / "new.carreport"
    scene = Scene(home, copy, folder / "replies.csv", folder / "Ours.docx", stranger)
    with local_drafts.open_example(WRITER) as session:
        export_copy(session, scene.copy)
        session.write("about.place", "Larch")
    with DraftSession.open(scene.copy, REPLIER) as other:
        other.write("about.place", "Linden")
        other.write("question.hard", [{"type": "paragraph", "spans": [{"text": "To find an hour."}]}])
        answers = other.answers().items("data.learning_points")
        other.write(f"data.learning_points/{answers[-1].id}/label", "Ring ahead")
    scene.replies.write_text('"I know whom to ask","I had time"\n' + "Agree,Disagree\n" * 6, encoding="utf-8")
    write_starter_document(scene.template)
    DraftSession.create(scene.stranger, local_drafts.load_shipped_forms()[0], REPLIER).close()
    return scene
