"""People talk inside the case: adding, withdrawing, asking, merging, correcting, reopening."""

import struct
import zlib

import pytest

from tests.flows.test_ontsporing import report
from tests.play import World

PNG = (
    b"\x89PNG\r\n\x1a\n"
    + struct.pack(">I", 13)
    + b"IHDR"
    + struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    + struct.pack(">I", zlib.crc32(b"IHDR" + struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)))
)


def test_the_melder_adds_words_and_a_link_and_the_handler_hears_of_it(world: World) -> None:
    melder = report(world)
    melder.click("Aanvullen")
    assert melder.fill(aanvulling="Nu ook op Instagram", link="https://instagram.com/p/1")["ok"]
    world.settle()
    leider = world.who("leidinggevende")
    assert "2026-0001 is aangevuld" in leider.messages[-1]["text"]
    shown = leider.open_case()
    assert "Nu ook op Instagram" in shown
    assert "Aangevuld door Sanne Bakker" in shown


def test_a_screenshot_is_kept_sealed_removed_from_slack_and_opened_through_a_logged_link(world: World) -> None:
    melder = world.who("melder")
    melder.command("/melden")
    file = melder.upload("scherm.png", PNG)
    melder.fill(zedenvermoeden="nee", toelichting="Kijk", spoed="nee", bijlagen=[file])
    world.settle()
    leider = world.who("leidinggevende")
    assert "Bestand: scherm.png" in leider.open_case()
    button = next(e for b in leider.modal["blocks"] for e in b.get("elements", []) if e.get("url"))
    path = "/bestand/" + button["url"].rsplit("/", 1)[1]
    address = f"http://127.0.0.1:{world.app.port}{path}"
    answer = world.http.get(address, timeout=5)
    assert answer.content == PNG
    assert answer.headers["Content-Type"] == "image/png"
    assert world.http.get(address[:-3] + "abc", timeout=5).status_code == 404
    world.advance(minutes=1)
    assert world.who("melder").messages


def test_a_file_that_is_no_image_is_refused_by_its_content_and_the_case_says_so(sqlite_world: World) -> None:
    melder = sqlite_world.who("melder")
    melder.command("/melden")
    file = melder.upload("scherm.png", b"<html>hoi</html>")
    melder.fill(zedenvermoeden="nee", toelichting="Kijk", spoed="nee", bijlagen=[file])
    sqlite_world.settle()
    assert "geen afbeelding of pdf" in sqlite_world.who("leidinggevende").open_case()


def test_a_handler_asks_and_the_answer_lands_in_the_case(sqlite_world: World) -> None:
    melder = report(sqlite_world)
    leider = sqlite_world.who("leidinggevende")
    leider.open_case()
    leider.press("Vraag stellen")
    assert leider.fill(vraag="In welke app was het?")["ok"]
    sqlite_world.settle()
    assert "Vraag van de behandelaar" in melder.messages[-1]["text"]
    assert "welke app" not in sqlite_world.posted()
    melder.click("Bekijk en antwoord")
    assert "In welke app was het?" in melder.shown()
    melder.decide("Beantwoorden", antwoord="In de ouderapp van groep 7")
    assert "In de ouderapp van groep 7" in leider.open_case()


def test_a_report_is_withdrawn_at_once_before_anyone_acted_and_after_that_with_consent(world: World) -> None:
    melder = report(world)
    melder.click("Bekijk")
    melder.press("Intrekken")
    assert melder.fill(reden="Was een grap")["ok"]
    world.settle()
    assert "2026-0001 is ingetrokken" in melder.messages[-1]["text"]

    report(world)
    leider = world.who("leidinggevende")
    leider.open_case()
    leider.decide("Naar de directie")
    melder.click("Bekijk")
    melder.press("Intrekken")
    melder.fill(reden="Toch niet nodig")
    world.settle()
    directie = world.who("directie")
    assert "wil de melding intrekken" in directie.messages[-1]["text"]
    assert "Toch niet nodig" in directie.open_case()
    directie.decide("Intrekken is goed")
    world.settle()
    assert "2026-0002 is ingetrokken" in melder.messages[-1]["text"]


