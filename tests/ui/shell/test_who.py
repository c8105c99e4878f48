"""“Who could this be?” lists passages by person; what was looked at comes again when its words change."""

from __future__ import annotations

from carreport.ui.report.check_page import CheckPage
from carreport.ui.report.who_page import CONTACTS, LOOKED_AT, WhoPage
from carreport.ui.widgets.buttons import LinkButton
from carreport.ui.widgets.labels import HeadingLabel
from tests.ui.driver.keyboard import press
from tests.ui.driver.window import WindowDriver

WORDS = "As a depute rector I had heard it all before."
PATH = "reflections.learned"


def who_page(driver: WindowDriver, words: str = WORDS) -> WhoPage:
    """Open the example with one more paragraph, and the page by way of the check."""
    driver.open_example()
    driver.session.write(PATH, words)
    check = driver.begin("check", CheckPage)
    driver.wait_until_idle()
    check.other_page_button.setFocus()
    press("Space")
    driver.wait_until_idle()
    page = driver.window.findChild(WhoPage)
    assert isinstance(page, WhoPage)
    return page


def offers(page: WhoPage, text: str) -> list[LinkButton]:
    return [link for link in page.links if link.text() == text]


def test_a_person_has_the_passages_why_and_a_way_to_the_words(driver: WindowDriver) -> None:
    page = who_page(driver)
    link, offer = [link for link in page.links if "depute rector" in link.accessibleName()]
    assert offer.text() == LOOKED_AT
    assert "names the job of Depute rector" in link.accessibleName()
    assert "It fits nobody else" in link.accessibleName()
    assert "These rules miss much" in page.summary.text()
    link.click()
    assert driver.wizard.current_section == "reflections"


def test_what_was_looked_at_is_listed_apart_until_its_words_change(driver: WindowDriver) -> None:
    page = who_page(driver)
    (offer,) = offers(page, LOOKED_AT)
    offer.setFocus()
    press("Space")
    assert offers(page, LOOKED_AT) == []
    assert "You have looked at everything" in page.summary.text()
    driver.session.write(PATH, WORDS.replace("all", "twice"))
    page.check_again_link.click()
    driver.wait_until_idle()
    assert len(offers(page, LOOKED_AT)) == 1


def test_a_contact_is_listed_under_a_heading_of_its_own(driver: WindowDriver) -> None:
    page = who_page(driver, "Ring me on 01632 960 457 after six.")
    assert "1 contact is printed" in page.summary.text()
    assert CONTACTS in [label.text() for label in page.findChildren(HeadingLabel)]
    link, _ = [link for link in page.links if "01632" in link.accessibleName()]
    assert "telephone number" in link.accessibleName()


def test_nothing_found_is_said_without_calling_the_text_safe(driver: WindowDriver) -> None:
    page = who_page(driver, "The kettle was on.")
    assert page.summary.text().startswith("Nothing was found by these rules. They miss much")
