"""Who the receipt names: whoever judges the report, and never the melder."""

import pytest

from tests.flows.test_ontsporing import report
from tests.flows.test_overdragen import holders, staff
from tests.play import Hands, World

DORA = "joris@regenboog.example,Dora Tweededir,Adjunct-directeur,De Regenboog,directie,henk@regenboog.example,,,,"
ANSWERS = {"zedenvermoeden": "nee", "toelichting": "Ruzie in de app", "spoed": "nee"}


def reported(world: World, who: str, **answers: str) -> Hands:
    hands = world.who(who)
    hands.command("/melden")
    assert hands.fill(**ANSWERS | answers)["ok"]
    world.settle()
    return hands


@pytest.mark.parametrize("colleagues", [{}, {"joris": DORA}], ids=["alone", "two"])
def test_a_principal_who_reports_reads_that_the_bestuur_decides(
    sqlite_world: World, colleagues: dict[str, str]
) -> None:
    staff(sqlite_world, **colleagues)
    directie = reported(sqlite_world, "directie")
    assert holders(sqlite_world, "strategie") == {"Henk Postma"}
    for text in (directie.shown(), next(one["text"] for one in directie.messages if "Ontvangen" in one["text"])):
        assert "We hebben Henk Postma gevraagd" in text
        assert "gevraagd om hier" in text
        assert not [name for name in ("Marjan", "Dora") if name in text]


def test_the_receipt_still_reads_so_when_it_is_sent_in_twice(sqlite_world: World) -> None:
    staff(sqlite_world, joris=DORA)
    desk, member = sqlite_world.installation.desk, sqlite_world.who("directie").user
    for _ in range(2):
        reply = desk.submit(member, "intake", context={"kind": "ontsporing"}, answers=ANSWERS, key="V1:intake:1")
        assert reply.form is not None
        assert "We hebben Henk Postma gevraagd" in str(reply.form.elements)


def test_a_teacher_reads_that_the_leidinggevende_is_asked(sqlite_world: World) -> None:
    assert "We hebben Ingrid de Wit gevraagd" in report(sqlite_world).shown()


def test_who_decides_in_the_fast_lane_is_the_bestuur_alone(sqlite_world: World) -> None:
    directie = reported(sqlite_world, "directie", zedenvermoeden="ja")
    assert "We hebben Henk Postma gevraagd" in directie.shown()
