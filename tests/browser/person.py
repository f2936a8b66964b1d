"""A person at the page: goes by what is written there, as a human or a screen reader would, and counts the taps."""

import re
from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import Locator, Page, expect

from tests.play import CAST, World

NAMED = re.compile(r'^\s*- (button|textbox|combobox|radio|checkbox|searchbox|link|listbox|dialog)\b(?: (?P<name>"))?')


@dataclass
class Person:
    """One open page. ``taps`` counts what was pressed or chosen since ``play``."""

    page: Page
    world: World
    touch: bool = False
    taps: int = 0

    def play(self, name: str, place: str = "app") -> "Person":
        """Be somebody of the cast, at a channel, the app's own conversation or the home page."""
        user = CAST.get(name, name)
        self.close_all(user)
        self.page.goto("about:blank")
        self.page.goto(f"{self.world.url}/#{user}/{f'D{user[1:]}' if place == 'app' else place}")
        expect(self.page.get_by_label("U speelt")).to_have_value(user)
        self.taps = 0
        return self

    def close_all(self, user: str) -> None:
        """Leave no modal open, also not one that was opened by hands without a page."""
        while stack := self.world.look(user)["modals"]:
            self.world.drive("close", {"user": user, "view_id": stack[-1]["id"]})

    @property
    def modal(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def messages(self) -> Locator:
        return self.page.get_by_role("log").get_by_role("article")

    def command(self, text: str) -> None:
        composer = self.page.get_by_role("combobox", name=re.compile("^Bericht in"))
        composer.press_sequentially(text, delay=40)
        composer.press("Enter")
        expect(self.modal).to_be_visible()

    def press(self, name: str, of: str = "") -> None:
        """Press the last button with that label, so the one in front; *of* tells which task it belongs to."""
        self.tap(self.button(name, of).last)

    def button(self, name: str, of: str = "") -> Locator:
        task = f": {re.escape(of)}" if of else "(: .*)?"
        return self.page.get_by_role("button", name=re.compile(f"^{re.escape(name)}{task}$"))

    def choose(self, name: str, under: str) -> None:
        """Choose one of a list of radio buttons or checkboxes."""
        self.tap(self.modal.get_by_role("group", name=under).get_by_label(name, exact=True))

    def tap(self, what: Locator) -> None:
        self.taps += 1
        if self.touch:
            what.tap()
        else:
            what.click()

    def fill(self, label: str, text: str) -> None:
        self.modal.get_by_label(label).fill(text)

    def title(self, text: str) -> None:
        """Wait for the modal of that title."""
        expect(self.modal.get_by_role("heading", level=2)).to_have_text(text)

    def nameless(self, where: Literal["dialog", "main", "banner"] = "dialog") -> list[str]:
        """Return what a screen reader would announce without a name."""
        lines = self.page.get_by_role(where).aria_snapshot().splitlines()
        controls = [(line, match) for line in lines if (match := NAMED.match(line))]
        assert controls, f"nothing to operate in {where}"
        return [line.strip() for line, match in controls if not match["name"]]


Shape = Literal["phone", "desktop"]
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 800}}
