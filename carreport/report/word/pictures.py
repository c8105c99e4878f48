"""Emit photos and charts as inline drawings with alt text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from carreport.errors import ReportWriteError
from carreport.report.model import Chart, Figure, PictureFile
from carreport.report.word.opc_package import PackagePart
from carreport.report.word.word_inline import xml_text
from carreport.report.word.xml_names import ASVG, DECORATIVE, PIC, A, quoteattr, relationship_type

EMU_PER_PIXEL = 9525
EMU_PER_TWENTIETH = 635
_TALLEST = 88 * 36_000
"""The greatest height of a photo, in EMU: 88 mm, so that two fit on a page with their captions."""
_TALLEST_CHART = 200 * 36_000
"""The greatest height of a chart, in EMU: almost a page, so that its text stays large enough to read."""
_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/svg+xml": "svg"}
_DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
    f'<adec:decorative xmlns:adec="{DECORATIVE}" val="1"/></a:ext></a:extLst>'
)


@dataclass(slots=True)
class PictureParts:
    """The picture parts in one document; each picture is stored only once."""

    document: PackagePart
    parts: dict[str, PackagePart]
    files: Mapping[str, PictureFile]
    max_width: int
    next_id: int
    _ids: dict[str, str] = field(default_factory=dict)

    def figure(self, figure: Figure) -> str:
        """Return a photo as an inline drawing."""
        picture = self.files.get(figure.picture)
        if picture is None:
            raise ReportWriteError(
                "picture-missing",
                f"The picture “{figure.caption or figure.alt}” is missing from the inquiry.",
                remedy="Add the picture again or remove its entry. Then make the report again.",
            )
        blip = f'<a:blip r:embed="{self._relationship_id(figure.picture, picture.data, picture.type)}"/>'
        size = self._fit_size(picture.width * EMU_PER_PIXEL, picture.height * EMU_PER_PIXEL)
        alt = "" if figure.is_decorative else figure.alt
        return self._drawing(blip, size, alt, decorative=figure.is_decorative)

    def chart(self, chart: Chart) -> str:
        """Return a chart as an inline drawing: SVG, with a PNG for versions of Word that cannot show SVG."""
        png = self._relationship_id(f"{chart.anchor}.png", chart.png, "image/png")
        svg = self._relationship_id(f"{chart.anchor}.svg", chart.svg.encode(), "image/svg+xml")
        blip = (
            f'<a:blip r:embed="{png}"><a:extLst><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}">'
            f'<asvg:svgBlip xmlns:asvg="{ASVG}" r:embed="{svg}"/></a:ext></a:extLst></a:blip>'
        )
        width, height = chart.width * EMU_PER_PIXEL, chart.height * EMU_PER_PIXEL
        return self._drawing(blip, self._fit_size(width, height, _TALLEST_CHART), chart.alt)

    def _relationship_id(self, key: str, content: bytes, media_type: str) -> str:
        if key not in self._ids:
            number = len(self._ids) + 1
            name = f"word/media/report{number}.{_ENDINGS[media_type]}"
            self.parts[name] = PackagePart(name, media_type, content)
            self._ids[key] = self.document.add_relationship(relationship_type("image"), name)
        return self._ids[key]

    def _fit_size(self, width: int, height: int, tallest: int = _TALLEST) -> tuple[int, int]:
        share = min(1.0, self.max_width / max(width, 1), tallest / max(height, 1))
        return max(round(width * share), 1), max(round(height * share), 1)

    def _drawing(self, blip: str, size: tuple[int, int], alt: str, *, decorative: bool = False) -> str:
        number = self.next_id
        self.next_id += 1
        described = f"descr={quoteattr(xml_text(alt))}" if alt or decorative else ""
        names = f'id="{number}" name="Picture {number}" {described}'
        width, height = size
        return (
            f'<w:r><w:drawing><wp:inline xmlns:a="{A}" distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{width}" cy="{height}"/><wp:docPr {names}>{_DECORATIVE if decorative else ""}'
            f'</wp:docPr><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/>'
            f'</wp:cNvGraphicFramePr><a:graphic><a:graphicData uri="{PIC}"><pic:pic xmlns:pic="{PIC}">'
            f"<pic:nvPicPr><pic:cNvPr {names}/><pic:cNvPicPr/></pic:nvPicPr>"
            f"<pic:blipFill>{blip}<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>"
            f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
            f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
            f"</a:graphic></wp:inline></w:drawing></w:r>"
        )
