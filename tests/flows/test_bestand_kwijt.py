"""A file that does not arrive, or is not kept, in the real app: who gave it hears so, and the only copy stays."""

import re

import pytest

from models import board
from tests.flows.test_bewijs import give, link, types
from tests.hands import Hands
from tests.play import World

MISSING = {"method": "files.info", "error": "missing_scope", "times": 10_000}
ELSEWHERE = {"method": "files.info", "error": "not_in_channel"}
NOT_ARRIVED = "is niet aangekomen"


def deleted(world: World) -> int:
    """How often the app tried to delete a file."""
    counts = world.http.get(f"{world.url}/driver/calls", timeout=20).json()["counts"]
    return int(counts.get("files.delete", 0))


def repair(world: World) -> None:
    """The administrator gives the app the right that it lacked."""
    world.http.delete(f"{world.url}/driver/faults", timeout=5)


def retry(world: World) -> None:
    ctx = world.installation.context
    with ctx.store.write() as tx:
        board.try_again(tx, None, ctx.now())
    world.settle()


def told(hands: Hands, words: str) -> list[str]:
    return [one["text"] for one in hands.messages if words in one["text"]]


@pytest.mark.rule("X-6")
def test_a_right_that_is_repaired_brings_the_file_home_and_nobody_hears_of_it(world: World) -> None:
    world.drive("faults", MISSING)
    give(world)
    world.advance(days=2)
    assert (deleted(world), types(world)) == (0, ["bestand_ontvangen"])
    repair(world)
    world.advance(hours=1)
    assert types(world)[:2] == ["bestand_ontvangen", "bestand_bewaard"]
    assert told(world.who("melder"), NOT_ARRIVED) == []


@pytest.mark.rule("X-6")
def test_what_could_not_be_fetched_for_a_week_stays_in_slack_and_the_melder_is_asked_for_it(
    sqlite_world: World,
) -> None:
    world, melder, leider = sqlite_world, sqlite_world.who("melder"), sqlite_world.who("leidinggevende")
    world.drive("faults", MISSING)
    give(world)
    world.advance(days=9)
    assert deleted(world) == 0
    assert "Dit bestand kon niet worden opgehaald. Het staat nog in Slack." in leider.open_case()
    [said] = told(melder, NOT_ARRIVED)
    assert "2026-" in said
    assert "scherm.png" not in world.posted()
    repair(world)
    retry(world)
    leider.open_case()
    assert link(leider)
    assert len(told(melder, NOT_ARRIVED)) == 1


def test_the_melder_adds_it_again_from_the_message(sqlite_world: World) -> None:
    sqlite_world.drive("faults", ELSEWHERE)
    give(sqlite_world)
    melder = sqlite_world.who("melder")
    melder.click("Aanvullen", message=next(one for one in melder.messages if NOT_ARRIVED in one["text"]))
    assert "bijlagen" in melder.fields()
    assert types(sqlite_world) == ["bestand_ontvangen", "bestand_niet_opgehaald"]


def test_the_timeline_says_that_a_file_was_not_fetched(sqlite_world: World) -> None:
    sqlite_world.drive("faults", ELSEWHERE)
    give(sqlite_world)
    leider = sqlite_world.who("leidinggevende")
    leider.open_case()
    leider.press("Tijdlijn")
    assert re.search("Kon .*scherm.png.* niet ophalen en liet dat weten aan wie het gaf", leider.shown())


def test_the_melder_hears_which_files_are_kept_before_the_copy_goes(sqlite_world: World) -> None:
    give(sqlite_world, name="brief.png", data=b"PK\x03\x04")
    [said] = told(sqlite_world.who("melder"), "is niet bewaard")
    assert "alleen afbeeldingen (PNG, JPEG, GIF, WebP of HEIC) en pdf's, van hoogstens 10 MB" in said
    assert "brief.png" not in sqlite_world.posted()
    sqlite_world.advance(minutes=1)
    assert deleted(sqlite_world) == 1
    heard = sqlite_world.http.get(f"{sqlite_world.url}/driver/calls", timeout=20).json()["latest"]
    methods = [(one["method"], "is niet bewaard" in str(one)) for one in heard]
    assert methods.index(("chat.postMessage", True)) < methods.index(("files.delete", False))


def test_a_melder_who_cannot_be_told_yet_keeps_the_copy(sqlite_world: World) -> None:
    melder = sqlite_world.who("melder")
    melder.command("/melden")
    file = melder.upload("brief.png", b"PK\x03\x04")
    melder.fill(zedenvermoeden="nee", toelichting="Kijk", spoed="nee", bijlagen=[file])
    sqlite_world.drive("faults", {"method": "chat.postMessage", "times": 30, "status": 429, "retry_after": 600})
    sqlite_world.settle()
    assert deleted(sqlite_world) == 0
    repair(sqlite_world)
    sqlite_world.advance(hours=1)
    assert len(told(melder, "is niet bewaard")) == 1
    sqlite_world.advance(hours=1)
    assert deleted(sqlite_world) == 1
