"""Read file formats that the library for workbooks cannot read, or cannot read completely."""

from __future__ import annotations
