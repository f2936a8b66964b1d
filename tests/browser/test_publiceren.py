"""Mag ik dit plaatsen? Asked, approved in two taps, sent back and asked again, in a browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.person import Person, Shape
from tests.flows.test_publicatie import ask
from tests.play import World

pytestmark = pytest.mark.browser
SitDown = Callable[[Shape], Person]


def test_a_question_by_phone_is_approved_in_two_taps_and_the_asker_reads_it_at_once(
    person: SitDown, sqlite_world: World
) -> None:
    teacher = person("phone").play("melder", "C03LUNCH")
    teacher.command("/publiceren")
    teacher.title("Mag ik dit plaatsen?")
    teacher.fill("De tekst die u wilt plaatsen", "Vandaag bakten we koekjes")
    teacher.modal.get_by_label("Waar wilt u het plaatsen?").select_option(label="Account van de school")
    teacher.choose("Namens de school", "Plaatst u dit voor uzelf of namens de school?")
    teacher.choose("Leerlingen", "Wie is er herkenbaar of wordt genoemd?")
    teacher.choose("Ja, van iedereen", "Is er toestemming van hen?")
    teacher.choose("Is het aardig?", "Denk na")
    teacher.press("Versturen")
    expect(teacher.modal).to_contain_text("Uw nummer is 2026-0001")
    sqlite_world.settle()

    manager = person("phone").play("leidinggevende")
    expect(manager.messages.last).not_to_contain_text("koekjes")
    manager.press("Bekijk en beslis")
    expect(manager.modal).to_contain_text("Vandaag bakten we koekjes")
    expect(manager.modal).to_contain_text("Is het aardig?")
    manager.press("Akkoord")
    expect(manager.modal).to_contain_text("Vastgelegd.")
    assert manager.taps == 2
    sqlite_world.settle()

    teacher.play("melder")
    expect(teacher.messages.last).to_contain_text("Besluit: Akkoord")
    teacher.press("Bekijk en antwoord")
    teacher.press("Geplaatst", of="Heeft u het geplaatst?")
    teacher.fill("Link naar het bericht", "https://example.org/koekjes")
    teacher.press("Vastleggen")
    expect(teacher.modal).to_contain_text("Vastgelegd.")


def test_a_text_that_must_be_adapted_comes_back_with_what_changed(person: SitDown, sqlite_world: World) -> None:
    ask(sqlite_world, tekst="Vandaag bakten we koekjes met Daan")
    manager = person("desktop").play("leidinggevende")
    manager.press("Bekijk en beslis")
    manager.press("Laten aanpassen")
    manager.fill("Wat moet er anders?", "Noem geen namen")
    manager.press("Vastleggen")
    expect(manager.modal).to_contain_text("Vastgelegd.")
    sqlite_world.settle()

    teacher = person("phone").play("melder")
    expect(teacher.messages.last).to_contain_text("Tekst aanpassen")
    expect(teacher.messages.last).not_to_contain_text("Noem geen namen")
    teacher.press("Bekijk en antwoord")
    teacher.press("Opnieuw indienen")
    expect(teacher.modal).to_contain_text("Noem geen namen")
    text = teacher.modal.get_by_label("De tekst die u wilt plaatsen")
    expect(text).to_have_value("Vandaag bakten we koekjes met Daan")
    text.fill("Vandaag bakten we koekjes met groep 7")
    teacher.press("Vastleggen")
    expect(teacher.modal).to_contain_text("Vastgelegd.")
    sqlite_world.settle()

    manager.play("leidinggevende")
    manager.press("Bekijk en beslis")
    expect(manager.modal).to_contain_text("Versie 2")
    expect(manager.modal).to_contain_text("Was: Daan / Nu: groep 7")
    manager.press("Akkoord")
    expect(manager.modal).to_contain_text("Vastgelegd.")
