"""The agreement chart, as SVG and PNG."""

from __future__ import annotations
