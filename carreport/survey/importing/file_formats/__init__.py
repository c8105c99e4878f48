"""Read formats of files that the library for workbooks cannot read, or not completely."""

from __future__ import annotations
