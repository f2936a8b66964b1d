"""A teacher at 21:00 with a phone: reporting, what comes back, mistakes, and doing it all without a mouse."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.person import Person, Shape
from tests.play import World
from tests.ruggespraak.town import until

pytestmark = pytest.mark.browser
SitDown = Callable[[Shape], Person]
FIRST = "Gaat het om mogelijk seksueel misbruik van een leerling door iemand die voor de school werkt?"
STORY = "In de ouderapp gaat het hard tegen hard over de gymles. Er vallen namen."


def test_a_report_by_phone_takes_one_screen_four_questions_and_less_than_thirty_seconds(
    person: SitDown, sqlite_world: World
) -> None:
    teacher = person("phone").play("melder", "C03LUNCH")
    began = time.monotonic()
    teacher.command("/melden")
    teacher.title("Melden")
    fields = teacher.modal.locator(".field")
    assert fields.count() <= 4
    danger, first = teacher.modal.get_by_text("bel 112").bounding_box(), fields.first.bounding_box()
    assert danger
    assert first
    assert danger["y"] + danger["height"] <= first["y"]
    teacher.choose("Nee", FIRST)
    teacher.modal.get_by_label("Wat gebeurt er?").press_sequentially(STORY, delay=40)
    teacher.press("Versturen")
    expect(teacher.modal).to_contain_text("Uw nummer is 2026-0001")
    assert time.monotonic() - began < 30
    assert teacher.taps == 2  # beside the words: one answer, and send
    for said in ("Ingrid de Wit", "uiterlijk vandaag om 12.00 uur", "Reageer niet meer", "schermafbeelding", "112"):
        expect(teacher.modal).to_contain_text(said)
    assert teacher.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_receipt_comes_as_a_message_and_the_reply_to_copy_is_a_message_of_its_own(
    person: SitDown, sqlite_world: World
) -> None:
    teacher = person("phone").play("melder", "C03LUNCH")
    teacher.command("/melden Ruzie in de app")
    teacher.choose("Nee", FIRST)
    expect(teacher.modal.get_by_label("Wat gebeurt er?")).to_have_value("Ruzie in de app")
    teacher.press("Versturen")
    teacher.title("Dank u wel")
    teacher.press("Sluiten")
    sqlite_world.settle()
    teacher.play("melder")
    receipt, reply = teacher.messages.nth(0), teacher.messages.nth(1)
    for said in ("2026-0001", "Ingrid de Wit", "vandaag om 12.00 uur", "Reageer niet meer", "verwijder niets", "0512"):
        expect(receipt).to_contain_text(said)
    expect(teacher.messages).to_have_count(2)
    text = reply.locator(".message-blocks").inner_text()
    assert text.strip() == "Dank voor uw bericht. Ik kom hier later op terug."


def test_what_is_missing_is_said_at_the_question_and_what_was_typed_stays(person: SitDown, sqlite_world: World) -> None:
    teacher = person("desktop").play("melder", "C03LUNCH")
    teacher.command("/melden")
    story = teacher.modal.get_by_label("Wat gebeurt er?")
    story.fill(STORY)
    teacher.press("Versturen")
    expect(teacher.modal.get_by_role("group", name=FIRST)).to_contain_text("Vul dit veld in.")
    expect(story).to_have_value(STORY)
    story.fill("")
    before = sqlite_world.who("melder").modal["hash"]
    teacher.choose("Weet ik niet", FIRST)
    # This question redraws the form: what is sent before that has come is answered in a form that is replaced.
    until(lambda: sqlite_world.who("melder").modal["hash"] != before, "the form was redrawn")
    teacher.press("Versturen")
    expect(story).to_have_accessible_description("Vul dit veld in.")
    expect(story).to_be_focused()
    expect(teacher.modal.get_by_label("Weet ik niet")).to_be_checked()
    story.fill(STORY)
    teacher.press("Versturen")
    expect(teacher.modal).to_contain_text("Uw nummer is")


def test_a_change_without_a_reason_is_refused_under_that_question_by_the_app_itself(
    person: SitDown, sqlite_world: World
) -> None:
    hands = sqlite_world.who("melder")
    hands.command("/melden")
    hands.fill(zedenvermoeden="nee", toelichting=STORY, spoed="nee")
    sqlite_world.settle()
    manager = person("desktop").play("leidinggevende")
    manager.press("Bekijk en beslis")
    manager.press("Gegevens aanvullen")
    manager.title("Gegevens aanvullen")
    manager.choose("Spoed: het loopt nu uit de hand", "Hoe dringend is het?")
    manager.press("Opslaan")
    reason = manager.modal.get_by_label("Reden van de verandering")
    expect(reason).to_have_accessible_description("Vul dit in.")
    expect(manager.modal.get_by_label("Spoed: het loopt nu uit de hand")).to_be_checked()
    reason.fill("Het loopt op")
    manager.press("Opslaan")
    expect(manager.modal).to_contain_text("Opgeslagen.")
    expect(manager.modal).to_contain_text("Spoed: het loopt nu uit de hand")


def test_ja_on_the_first_question_says_who_alone_reads_it_and_takes_the_file_input_away(
    person: SitDown, sqlite_world: World
) -> None:
    teacher = person("phone").play("melder", "C03LUNCH")
    teacher.command("/melden")
    teacher.fill("Wat gebeurt er?", "Ik heb iets gehoord")
    files = teacher.modal.get_by_role("group", name="Schermafbeeldingen")
    expect(files).to_be_visible()
    teacher.choose("Ja", FIRST)
    expect(files).to_be_hidden()
    expect(teacher.modal).to_contain_text("Uw melding gaat alleen naar het bestuur en naar niemand anders.")
    expect(teacher.modal.get_by_label("Wat gebeurt er?")).to_have_value("Ik heb iets gehoord")
    teacher.choose("Nee", FIRST)
    expect(files).to_be_visible()
    teacher.choose("Ja", FIRST)
    expect(files).to_be_hidden()
    teacher.press("Versturen")
    expect(teacher.modal).to_contain_text("Henk Postma")
    sqlite_world.settle()
    for name in ("leidinggevende", "directie"):
        assert sqlite_world.who(name).messages == []


def test_a_report_needs_no_mouse_and_the_focus_stays_inside_the_modal(person: SitDown, sqlite_world: World) -> None:
    teacher = person("desktop").play("melder", "C03LUNCH")
    keys = teacher.page.keyboard
    composer = teacher.page.get_by_label("Bericht in #koffiekamer")
    _tab_until(teacher.page, "message")
    keys.type("/mel")
    keys.press("Enter")  # completes the command
    expect(composer).to_have_value("/melden ")
    keys.press("Enter")
    teacher.title("Melden")
    nee = teacher.modal.get_by_role("group", name=FIRST).get_by_label("Nee")
    expect(nee).to_be_focused()
    keys.press("ArrowDown")
    keys.press("ArrowUp")
    expect(nee).to_be_checked()
    keys.press("Tab")
    keys.type(STORY)
    expect(teacher.modal.get_by_label("Wat gebeurt er?")).to_have_value(STORY)
    keys.press("Tab")
    keys.press("ArrowDown")
    expect(teacher.modal.get_by_label("Spoed: het loopt nu uit de hand")).to_be_checked()
    for _ in range(25):
        assert _in_modal(teacher.page)
        keys.press("Tab")
    send = teacher.modal.get_by_role("button", name="Versturen")
    for _ in range(25):
        if send.evaluate("node => node === document.activeElement"):
            break
        keys.press("Tab")
    keys.press("Enter")
    teacher.title("Dank u wel")
    keys.press("Escape")
    expect(teacher.modal).to_be_hidden()
    expect(composer).to_be_focused()


def test_everything_that_can_be_operated_has_a_name(person: SitDown, sqlite_world: World) -> None:
    teacher = person("phone").play("melder", "C03LUNCH")
    assert teacher.nameless("banner") == []
    assert teacher.nameless("main") == []
    teacher.command("/melden")
    teacher.press("Meer invullen")
    expect(teacher.modal.get_by_label("Waar gebeurt het?")).to_be_visible()
    assert teacher.nameless() == []
    teacher.play("melder", "C03LUNCH").command("/publiceren")
    assert teacher.nameless() == []
    teacher.play("melder", "home")
    expect(teacher.page.get_by_role("heading", name="Dag Sanne")).to_be_visible()
    assert teacher.nameless("main") == []


def _tab_until(page: Page, wanted: str) -> None:
    for _ in range(40):
        if page.evaluate("document.activeElement.id") == wanted:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} cannot be reached with Tab")


def _in_modal(page: Page) -> bool:
    """True inside the modal; the body is where the browser's own buttons have the focus for a moment."""
    inside = "document.activeElement.closest('dialog') !== null || document.activeElement === document.body"
    return bool(page.evaluate(inside))
