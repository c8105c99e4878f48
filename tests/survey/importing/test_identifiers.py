"""Columns that say who replied are recognised by their headings and by their cells, and nothing else is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest

from carreport.survey.importing.identifiers import identify_column, rows_with_contacts
from carreport.survey.importing.reply_table import SourceColumn

TEXTS = ("text about things", "other longer words here", "and so on")
STEPS = ("Agree", "Disagree", "Agree")
NAMES = ("Ann Othera", "Bo Bossa", "Cy Clist")


def column(heading: str, cells: Sequence[str]) -> SourceColumn:
    return SourceColumn(0, heading, heading, tuple(cells), Counter(filter(None, cells)))


@pytest.mark.parametrize(
    ("heading", "cells", "kind"),
    [
        ("Name (optional)", NAMES, "person"),
        ("Participant name", NAMES, "person"),
        ("Contact number", ("1", "2", "3"), "person"),
        ("Phone number (if you would like a call)", ("07700 900100", "no thank you"), "person"),
        ("Twitter / X handle", ("a", "b"), "person"),
        ("Your manager’s name", ("Bo", "Al"), "person"),
        ("Date of birth (dd/mm/yyyy)", ("01/01/1980",), "person"),
        ("Home postcode", ("EH1",), "person"),
        ("IPAddress", ("zz9",), "person"),
        ("RecipientEmail", ("",), "person"),
        ("RecipientLastName", ("a",), "person"),
        ("LocationLatitude", ("55.9",), "person"),
        ("device", ("zz9",), "person"),
        ("user id", ("1", "2"), "person"),
        ("url", ("zz9",), "person"),
        ("_uuid", ("zz9",), "id"),
        ("Network ID", ("zz9",), "person"),
        ("I know the names of my neighbours", TEXTS, ""),
        ("I know the names of my neighbours", STEPS, ""),
        ("Name one thing that helped", TEXTS, ""),
        ("My contact with the service was good", STEPS, ""),
        ("My contact with the service was good", ("1", "5", "4"), ""),
        ("What is your name?", ("Ann", "Bo"), "person"),
        ("Please enter your email address", ("a", "b"), "person"),
        ("Name of your school", ("a", "b"), ""),
        ("School name", ("a",), ""),
        ("Event name", ("a",), ""),
        ("What would you change about our address to parents?", TEXTS, ""),
        ("How would you like us to contact you?", TEXTS, ""),
        ("Which device do you use?", ("Phone", "Laptop"), ""),
        ("Did you use the phone line?", ("Yes", "No"), ""),
        ("Child's first name", ("A",), "person"),
        ("Parent/carer email", ("a",), "person"),
        ("Emergency contact", ("a",), "person"),
        ("Signature", ("zz9",), "person"),
        ("Signed", ("zz9",), "person"),
        ("CHI number", ("0101801234",), "person"),
        ("NHS No.", ("zz9",), "person"),
        ("National Insurance number", ("zz9",), "person"),
        ("DOB", ("zz9",), "person"),
        ("Your birthday", ("zz9",), "person"),
        ("GPS location", ("zz9",), "person"),
        ("_GPS_latitude", ("zz9",), "person"),
        ("_location_longitude", ("-3.18",), "person"),
        ("Q2", ("Ann Othera",), "person"),
        ("Q2", ("Great day",), ""),
        ("Telephone", ("Telephone",), ""),
        ("Which do you use? (choice=Telephone)", ("Checked", "Unchecked"), ""),
        ("Email", ("x",), ""),
        ("What is your group? - Option ID", ("opt1", "opt2"), "technical"),
        ("Who?", NAMES, ""),
        ("Attendee", NAMES, "person"),
        ("Comments", ("ring 07700 900123", "nothing", "fine"), ""),
        ("Reach me", ("07700 900123", "+44 7700 900124", "7700900125"), "person"),
        ("Where", ("EH1 9ZZ", "EH12 3AB", "G1 1AA"), "person"),
        ("Q3", ("55.95325,-3.18827", "55.9,-3.1", "55.95325 -3.18827 0 0"), "person"),
        ("submitdate", ("zz9",), "time"),
        ("_submission_time", ("zz9",), "time"),
        ("lastpage", ("3",), "technical"),
        ("startlanguage", ("en",), "technical"),
        ("seed", ("3",), "technical"),
        ("DistributionChannel", ("anonymous",), "technical"),
        ("UserLanguage", ("EN",), "technical"),
        ("Status", ("IP Address", "Survey Preview"), "technical"),
        ("Response Type", ("0",), "technical"),
        ("Finished", ("True", "False"), "technical"),
        ("Progress", ("100", "20"), "technical"),
        ("Progress", ("We made some progress",), ""),
        ("Duration (in seconds)", ("300",), "time"),
        ("Status", ("Parent", "Teacher"), ""),
        ("Language", ("Gaelic", "Scots"), ""),
        ("No", ("1", "2", "3"), "id"),
        ("No.", ("1", "2", "3"), "id"),
        ("participant", ("P00", "P01"), "id"),
        ("Response", ("Yes please come", "Never again"), ""),
        ("Number", ("3", "3", "4"), ""),
        ("One word for the day", ("Great", "Fun", "Busy"), ""),
        ("Thanks to", ("Great Day", "Good Fun", "Nice Tea"), "person"),
        ("Location", ("North", "South", "North"), "person"),
        ("Your role", ("a",), ""),
        ("Job title", ("a",), ""),
        ("I have enough contact with my mentor", ("3", "4"), ""),
        ("Contact", ("3", "4"), ""),
        ("Contact", ("Agree", "Agree"), ""),
        ("What did you like about the location?", TEXTS, ""),
        ("The location", ("4", "5"), ""),
        ("What was the best thing about the building’s location", TEXTS, ""),
        ("How did you hear about us? (email, phone…)", ("Poster", "Email"), ""),
        ("Did you give your name?", ("Yes", "No"), ""),
        ("Who is your line manager?", ("Jo Blow", "Al Fred", "Cy Clone"), ""),
        ("today", ("2026-05-01",), "time"),
        ("Q1 Your name", ("a",), "person"),
        ("12. Email", ("a",), "person"),
        ("Surname", ("a",), "person"),
        ("First Name", ("a",), "person"),
        ("username", ("a",), "person"),
        ("Comments on the phone service", TEXTS, ""),
        ("Your favourite place name", TEXTS, ""),
        ("My name is spelled correctly", ("Agree",), ""),
        ("Address", ("1 High St",), "person"),
        ("How should we address you?", TEXTS, ""),
        ("Your answer", TEXTS, ""),
        ("Site visited", ("x",), ""),
        ("Year born", ("1980",), "person"),
        ("Mother's maiden name", ("zz9",), "person"),
        ("instanceID", ("uuid:0e1b2c3d-1111-2222-3333-444455556666",), "id"),
        (
            "meta",
            ("uuid:0e1b2c3d-1111-2222-3333-444455556666", "uuid:0e1b2c3d-1111-2222-3333-444455556667"),
            "id",
        ),
        ("When did you join?", ("2026-05-01", "2025-01-01", "2024-02-03"), ""),
        ("Born?", ("01/01/1980", "01/02/1960", "01/02/2001"), "person"),
        ("q9", ("2026-05-01 10:00", "2026-05-01 10:05"), "time"),
        ("What could we name the garden?", TEXTS, ""),
        ("Suggest a name for the group", TEXTS, ""),
        ("Any other contact with services?", TEXTS, ""),
        ("I was able to contact the team", ("4", "2"), ""),
        ("Website", ("https://a.example/x", "https://b.example"), ""),
        ("Link", ("https://a.example/r?t=1234", "https://a.example/r?t=1235"), "person"),
    ],
)
def test_a_column_is_recognised_by_its_heading_or_its_cells(
    heading: str, cells: Sequence[str], kind: str
) -> None:
    found = identify_column(column(heading, cells))
    assert (found.type, bool(found.reason)) == (kind, bool(kind))


@pytest.mark.parametrize(
    ("heading", "cells", "kind"),
    [
        ("Where do you live?", ("Leith", "Gorgie", "Dalry"), "person"),
        ("How old are you?", ("34", "56 years", "23"), "person"),
        ("Age", ("34", "56", "23"), "person"),
        ("Your child’s age", ("3", "4", "3"), "person"),
        ("Age group", ("18-24", "25-34", "18-24"), ""),
        ("My age is respected here", ("1", "5", "4"), ""),
        ("At what age should children walk to school?", ("7 years", "8", "9"), ""),
        ("Postcode sector", ("EH6 7", "EH6 5"), "person"),
        ("Ref", ("943 476 5919", "943 476 5920"), "person"),
        ("Metadata", ('{"ip": "192.0.2.1"}', '{"ip": "192.0.2.1"}'), "technical"),
        ("Data", ('[{"mail": "a@b.org"}]', "[{'x': 1}]"), "technical"),
        ("What is in [brackets]?", ("[a walk] and {tea}", "[x]"), ""),
        ("Completed by", ("Ann", "Bo", "Cy"), "person"),
        ("Person completing this form", ("Ann", "Bo B.", "Cy"), "person"),
        ("Who are you?", ("Ann", "Bo", "Cy"), "person"),
        ("Who are you?", ("Parent", "Parent", "Parent", "Teacher", "Teacher"), ""),
        ("Participant", ("Ann", "Bo", "Cy"), "person"),
        ("Child", ("Ann", "Mary-Jo", "Cy"), "person"),
        ("Child", ("Child", "", "Child"), ""),
        ("Parent", ("works with us", "we were asked", "ok"), ""),
    ],
)
def test_further_headings_and_cells_that_say_who_somebody_is(
    heading: str, cells: Sequence[str], kind: str
) -> None:
    assert identify_column(column(heading, cells)).type == kind


def test_replies_with_a_mail_address_or_a_phone_number_are_found_by_row() -> None:
    texts = ("Nothing", "Write to a@b.example", "We need 2 000 000 pounds", "Ring 07700 900 123!")
    assert rows_with_contacts(column("What else?", texts), (3, 4, 7, 9)) == [4, 9]
