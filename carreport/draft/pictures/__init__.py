"""Import pictures: upright, without metadata, and no larger than a report needs."""

from __future__ import annotations
