from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

import pytest

from carreport.errors import ReportWriteError
from carreport.report.model import Chart, Figure, PictureFile
from carreport.report.word.xml_names import ASVG, DECORATIVE, NS, WP, w

_SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="200"><title>x</title></svg>'


def _figure(number: int = 1, **more: Any) -> Figure:
    return Figure(f"f{number}", number, "The wall", "abc", **{"alt": 'A wall with "notes" & more', **more})


def test_a_photo_stands_in_line_with_its_description_and_its_caption_below(
    printed: Any, photo: PictureFile
) -> None:
    picture, caption, credit = printed(_figure(credit="Isla Broon"), pictures={"abc": photo}).body
    assert picture.find(f".//{{{WP}}}inline/{{{WP}}}docPr").get("descr") == 'A wall with "notes" & more'
    assert "".join(caption.itertext(w("t"))) == "Figure 1\u2002The wall"
    assert "".join(credit.itertext(w("t"))) == "Picture: Isla Broon"
    assert picture.find("w:pPr/w:pStyle", NS).get(w("val")) == "Picture"


def test_a_decorative_picture_says_so(printed: Any, photo: PictureFile) -> None:
    report = printed(_figure(alt="", is_decorative=True), pictures={"abc": photo})
    mark = next(report.document.iter(f"{{{DECORATIVE}}}decorative"))
    assert mark.get("val") == "1"


def test_a_picture_is_in_the_file_once_and_not_squeezed_again(printed: Any, photo: PictureFile) -> None:
    report = printed(_figure(1), _figure(2), pictures={"abc": photo})
    members = [
        each for each in zipfile.ZipFile(BytesIO(report.content)).infolist() if "media" in each.filename
    ]
    assert [member.compress_type for member in members] == [zipfile.ZIP_STORED]
    ids = [element.get("id") for element in report.document.iter(f"{{{WP}}}docPr")]
    assert len(set(ids)) == 2


def test_a_large_photo_fits_the_text_and_a_tall_one_leaves_room(printed: Any, photo: PictureFile) -> None:
    files = {
        "abc": PictureFile(photo.data, photo.type, 1600, 1200),
        "tall": PictureFile(photo.data, photo.type, 900, 1600),
    }
    report = printed(_figure(), Figure("t", 2, "", "tall", "Tall"), pictures=files)
    wide, tall = (
        (int(element.get("cx")), int(element.get("cy")))
        for element in report.document.iter(f"{{{WP}}}extent")
    )
    assert wide[0] <= 8390 * 635
    assert tall[1] == 88 * 36_000
    assert abs(wide[0] / wide[1] - 4 / 3) < 0.01


def test_a_chart_is_png_for_all_and_svg_for_those_that_can(printed: Any) -> None:
    chart = Chart("c", 1, "Agreement", _SVG, b"\x89PNG", "Most agreed", 600, 200)
    report = printed(chart)
    ties = report.opened.relationships["word/document.xml"]
    blip = next(report.document.iter(f"{{{NS['a']}}}blip"))
    svg = next(report.document.iter(f"{{{ASVG}}}svgBlip"))
    embedded = f"{{{NS['r']}}}embed"
    assert ties[blip.get(embedded)][1].endswith(".png")
    assert ties[svg.get(embedded)][1].endswith(".svg")
    assert report.texts[-1] == "Figure 1\u2002Agreement"


def test_a_picture_that_is_not_there_is_named(printed: Any) -> None:
    with pytest.raises(ReportWriteError, match="The wall"):
        printed(_figure())
