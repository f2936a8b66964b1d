"""A real browser for each file (Playwright cannot run twice at once, and another folder has one too); each test gets
a context of its own, in which a script that fails or a refused source fails the test."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, sync_playwright

from tests.browser.person import SIZES, Person, Shape
from tests.play import World

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WELCOME_IS_READ = "if (location.protocol === 'http:') localStorage.setItem('sandbox-welcome-closed', '1')"


@pytest.fixture(scope="module")
def running_browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def person(running_browser: Browser, sqlite_world: World) -> Iterator[Callable[[Shape], Person]]:
    """Somebody with a phone or at a desk, in a school that runs."""
    contexts = []
    mistakes: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error":
            mistakes.append(message.text)

    def sit_down(shape: Shape) -> Person:
        phone = shape == "phone"
        context = running_browser.new_context(
            viewport=SIZES[shape], locale="nl-NL", timezone_id="Europe/Amsterdam", has_touch=phone, is_mobile=phone
        )
        contexts.append(context)
        context.add_init_script(WELCOME_IS_READ)
        page = context.new_page()
        page.set_default_timeout(8000)
        page.on("pageerror", lambda problem: mistakes.append(str(problem)))
        page.on("console", heard)
        return Person(page, sqlite_world, touch=phone)

    yield sit_down
    for context in contexts:
        context.close()
    assert mistakes == []
