"""The melder fills in afterwards what nobody said yet, above all that the case is about who handles it."""

import pytest

from tests.flows.inzage import case_id
from tests.flows.test_ontsporing import hand_to_directie, report
from tests.play import CAST, World
from workflows.engine.actions import Correct
from workflows.engine.errors import NotAllowedError
from workflows.usecases.carry import carry_out
from workflows.usecases.context import in_one


def test_a_melder_who_names_her_leidinggevende_afterwards_takes_the_case_from_them(world: World) -> None:
    report(world)
    melder, leider = world.who("melder"), world.who("leidinggevende")
    melder.open_case()
    melder.press("Gegevens aanvullen")
    assert "reden" not in melder.fields()
    assert melder.fill(betrokkenen=[CAST["leidinggevende"]])["ok"]
    world.settle()
    assert "overgenomen" in leider.messages[-1]["text"]
    assert "2026-0001" not in str(leider.home())
    assert "Bekijk en beslis" in str(world.who("directie").messages[-1]["blocks"])


def test_what_was_said_already_is_neither_shown_to_the_melder_nor_hers_to_change(world: World) -> None:
    report(world)
    hand_to_directie(world)
    melder = world.who("melder")
    melder.open_case()
    melder.press("Gegevens aanvullen")
    assert "zedenvermoeden" not in melder.fields()
    ctx = world.installation.context
    with ctx.store.read() as tx:
        person = str(tx.exec_driver_sql("select melder from cases").scalar())
    action = Correct(actor=person, facts={"zedenvermoeden": "ja"}, reason="x")
    with pytest.raises(NotAllowedError):
        in_one(ctx, lambda tx: carry_out(ctx, tx, case_id(world), action))
