"""“Who could this be?”: who could be recognised in what is to be printed, and by what."""

from __future__ import annotations

from carreport.review.identity.contacts import find_contacts
from carreport.review.identity.recognition import people_at_risk

__all__ = ["find_contacts", "people_at_risk"]