def test_reports_of_one_storm_are_shown_as_possibly_the_same_and_merged(world: World) -> None:
    melder = report(world)
    second = world.who("leerkracht")
    second.command("/melden")
    second.press("Meer invullen")
    second.fill(
        zedenvermoeden="nee",
        toelichting="Zelfde ruzie, GEHEIM-2",
        spoed="nee",
        link="https://www.facebook.com/groups/7/",
    )
    world.settle()
    melder.click("Aanvullen")
    melder.fill(link="https://facebook.com/groups/7")
    world.settle()
    leider = world.who("leidinggevende")
    leider.click("Bekijk en beslis", message=next(m for m in leider.messages if "0001: M" in m["text"]))
    assert "Mogelijk dezelfde melding" in leider.shown()
    leider.press("2026-0002 samenvoegen")
    world.settle()
    assert "Samengevoegd" in leider.shown()
    assert "samengevoegd met een andere melding" in second.messages[-1]["text"]
    assert "0001" not in second.messages[-1]["text"]
    second.click("Bekijk")
    assert "Ruzie in de app" not in second.shown()


def test_a_wrong_fact_is_corrected_with_a_reason_and_opens_the_right_branch(sqlite_world: World) -> None:
    from tests.flows.test_ontsporing import name_poster, titles, until_directie

    until_directie(sqlite_world)
    name_poster(sqlite_world, "leerling")
    directie = sqlite_world.who("directie")
    directie.open_case()
    directie.press("Gegevens aanvullen")
    directie.fill(plaatser="ouder")
    assert "reden" in directie.modal["errors"] or directie.modal["errors"]
    directie.fill(plaatser="ouder", reden="Het account is van de moeder")
    sqlite_world.settle()
    directie.open_case()
    assert "In gesprek met de volwassene" in titles(directie)
    assert "Leerkracht aanwijzen voor het gesprek met het kind" not in titles(directie)


def test_a_closed_case_is_reopened_with_a_reason_and_the_melder_hears_it(sqlite_world: World) -> None:
    melder = report(sqlite_world)
    leider = sqlite_world.who("leidinggevende")
    leider.open_case()
    leider.decide("Zelf oplossen", advies="Niet meer reageren")
    leider.decide("Afsluiten", slotbericht="Klaar.")
    assert "afgesloten" in melder.messages[-1]["text"]
    leider.click("Bekijk")
    leider.press("Heropenen")
    leider.fill(reden="Het begint opnieuw")
    sqlite_world.settle()
    assert "2026-0001 is heropend" in melder.messages[-1]["text"]
    leider.open_case()
    assert "Afsluiten" in leider.buttons()


@pytest.mark.parametrize("button, field", [("Iets toevoegen", "aanvulling"), ("Vraag stellen", "vraag")])
def test_the_same_thing_done_twice_in_one_modal_counts_twice(sqlite_world: World, button: str, field: str) -> None:
    report(sqlite_world)
    leider = sqlite_world.who("leidinggevende")
    leider.open_case()
    for text in ("EERSTE", "TWEEDE"):
        leider.press(button)
        assert leider.fill(**{field: text})["ok"]
        sqlite_world.settle()
    melder = sqlite_world.who("melder")
    melder.click("Bekijk")
    shown = leider.open_case() + melder.shown()
    assert "EERSTE" in shown
    assert "TWEEDE" in shown


def test_what_was_reported_in_a_merged_case_is_read_where_it_goes_on_and_its_melder_hears_the_end(
    sqlite_world: World,
) -> None:
    melder = report(sqlite_world)
    second = sqlite_world.who("leerkracht")
    second.command("/melden https://facebook.com/groups/7")
    second.press("Meer invullen")
    second.fill(zedenvermoeden="nee", toelichting="GEHEIM-2", spoed="nee", link="https://facebook.com/groups/7")
    melder.click("Aanvullen")
    melder.fill(link="https://facebook.com/groups/7")
    sqlite_world.settle()
    leider = sqlite_world.who("leidinggevende")
    leider.click("Bekijk en beslis", message=next(m for m in leider.messages if "0001: M" in m["text"]))
    leider.press("2026-0002 samenvoegen")
    sqlite_world.settle()
    assert "GEHEIM-2" in leider.shown()
    second.click("Bekijk")
    leider.decide("Zelf oplossen", advies="Niet reageren")
    leider.decide("Afsluiten", slotbericht="Klaar.")
    assert "2026-0002 is afgesloten" in second.messages[-1]["text"]
    melder.click("Bekijk")
    assert "GEHEIM-2" not in melder.shown()
