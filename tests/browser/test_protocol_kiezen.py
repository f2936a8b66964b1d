"""Another protocol is chosen in the bar of the playground, at a desk and by phone; the app goes on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from ruggespraak.rehearsal import Rehearsal
from tests.browser.conftest import WELCOME_IS_READ
from tests.browser.person import SIZES
from tests.play import CAST
from tests.ports import free_port
from tests.ruggespraak.test_rehearsal_protocol import OTHER, OTHER_TITLE, OWN, TITLE

pytestmark = pytest.mark.browser


@pytest.fixture
def own(tmp_path: Path) -> Path:
    file = tmp_path / "proef.yml"
    file.write_text(OWN, encoding="utf-8")
    return file


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """The choice of the last time, so that it is on the list."""
    file = tmp_path / "tweede.yml"
    file.write_text(OTHER, encoding="utf-8")
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "protocol").write_text(str(file), encoding="utf-8")
    return file


@pytest.fixture
def playground(running_browser: Browser, tmp_path: Path, own: Path, other: Path) -> Iterator[Page]:
    """The home page of a teacher in a rehearsal that began with a protocol of one's own."""
    environment = {"PORT": str(free_port()), "SANDBOX_PORT": str(free_port()), "RUGGESPRAAK_PROTOCOL": str(own)}
    rehearsal = Rehearsal(environment, tmp_path / "var")
    context = running_browser.new_context(viewport=SIZES["desktop"], locale="nl-NL")
    context.add_init_script(WELCOME_IS_READ)
    page, mistakes = context.new_page(), []
    page.on("pageerror", lambda problem: mistakes.append(str(problem)))
    page.set_default_timeout(8000)
    page.goto(f"{rehearsal.url}#{CAST['melder']}/home")
    yield page
    context.close()
    rehearsal.stop()
    assert mistakes == []


def test_another_protocol_is_chosen_in_the_bar_and_the_home_page_says_so(playground: Page, own: Path) -> None:
    menu, told, home = _menu(playground), playground.locator("#switch-told"), playground.get_by_role("region")
    expect(home).to_contain_text(TITLE)
    expect(menu.locator("option:checked")).to_have_text(TITLE)
    playground.evaluate(REMEMBER)
    menu.select_option(label=OTHER_TITLE)
    expect(told).to_contain_text(f"De app gebruikt nu “{OTHER_TITLE}”.")
    assert "Bezig met wisselen…" in playground.evaluate("window.said")
    expect(menu.locator("option:checked")).to_have_text(OTHER_TITLE)
    expect(home).to_contain_text(OTHER_TITLE)

    playground.set_viewport_size(SIZES["phone"])
    own.write_text(OWN + "kleur: blauw\n", encoding="utf-8")
    menu.select_option(label=TITLE)
    expect(told).to_contain_text(f"De app werkt verder met “{OTHER_TITLE}”.")
    expect(told).to_contain_text("kleur: unknown key")
    expect(menu).to_be_enabled()
    expect(menu.locator("option:checked")).to_have_text(OTHER_TITLE)
    assert playground.evaluate("document.documentElement.scrollWidth") <= SIZES["phone"]["width"]
    playground.get_by_role("button", name="Mededeling sluiten").click()
    expect(told).to_be_empty()
    expect(menu).to_be_focused()


REMEMBER = """() => {
  window.said = [];
  const told = document.getElementById("switch-told");
  new MutationObserver(() => window.said.push(told.textContent)).observe(told, { childList: true });
}"""


def _menu(page: Page) -> Locator:
    """The choice in the bar of the page, outside the chat that is played."""
    return page.get_by_role("banner").get_by_label("Protocol van de school")
