"""Name the format of a picture that carreport cannot read, from the first bytes of its file."""

from __future__ import annotations

_FIRST_BYTES = (
    (b"\xff\x0a", "a JPEG XL picture"),
    (b"\0\0\0\x0cJXL ", "a JPEG XL picture"),
    (b"\0\0\0\x0cjP  ", "a JPEG 2000 picture"),
    (b"\xff\x4f\xff\x51", "a JPEG 2000 picture"),
    (b"FUJIFILMCCD-RAW", "a raw photo from a camera"),
    (b"IIRO", "a raw photo from a camera"),
    (b"IIRS", "a raw photo from a camera"),
    (b"IIU\0", "a raw photo from a camera"),
    (b"FOVb", "a raw photo from a camera"),
    (b"II*\0\x10\0\0\0CR", "a raw photo from a camera"),
    (b"II*\0", "a TIFF picture or a raw photo from a camera"),
    (b"MM\0*", "a TIFF picture or a raw photo from a camera"),
    (b"II+\0", "a TIFF picture"),
    (b"MM\0+", "a TIFF picture"),
    (b"8BPS", "a Photoshop picture"),
    (b"gimp xcf", "a GIMP picture"),
    (b"\0\0\x01\0", "an icon"),
    (b"%PDF-", "a PDF document"),
    (b"%!PS", "a PostScript drawing"),
    (b"\xc5\xd0\xd3\xc6", "a PostScript drawing"),
    (b"\xd7\xcd\xc6\x9a", "a WMF drawing"),
    (b"\x01\0\0\0\x58\0\0\0", "an EMF drawing"),
    (b"qoif", "a QOI picture"),
    (b"AT&TFORM", "a DjVu document"),
    (b"\x1aE\xdf\xa3", "a video"),
    (b"\0\0\x01\xba", "a video"),
    (b"PK\x03\x04", "an Office document or a zip file"),
    (bytes.fromhex("d0cf11e0a1b11ae1"), "an Office document"),
)
_BRANDS = {
    b"avif": "an AVIF picture",
    b"avis": "an AVIF picture",
    b"crx ": "a raw photo from a camera",
    b"jxl ": "a JPEG XL picture",
    b"qt  ": "a video",
    b"isom": "a video",
    b"iso2": "a video",
    b"mp41": "a video",
    b"mp42": "a video",
    b"M4V ": "a video",
    b"3gp4": "a video",
    b"3gp5": "a video",
}
_MOST_BRANDS = 32


def brands_in(data: bytes) -> list[bytes]:
    """Return the brands of a file in the ISO base media format, such as HEIC or MP4: the main one first."""
    if data[4:8] != b"ftyp":
        return []
    end = min(int.from_bytes(data[:4], "big"), len(data), 16 + 4 * _MOST_BRANDS)
    return [data[8:12], *(data[place : place + 4] for place in range(16, end - 3, 4))]


def describe_format(data: bytes) -> str:
    """Return what a file is, such as “an AVIF picture”, or an empty string if that is not known."""
    for brand in brands_in(data):
        if brand in _BRANDS:
            return _BRANDS[brand]
    if data[:4] == b"RIFF" and data[8:12] == b"AVI ":
        return "a video"
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<svg", b"<?xml", b"<!doctype svg")) and b"<svg" in data[:4096].lower():
        return "an SVG drawing"
    if start.startswith((b"<!doctype html", b"<html")):
        return "a web page"
    return next((words for first, words in _FIRST_BYTES if data.startswith(first)), "")
