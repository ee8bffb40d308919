"""What a reader does on the page, by hand."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

ANSWERED = ".hm-turn:not(.hm-pending)"


def ready(page: Page) -> None:
    """Wait until the page is in its visitor's language."""
    page.locator(".hm-head").wait_for()
    page.locator("#hm-question textarea").wait_for()


def ask(page: Page, question: str) -> Locator:
    """Ask with the keyboard and wait for the answer: the newest turn."""
    before = page.locator(ANSWERED).count()
    page.locator("#hm-question textarea").fill(question)
    page.locator("#hm-question textarea").press("Enter")
    return answered(page, before)


def answered(page: Page, before: int) -> Locator:
    """The turn that comes after ``before`` of them."""
    expect(page.locator(ANSWERED)).to_have_count(before + 1)
    expect(page.locator(".hm-pending")).to_have_count(0)
    return page.locator(ANSWERED).last
