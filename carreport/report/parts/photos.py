"""Show the photos of an inquiry as numbered figures."""

from __future__ import annotations

from carreport.report.composition import Composition
from carreport.report.model import Block
from carreport.report.outline import Part
from carreport.report.parts.figures import figures_of


def show_photos(composition: Composition, part: Part) -> list[Block]:
    """Return each picture with its caption, credit and text alternative."""
    (path,) = part.answers
    group = composition.question(path)
    return figures_of(composition, path, group) if group else []
