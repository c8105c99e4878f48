"""Make small reports from a form, answers and a template that stand in the test."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from carreport.assets import form_files, resource_path, template_folders
from carreport.draft.pictures.prepare import prepare_picture
from carreport.form.answers import Answers, Version, answers_from_json
from carreport.form.loader import load_form, parse_form
from carreport.form.schema import Form
from carreport.report.build import build
from carreport.report.html.render import render_html
from carreport.report.model import PictureFile, Report
from carreport.report.proof.completeness import Proof, prove_html
from carreport.report.templates.loader import parse_template
from carreport.report.templates.template import ReportTemplate

TODAY = date(2026, 11, 21)
SHELLS = next(folder for folder in template_folders() if folder.name == "inquiry-report")


@dataclass(frozen=True)
class Made:
    """A report with everything that it was made from."""

    form: Form
    answers: Answers
    template: ReportTemplate
    pictures: Mapping[str, PictureFile]
    report: Report = field(repr=False)

    @cached_property
    def html(self) -> str:
        return render_html(self.report, self.template)

    @property
    def proof(self) -> Proof:
        return prove_html(self.html.encode(), self.report, self.form, self.answers)


Make = Callable[..., Made]


@pytest.fixture
def make() -> Make:
    """Return `make(fields, answers, outline)`: a form of one section “s”, its answers, an outline."""

    def made(
        fields: str,
        answers: Mapping[str, Any],
        outline: str = "",
        *,
        versions: Mapping[str, tuple[Version, ...]] | None = None,
        pictures: Mapping[str, PictureFile] | None = None,
        audience: str = "public",
    ) -> Made:
        form = parse_form(
            f'[form]\nid = "f"\ntitle = "A form"\n[[section]]\nid = "s"\ntitle = "Step"\n{fields}'
        )
        given, problems = answers_from_json(form, {"s": answers})
        assert problems == []
        shape = outline or 'outline = "form"'
        template = parse_template(f'[template]\ntitle = "T"\nfor = "{audience}"\n{shape}', SHELLS)
        full = Answers(given.values, versions or {})
        report = build(form, full, pictures or {}, template, TODAY)
        return Made(form, full, template, pictures or {}, report)

    return made


@pytest.fixture
def picture() -> tuple[dict[str, Any], dict[str, PictureFile]]:
    """Return the value of a picture answer, and the bytes that it names."""
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(stream, "PNG")
    data = stream.getvalue()
    name = sha256(data).hexdigest()
    value = {"sha256": name, "type": "image/png", "width": 40, "height": 30}
    return value, {name: PictureFile(data, "image/png", 40, 30)}


@dataclass(frozen=True)
class Example:
    form: Form
    answers: Answers
    pictures: Mapping[str, Any]


@pytest.fixture(scope="session")
def example() -> Example:
    """Return the example inquiry that ships, as somebody would have filled it in."""
    form = load_form(next(path for path in form_files() if path.stem == "car-inquiry"))
    source = resource_path("examples", "schools-partnership.json")
    pictures: dict[str, Any] = {}

    def bring(name: str) -> Any:
        prepared = prepare_picture(Path(source.parent / name))
        pictures[prepared.sha256] = prepared.picture
        return prepared.value

    answers, problems = answers_from_json(form, json.loads(source.read_text(encoding="utf-8")), bring)
    assert problems == []
    return Example(form, answers, pictures)
