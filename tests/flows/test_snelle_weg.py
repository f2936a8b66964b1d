"""The law's fast lane (X-1): straight to the bestuur and to nobody else, from the first question or later."""

import pytest

from tests.flows.test_gesprek import PNG
from tests.flows.test_ontsporing import report
from tests.play import CAST, World

SECRET = "KANARIE-zeden"


@pytest.mark.rule("X-1")
def test_a_suspicion_goes_to_the_bestuur_alone_and_messages_say_only_that_there_is_a_confidential_case(
    world: World,
) -> None:
    melder = report(world, zedenvermoeden="ja", toelichting=SECRET)
    assert "Henk Postma" in melder.shown()
    assert "Ingrid" not in melder.shown()
    bestuur = world.who("bestuur")
    assert "Vertrouwelijke zaak" in bestuur.messages[-1]["text"]
    assert "ontsporend" not in bestuur.messages[-1]["text"]
    assert SECRET in bestuur.open_case()
    for name in ("leidinggevende", "directie", "hr", "vervanger", "beheerder", "buitenstaander"):
        assert world.who(name).messages == []
    assert SECRET not in world.posted()


@pytest.mark.rule("X-5")
def test_no_file_is_kept_when_the_suspicion_is_reported_and_slacks_copy_is_removed(world: World) -> None:
    melder = world.who("melder")
    melder.command("/melden")
    file = melder.upload("beeld.png", PNG)
    melder.fill(zedenvermoeden="ja", toelichting="Iets ergs", spoed="ja", bijlagen=[file])
    world.settle()
    assert "beeld.png" not in world.who("bestuur").open_case()
    with world.installation.context.store.read() as tx:
        assert tx.exec_driver_sql("select count(*) from files").scalar() == 0


@pytest.mark.rule("X-1")
def test_set_later_everyone_but_melder_and_bestuur_loses_the_case_at_once(world: World) -> None:
    report(world)
    leider = world.who("leidinggevende")
    leider.open_case()
    leider.press("Gegevens aanvullen")
    leider.fill(zedenvermoeden="ja", reden="Nieuwe informatie")
    world.settle()
    assert "overgenomen" in leider.messages[-1]["text"]
    assert "overgenomen" in world.who("directie").messages[-1]["text"]
    assert "Vertrouwelijke zaak" in world.who("bestuur").messages[-1]["text"]
    case_id = _case_id(world)
    for name in ("leidinggevende", "directie", "buitenstaander"):
        hands = world.who(name)
        home = hands.home()
        assert "2026-0001" not in str(home["blocks"]), name
        assert not _can_see(world, hands.user, case_id), name
    assert _can_see(world, CAST["bestuur"], case_id)


def test_when_the_bestuur_is_involved_it_goes_to_the_toezicht_and_never_down(world: World) -> None:
    melder = world.who("melder")
    melder.command("/melden")
    melder.press("Meer invullen")
    melder.fill(zedenvermoeden="ja", toelichting=SECRET, spoed="nee", betrokkenen=[CAST["bestuur"]])
    world.settle()
    assert world.who("bestuur").messages == []
    assert "Vertrouwelijke zaak" in world.who("toezicht").messages[-1]["text"]


def _case_id(world: World) -> str:
    with world.installation.context.store.read() as tx:
        return str(tx.exec_driver_sql("select id from cases").scalar())


def _can_see(world: World, user: str, case_id: str) -> bool:
    """Ask the desk itself, as an edited button value would."""
    reply = world.installation.desk.press(user, "case.view", case_id, context={}, answers={}, key=f"probe:{user}")
    return reply.form is not None
