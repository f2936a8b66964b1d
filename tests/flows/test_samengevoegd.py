"""A report that went on in another case goes with it: who may read it, who it is about, and that it rests."""

import json
import re

import pytest
import requests

from tests.flows.inzage import ask, fetched, parts
from tests.flows.test_gesprek import PNG
from tests.flows.test_ontsporing import hand_to_directie, name_poster
from tests.flows.test_zienswijze import rest
from tests.play import CAST, Hands, World

LINK = "https://www.facebook.com/groups/7/"
FIRST, SECOND = "KANARIE-een ruzie", "KANARIE-twee over Sanne Molenaar"
REFUSED = "U kunt dit niet doen of zien"


def reported(world: World, who: str, text: str, *, file: bool = False) -> None:
    hands = world.who(who)
    hands.command("/melden")
    hands.press("Meer invullen")
    more = {"bijlagen": [hands.upload("scherm.png", PNG)]} if file else {}
    assert hands.fill(zedenvermoeden="nee", toelichting=text, spoed="nee", link=LINK, **more)["ok"]
    world.settle()


def about(hands: Hands, number: str) -> dict[str, object]:
    """The latest message about a case in which something can be opened."""
    return next(one for one in reversed(hands.messages) if number in str(one) and "Bekijk" in str(one))


def merge(world: World, into: str, other: str) -> Hands:
    leider = world.who("leidinggevende")
    leider.click("Bekijk en beslis", message=about(leider, into))
    leider.press(f"{other} samenvoegen")
    world.settle()
    return leider


@pytest.fixture
def merged(world: World) -> World:
    """Two reports of one storm, of which the second, with a file, goes on in the first."""
    reported(world, "melder", FIRST)
    reported(world, "leerkracht", SECOND, file=True)
    merge(world, "2026-0001", "2026-0002")
    return world


def look(hands: Hands, number: str) -> str:
    """Open a case from its card; returns what is shown, or what is whispered instead."""
    before = len(hands.whispers)
    hands.click("Bekijk", message=about(hands, number))
    return "\n".join(hands.whispers[before:]) or hands.shown()


def links(hands: Hands) -> list[str]:
    found = re.findall(r'https?://[^"\s|>]+/(?:bestand|stuk)/[^"\s|>]+', json.dumps(hands.modal))
    return [one.replace("http://127.0.0.1:8000", f"http://127.0.0.1:{hands.world.app.port}") for one in found]


def test_who_handled_a_report_is_led_to_the_case_in_which_it_went_on(merged: World) -> None:
    shown = look(merged.who("leidinggevende"), "0002")
    assert FIRST in shown
    assert SECOND in shown
    assert look(merged.who("leerkracht"), "0002").count("KANARIE") == 1


def test_who_the_case_turns_out_to_be_about_reads_no_report_that_went_on_in_it(merged: World) -> None:
    leider = merged.who("leidinggevende")
    look(leider, "0002")
    files = links(leider)
    assert [requests.get(one, timeout=5).status_code for one in files] == [200]
    hand_to_directie(merged)
    name_poster(merged, "medewerker", CAST["leidinggevende"])
    assert REFUSED in look(leider, "0002")
    assert [requests.get(one, timeout=5).status_code for one in files] == [404]


def test_who_handed_on_a_case_about_a_colleague_keeps_no_report_either(merged: World) -> None:
    hand_to_directie(merged)
    name_poster(merged, "medewerker", CAST["plaatser"])
    assert "KANARIE" not in look(merged.who("leidinggevende"), "0002")


def test_a_report_rests_with_the_case_in_which_it_went_on(merged: World) -> None:
    hand_to_directie(merged)
    rest(merged)
    leider = merged.who("leidinggevende")
    assert "KANARIE" not in look(leider, "0002")
    assert SECOND in merged.who("directie").open_case()
    assert SECOND in look(merged.who("leerkracht"), "0002")


def test_whoever_is_named_in_a_report_that_went_on_has_that_case_rest(merged: World) -> None:
    leider = merged.who("leidinggevende")
    look(leider, "0002")
    files = links(leider)
    bestuur = ask(merged, "bestuur", naam="Sanne Molenaar")
    bestuur.press("Beperken: 2026-0001")
    assert bestuur.fill(wie_vroeg="betrokkene", reden="Bestrijdt het")["ok"]
    merged.settle()
    assert "KANARIE" not in look(leider, "0002")
    assert [requests.get(one, timeout=5).status_code for one in files] == [404]


def test_the_fg_tells_nobody_of_a_report_that_went_on_in_a_case_about_the_fg(merged: World) -> None:
    hand_to_directie(merged)
    assert "Sanne Molenaar" in str(parts(ask(merged, "fg", naam="Sanne Molenaar"))["anderen"])
    name_poster(merged, "medewerker", CAST["fg"])
    assert parts(ask(merged, "fg", naam="Sanne Molenaar"))["anderen"] == []
    assert "2026-000" not in fetched(ask(merged, "fg", naam="Sanne Molenaar")).text


def test_what_came_by_way_of_another_report_is_read_where_it_is_now(world: World) -> None:
    reported(world, "melder", FIRST)
    reported(world, "leerkracht", "KANARIE-drie", file=True)
    reported(world, "leerkracht", SECOND)
    merge(world, "2026-0003", "2026-0002")
    leider = merge(world, "2026-0001", "2026-0003")
    shown = look(leider, "0002")
    assert [one in shown for one in (FIRST, SECOND, "KANARIE-drie")] == [True, True, True]
    assert [requests.get(one, timeout=5).status_code for one in links(leider)] == [200]
