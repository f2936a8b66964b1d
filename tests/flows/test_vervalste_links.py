"""Links to a file, a paper and what is held on somebody: forged, bent, swapped or old, they open nothing."""

import re

import pytest
import requests

from tests.flows.mededeling import press_home
from tests.models.rows import person_id
from tests.play import Hands, World

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
DOORS = ("bestand", "stuk", "inzage")
_LINK = re.compile(r"/(bestand|stuk|inzage)/([^\"'|>\s]+)")


@pytest.fixture
def links(sqlite_world: World) -> dict[str, str]:
    """A link of each sort, as the app itself gave it to somebody who may open it."""
    melder = sqlite_world.who("melder")
    melder.command("/melden")
    file = melder.upload("beeld.png", PNG)
    melder.press("Meer invullen") if "bijlagen" not in melder.fields() else None
    melder.fill(zedenvermoeden="nee", toelichting="Ruzie", spoed="nee", bijlagen=[file])
    sqlite_world.settle()
    leider, officer = sqlite_world.who("leidinggevende"), sqlite_world.who("fg")
    leider.open_case()
    found = _links(leider)
    leider.press("Tijdlijn")
    found |= _links(leider)
    press_home(officer, "Inzageverzoek")
    officer.fill(naam="Sanne Bakker", kenmerk="2026-1")
    return found | _links(officer)


def _links(hands: Hands) -> dict[str, str]:
    return dict(_LINK.findall(str(hands.modal["blocks"])))


def opened(world: World, door: str, token: str) -> requests.Response:
    return requests.get(f"http://127.0.0.1:{world.app.port}/{door}/{token}", timeout=20)


@pytest.mark.parametrize("door", DOORS)
def test_a_link_opens_only_as_it_was_given_and_at_its_own_door(
    sqlite_world: World, links: dict[str, str], door: str
) -> None:
    token = links[door]
    answer = opened(sqlite_world, door, token)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    middle = len(token) // 2
    bent = [token[:middle] + ("A" if token[middle] != "A" else "B") + token[middle + 1 :], token[:-8], token[8:]]
    bent += ["x", "..", "%00", "%2e%2e%2fetc", token.replace(".", "", 1), "W10.x.y", "é", "x" * 5000]
    for one in bent:
        answer = opened(sqlite_world, door, one)
        assert answer.status_code == 404, one
        assert "Sanne" not in answer.text
    for other in set(DOORS) - {door}:
        assert opened(sqlite_world, other, token).status_code == 404


def test_a_paper_is_for_a_quarter_of_an_hour(sqlite_world: World, links: dict[str, str]) -> None:
    sqlite_world.advance(minutes=16)
    assert opened(sqlite_world, "stuk", links["stuk"]).status_code == 404


def test_who_answers_requests_no_longer_opens_what_was_looked_up(sqlite_world: World, links: dict[str, str]) -> None:
    with sqlite_world.installation.context.store.write() as tx:
        officer = person_id(tx, "karel@regenboog.example")
        tx.exec_driver_sql(f"update posts set roles = '' where person = '{officer}'")  # noqa: S608
    assert opened(sqlite_world, "inzage", links["inzage"]).status_code == 404
