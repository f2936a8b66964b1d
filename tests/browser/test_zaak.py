"""From the card of a leidinggevende to the closing by directie, clicked through in a browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.person import Person, Shape
from tests.flows.test_ontsporing import SECRET, decide, hand_to_directie, name_poster, report, send_notice
from tests.play import World

pytestmark = pytest.mark.browser
SitDown = Callable[[Shape], Person]
OUTCOMES = ("Naar de directie", "Zelf oplossen", "Valt er niet onder", "Niet mogelijk")


def test_a_leidinggevende_sees_pointers_in_the_card_and_the_content_with_the_outcomes_in_the_modal(
    person: SitDown, sqlite_world: World
) -> None:
    report(sqlite_world)
    manager = person("desktop").play("leidinggevende")
    card = manager.messages.last
    for said in ("Zaak 2026-0001", "Sanne Bakker", "Strategie bepalen", "vandaag voor 12.00 uur"):
        expect(card).to_contain_text(said)
    expect(card).not_to_contain_text(SECRET)
    expect(card.get_by_role("button", name="Bekijk")).to_have_count(1)
    manager.press("Bekijk en beslis")
    expect(manager.modal).to_contain_text(SECRET)
    content = manager.modal.get_by_text(SECRET).bounding_box()
    for outcome in OUTCOMES:
        place = manager.button(outcome).bounding_box()
        assert content
        assert place
        assert content["y"] < place["y"], outcome
    manager.press("Zelf oplossen")
    expect(manager.modal.get_by_role("textbox")).to_have_count(1)  # only that outcome's question
    manager.press("Terug naar de zaak")
    manager.press("Naar de directie")
    expect(manager.modal).to_contain_text("Vastgelegd.")
    manager.press("Sluiten")
    sqlite_world.settle()
    expect(card).to_contain_text("Er wordt nu niets van u gevraagd.")
    assert "Alle medewerkers vragen niet te reageren" in sqlite_world.who("directie").messages[-1]["text"]


def test_directie_sends_the_notice_in_three_clicks_and_sees_who_reads_it(person: SitDown, sqlite_world: World) -> None:
    report(sqlite_world)
    hand_to_directie(sqlite_world)
    directie = person("desktop").play("directie")
    directie.press("Mededeling opstellen")
    expect(directie.modal.get_by_label("Tekst van de mededeling")).to_have_value(re.compile("op reageren"))
    expect(directie.modal).to_contain_text("15 mensen")
    directie.press("Controleren")
    expect(directie.modal).to_contain_text("Dit gaat naar 15 mensen")
    directie.press("Nu versturen")
    expect(directie.modal).to_contain_text("De mededeling wordt nu verstuurd.")
    assert directie.taps == 3
    sqlite_world.settle()

    reader = person("phone")
    for name in ("melder", "leerkracht"):
        reader.play(name)
        notice = reader.messages.filter(has_text="Mededeling van de directie")
        reader.press("Ik heb dit gelezen")
        expect(notice).to_contain_text("U heeft dit gelezen, vandaag om")
        expect(notice.get_by_role("button", name="Ik heb dit gelezen")).to_have_count(0)
    sqlite_world.advance(seconds=40)
    directie.play("directie")
    expect(directie.messages.filter(has_text="de mededeling aan alle")).to_contain_text("2 van 15 gelezen.")
    directie.press("Wie las het?")
    expect(directie.modal).to_contain_text("Nog niet gelezen: 13")
    expect(directie.modal).not_to_contain_text("Lotte Jansen")


def test_directie_names_the_poster_with_the_people_picker_and_he_loses_sight_of_it(
    person: SitDown, sqlite_world: World
) -> None:
    report(sqlite_world)
    hand_to_directie(sqlite_world)
    directie = person("desktop").play("directie")
    directie.press("Bekijk en beslis")
    directie.press("Vastleggen", of="Benoemen wie het plaatste")
    directie.modal.get_by_label("Wie heeft het geplaatst?").select_option(label="Een medewerker")
    picker = directie.modal.get_by_label("Welke collega heeft het geplaatst?")
    picker.select_option(label="Joris Smit · Leerkracht groep 5")
    directie.press("Vastleggen")
    expect(directie.modal.get_by_role("heading", name="De medewerker aanspreken")).to_be_visible()
    expect(directie.modal).to_contain_text("Joris Smit")
    names = [one.get_attribute("aria-label") or one.inner_text() for one in directie.modal.get_by_role("button").all()]
    assert len(names) == len(set(names)), "two buttons sound the same"
    assert directie.nameless() == []
    sqlite_world.settle()
    assert sqlite_world.who("plaatser").messages == []


def test_an_employee_who_reacts_inadequately_is_handled_to_the_dossier_and_the_closing(
    person: SitDown, sqlite_world: World
) -> None:
    report(sqlite_world)
    hand_to_directie(sqlite_world)
    send_notice(sqlite_world)
    name_poster(sqlite_world, "medewerker", "U07PLAATS")
    directie = person("desktop").play("directie")
    directie.press("Bekijk en beslis")
    directie.press("Reageert inadequaat", of="De medewerker aanspreken")
    directie.fill("Kort verslag van het gesprek", "Gesproken op school")
    directie.fill("Wat vindt de ander er zelf van?", "Vond het grappig")
    directie.press("Vastleggen")
    expect(directie.modal).to_contain_text("Vastgelegd.")
    sqlite_world.settle()
    _decide_the_rest(sqlite_world)

    directie.play("directie")
    directie.press("Bekijk en beslis")
    directie.press("Bevestigen en vastleggen")
    draft = directie.modal.get_by_label("Tekst voor het dossier").input_value()
    assert "Vond het grappig" in draft
    assert "Waarschuwing" in draft
    directie.fill("Waar is het opgeborgen?", "Personeelssysteem")
    directie.press("Vastleggen")
    expect(directie.modal).to_contain_text("Vastgelegd.")
    directie.press("Mededeling opheffen")
    directie.press("Controleren")
    directie.press("Nu versturen")
    expect(directie.button("Afsluiten")).to_be_visible()
    directie.press("Afsluiten")
    directie.fill("Bericht aan de melder", "Dank u wel, het is opgelost.")
    directie.press("Vastleggen")
    expect(directie.modal).to_contain_text("Deze zaak is afgesloten.")
    sqlite_world.settle()
    teacher = person("phone").play("melder")
    last = teacher.messages.filter(has_text="Zaak 2026-0001 is afgesloten.")
    expect(last).not_to_contain_text("het is opgelost")  # words about a case stay out of messages
    teacher.tap(last.get_by_role("button", name="Bekijk"))
    expect(teacher.modal).to_contain_text("het is opgelost")
    expect(teacher.modal).not_to_contain_text("Joris")
    expect(teacher.page.get_by_role("log")).not_to_contain_text("Joris")


def test_the_clock_brings_the_reminder_and_then_asks_the_next_person(person: SitDown, sqlite_world: World) -> None:
    report(sqlite_world)
    manager = person("desktop").play("leidinggevende")
    manager.tap(manager.page.get_by_role("button", name="Klok"))
    _hours(manager, 3)
    expect(manager.messages.filter(has_text="Herinnering, zaak 2026-0001")).to_have_count(1)
    _hours(manager, 2)
    deputy = manager.play("vervanger")
    expect(deputy.messages.last).to_contain_text("Strategie bepalen")
    deputy.press("Bekijk en beslis")
    deputy.press("Naar de directie")
    expect(deputy.modal).to_contain_text("Vastgelegd.")


def _hours(person: Person, count: int) -> None:
    """Move the clock in the page, an hour at a time, and let the app act."""
    clock = person.page.get_by_role("button", name="Klok")
    for _ in range(count):
        at = re.search(r"(\d\d):\d\d$", clock.get_attribute("aria-label") or "")
        assert at
        person.tap(person.page.get_by_role("button", name="+1 uur"))
        expect(clock).to_have_accessible_name(re.compile(f" {int(at[1]) + 1:02}:"))
        person.world.settle()


def _decide_the_rest(world: World) -> None:
    """What others and directie decide on the way to the dossier; each of these forms is like the ones above."""
    told = {"datum_gebeld": "2026-11-24", "gesproken_met": "De inspecteur", "advies": "Vastleggen"}
    qualified = {"grensoverschrijdend": "ja", "motivering": "Belediging"}
    measured = {"maatregel_medewerker": "waarschuwing", "motivering": "Eerste keer"}
    decide(world, "directie", "Is dit grensoverschrijdend?", "Vastleggen", **qualified)
    decide(world, "directie", "Kan dit strafbaar zijn?", "Vastleggen", strafbaar="nee")
    decide(world, "directie", "De vertrouwensinspecteur bellen", "Gebeld", **told)
    steps = "Overleg met de directeur-bestuurder over de stappen"
    decide(world, "bestuur", steps, "Stappen vastleggen", afspraken="Waarschuwing")
    decide(world, "directie", "Besluiten over een maatregel", "Maatregel nemen", **measured)
    statement = "Besluiten over een statement onder het bericht"
    decide(world, "directie", statement, "Niet plaatsen", motivering="Het bericht is al weg")
