"""Every way in: commands, shortcuts, App Home, and a kind that this school does not have."""

from tests.flows.test_ontsporing import report
from tests.play import World, words


def test_the_message_shortcut_takes_the_message_and_its_link_along(sqlite_world: World) -> None:
    other = sqlite_world.who("plaatser")
    sqlite_world.drive("message", {"user": other.user, "channel": "C03LUNCH", "text": "Heb je dit gezien?"})
    message = sqlite_world.who("melder").in_channel("C03LUNCH")[-1]
    melder = sqlite_world.who("melder")
    melder.shortcut("melden_bericht", {"channel": "C03LUNCH", "ts": message["ts"]})
    assert "Heb je dit gezien?" in str(melder.modal["blocks"])
    assert "/archives/C03LUNCH/" in str(melder.modal["blocks"])


def test_the_global_shortcuts_open_the_two_forms(sqlite_world: World) -> None:
    melder = sqlite_world.who("melder")
    melder.shortcut("melden")
    assert "zedenvermoeden" in melder.fields()
    melder.shortcut("publiceren")
    assert "tekst" in melder.fields()


def test_ruggespraak_shows_what_one_may_start_what_waits_and_ones_own_cases(sqlite_world: World) -> None:
    melder = report(sqlite_world)
    melder.command("/ruggespraak")
    assert "2026-0001" in melder.shown()
    assert "Mag ik dit plaatsen?" in melder.buttons()
    leider = sqlite_world.who("leidinggevende")
    leider.command("/ruggespraak")
    assert "Strategie bepalen" in leider.shown()
    leider.press("Bekijk 2026-0001")
    assert "Naar de directie" in leider.buttons()


def test_home_shows_what_waits_and_keeps_up_by_itself(sqlite_world: World) -> None:
    leider = sqlite_world.who("leidinggevende")
    assert "Er wacht niets op u" in words(leider.home())
    report(sqlite_world)
    home = sqlite_world.look(leider.user)["home"]
    assert "Strategie bepalen" in words(home)
    assert "Sanne" not in words(home["blocks"])


def test_a_report_can_be_started_from_home(sqlite_world: World) -> None:
    melder = sqlite_world.who("melder")
    home = melder.home()
    block = next(one for one in home["blocks"] if one["type"] == "actions")
    element = next(one for one in block["elements"] if one["text"]["text"] == "Melden")
    given = {"user": melder.user, "home": True, "block_id": block["block_id"], "action_id": element["action_id"]}
    assert sqlite_world.drive("click", given)["ok"]
    assert "toelichting" in melder.fields()
