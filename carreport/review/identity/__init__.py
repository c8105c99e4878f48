"""“Who could this be?”: who could be recognised in what is to be printed, and by what."""

from carreport.review.identity.contacts import find_contacts

__all__ = ["find_contacts"]
