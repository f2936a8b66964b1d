"""More than a page holds: the lists say that they go on, and a case opens by its number for whoever may see it."""

import pytest

from tests.flows.test_ontsporing import SECRET, report
from tests.play import Hands, World, words
from texts import say

REFUSED = say("error.not_allowed")


def reports(world: World, count: int) -> None:
    """The melder reports so often."""
    desk, member = world.installation.desk, world.who("melder").user
    answers = {"zedenvermoeden": "nee", "toelichting": f"Ruzie {SECRET}", "spoed": "nee"}
    for one in range(count):
        reply = desk.submit(member, "intake", context={"kind": "ontsporing"}, answers=answers, key=f"V{one}:intake:1")
        assert reply.form is not None


def by_number(hands: Hands, number: str) -> str:
    """What somebody sees who types a number behind the command: the case, or the private line."""
    before = len(hands.modals)
    answer = hands.command(f"/ruggespraak {number}")
    return hands.shown() if len(hands.modals) > before else str(answer)


def test_the_page_and_the_help_say_how_many_are_not_shown(sqlite_world: World) -> None:
    reports(sqlite_world, 17)
    leider, melder = sqlite_world.who("leidinggevende"), sqlite_world.who("melder")
    leider.command("/ruggespraak")
    for shown in (words(leider.home()), leider.shown()):
        assert "Wacht op u (17)" in shown
        assert "En nog 2. " in shown
        assert "/ruggespraak 2026-0016" in shown
    melder.command("/ruggespraak")
    for shown in (words(melder.home()), melder.shown()):
        assert "En nog 7. " in shown
        assert "/ruggespraak 2026-0007" in shown


def test_whoever_has_over_fifty_reads_that_there_is_more(sqlite_world: World) -> None:
    reports(sqlite_world, 52)
    assert "Wacht op u (meer dan 50)" in words(sqlite_world.who("leidinggevende").home())
    assert "En nog meer dan 40. " in words(sqlite_world.who("melder").home())


def test_a_case_opens_by_its_number_and_the_reading_is_on_record(sqlite_world: World) -> None:
    report(sqlite_world)
    leider = sqlite_world.who("leidinggevende")
    assert SECRET in by_number(leider, "2026-0001")
    with sqlite_world.installation.context.store.read() as tx:
        read = tx.exec_driver_sql("select count(*) from entries where type = 'gelezen'").scalar()
    assert read == 1
    own = sqlite_world.installation.desk.guide(sqlite_world.who("melder").user, "  2026-0001 ")
    assert SECRET in str(own.form)


@pytest.mark.rule("X-1")
def test_an_unknown_number_and_a_forbidden_one_get_the_same_answer(sqlite_world: World) -> None:
    report(sqlite_world)
    melder = report(sqlite_world, zedenvermoeden="ja")
    assert "2026-900001" in melder.shown()
    desk = sqlite_world.installation.desk
    for name in ("leidinggevende", "directie", "leerkracht", "hr", "beheerder"):
        user = sqlite_world.who(name).user
        secret, unknown = desk.guide(user, "2026-900001"), desk.guide(user, "2026-8888")
        assert secret == unknown
        assert (secret.form, secret.whisper) == (None, REFUSED), name
    stranger = sqlite_world.who("leerkracht")
    assert SECRET not in by_number(stranger, "2026-0001")
    assert stranger.modals == []
    assert REFUSED in stranger.whispers[-1]


@pytest.mark.parametrize(
    "text", ["", "help", "2026-1", "2026-0001 ja", "x2026-0001", "2026-0001\n2026-0002", "²⁰²⁶-0001"]
)
def test_whatever_is_not_just_a_number_opens_the_help(sqlite_world: World, text: str) -> None:
    report(sqlite_world)
    reply = sqlite_world.installation.desk.guide(sqlite_world.who("leidinggevende").user, text)
    assert reply.form is not None
    assert reply.form.name == "guide"
    assert "/ruggespraak met een nummer" in str(reply.form.elements)
