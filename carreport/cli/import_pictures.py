"""Import the pictures that an answers file names, from the file's folder or from another draft."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from carreport.draft.pictures.prepare import PreparedPicture, prepare_picture
from carreport.draft.session.draft_session import DraftSession
from carreport.errors import PictureError
from carreport.form.answers import Answers
from carreport.form.kinds import InvalidValue, kind_of
from carreport.form.problems import Problem
from carreport.form.schema import Value


class PictureImporter:
    """Finds the pictures named in an answers file.

    No picture is added to the draft until `attach_all`, which is called once everything fits.
    """

    def __init__(self, session: DraftSession, beside: Path, other_draft: str | None) -> None:
        self._session = session
        self._beside = beside
        self._other_path = other_draft
        self._other: DraftSession | None = None
        self._prepared: dict[str, PreparedPicture] = {}

    def __enter__(self) -> Self:
        """Open the other draft read-only."""
        if self._other_path:
            self._other = DraftSession.open(Path(self._other_path), "", read_only=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the other draft."""
        if self._other:
            self._other.close()

    def prepare(self, name: str) -> Value | InvalidValue:
        """Read the picture file `name` in the folder of the answers file; return the value of the answer."""
        try:
            picture = prepare_picture(self._beside / name)
        except PictureError as problem:
            return InvalidValue(str(problem).rstrip("."))
        self._prepared[picture.sha256] = picture
        return picture.value

    def missing_pictures(self, form_answers: Answers) -> list[Problem]:
        """Return a problem for each answer whose picture is missing; collect those in the other draft."""
        return [
            Problem(
                answered.path,
                "picture-missing",
                f"The picture {answered.value['sha256'][:12]}… is not in this draft"
                + (
                    f" or in {self._other_path}."
                    if self._other
                    else ". Use --pictures-from to name a draft that has it."
                ),
            )
            for answered in form_answers.answered_fields(self._session.form)
            if kind_of(answered.field).is_picture and not self._has_picture(answered.value["sha256"])
        ]

    def attach_all(self) -> None:
        """Add all the collected pictures to the draft."""
        for picture in self._prepared.values():
            self._session.attach(picture)

    def _has_picture(self, sha256: str) -> bool:
        if sha256 in self._prepared or self._session.picture(sha256):
            return True
        picture = self._other.picture(sha256) if self._other else None
        if picture:
            self._prepared[sha256] = PreparedPicture(sha256, picture)
        return picture is not None
